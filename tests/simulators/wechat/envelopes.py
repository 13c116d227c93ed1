"""How one callback travels: its query string and its body, plain or sealed, JSON or XML."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from tests.simulators.wechat.config import MiniProgram
from tests.simulators.wechat.crypto import decrypt, encrypt, sign

Message = Mapping[str, Any]


def signed_query(program: MiniProgram, at: float) -> dict[str, str]:
    """`signature`, `timestamp`, `nonce`: what the URL check and every push carry."""
    timestamp, nonce = str(int(at)), str(secrets.randbelow(10**10))
    signature = sign(program.callback_token, timestamp, nonce)
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce}


def wrap(program: MiniProgram, message: Message, at: float) -> tuple[dict[str, str], bytes, str]:
    """The query, the body and its content type.

    A sealed push still carries the plain `signature`, which proves nothing about its body.
    """
    query = {**signed_query(program, at), "openid": str(message["FromUserName"])}
    content: Message = message
    if program.mode != "plain":
        sealed = encrypt(
            _text(program, message), aes_key=program.callback_aes_key, app_id=program.app_id
        )
        seal = sign(program.callback_token, query["timestamp"], query["nonce"], sealed)
        query |= {"encrypt_type": "aes", "msg_signature": seal}
        content = {"ToUserName": message["ToUserName"], "Encrypt": sealed}
        if program.mode == "compatible":
            content = {**message, **content}
    kind = "application/json" if program.format == "json" else "text/xml"
    return query, _text(program, content).encode(), kind


def is_valid_reply(program: MiniProgram, text: str) -> bool:
    """Nothing, `success`, or a message that is sealed when the pushes are."""
    if text.strip() in {"", "success"}:
        return True
    if program.mode != "safe":
        return text.lstrip().startswith("{" if program.format == "json" else "<xml>")
    return opened_reply(program, text) is not None


def opened_reply(program: MiniProgram, text: str) -> str | None:
    """The content of a sealed JSON or XML reply, or None if it is not one."""
    try:
        sealed = (
            json.loads(text)["Encrypt"]
            if program.format == "json"
            else text.split("<Encrypt>")[1].split("</Encrypt>")[0]
        )
        sealed = sealed.removeprefix("<![CDATA[").removesuffix("]]>")
        return decrypt(sealed, aes_key=program.callback_aes_key, app_id=program.app_id)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _text(program: MiniProgram, message: Message) -> str:
    if program.format == "json":
        return json.dumps(message, ensure_ascii=False)
    return f"<xml>{_elements(_as_xml(message))}</xml>"


def _as_xml(message: Message) -> Message:
    """The list of an event has a wrapper in XML that the JSON form does not have."""
    if "List" not in message:
        return message
    wrapper = "".join(part.capitalize() for part in str(message["Event"]).split("_"))
    others = {key: value for key, value in message.items() if key != "List"}
    return {**others, wrapper: {"List": message["List"]}}


def _elements(message: Message) -> str:
    return "".join(
        _element(key, one)
        for key, value in message.items()
        for one in (value if isinstance(value, list) else [value])
    )


def _element(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"<{name}>{_elements(value)}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    text = str(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>"
