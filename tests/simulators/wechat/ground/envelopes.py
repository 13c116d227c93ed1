"""How one callback travels: its query string and its body, plain or sealed, JSON or XML."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from tests.simulators.wechat.ground.config import Account
from tests.simulators.wechat.ground.crypto import encrypt, sign

Message = Mapping[str, Any]


def signed_query(account: Account, at: float) -> dict[str, str]:
    """`signature`, `timestamp`, `nonce`: what the URL check and every push carry."""
    timestamp, nonce = str(int(at)), str(secrets.randbelow(10**10))
    signature = sign(account.callback_token, timestamp, nonce)
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce}


def wrap(account: Account, message: Message, at: float) -> tuple[dict[str, str], bytes, str]:
    """The query, the body and its content type.

    A sealed push still carries the plain `signature`, which proves nothing about its body.
    """
    query = {**signed_query(account, at), "openid": str(message["FromUserName"])}
    content: Message = message
    if account.mode != "plain":
        sealed = encrypt(
            _text(account, message), aes_key=account.callback_aes_key, app_id=account.app_id
        )
        seal = sign(account.callback_token, query["timestamp"], query["nonce"], sealed)
        query |= {"encrypt_type": "aes", "msg_signature": seal}
        content = {"ToUserName": message["ToUserName"], "Encrypt": sealed}
        if account.mode == "compatible":
            content = {**message, **content}
    kind = "application/json" if account.format == "json" else "text/xml"
    return query, _text(account, content).encode(), kind


def _text(account: Account, message: Message) -> str:
    if account.format == "json":
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
    if isinstance(value, int | float):
        return f"<{name}>{value}</{name}>"
    text = str(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>"
