"""Proof that a push comes from WeChat, what it says, and the seal of what we answer.

https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Message_encryption_and_decryption_instructions.html
"""

import base64
import binascii
import re
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.parsers.expat import ExpatError

import orjson
import xmltodict
from pydantic import ConfigDict, Field
from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException
from wechatpy.utils import WeChatSigner

from mobile_api.shared import clock
from mobile_api.shared.crypto import same
from mobile_api.shared.errors import MalformedBody
from mobile_api.shared.http.schema import RequestBody
from wechat.platform.errors import CallbackNotGenuine

LARGEST_BODY = 65_536
# WeChat repeats a push within half a minute; the rest is for clocks that differ.
WINDOW_SECONDS = 600
# What wechatpy's decryption and the parsers let out for a body that makes no sense.
_UNREADABLE = (ValueError, KeyError, IndexError, TypeError, struct.error, ExpatError)

# What XML 1.0 cannot hold in any spelling (section 2.2), and JSON not as it is (RFC 8259).
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEFORE = b" \t\r\n\xef\xbb\xbf"
_CONTROLS = re.compile(rb"[\x00-\x1f]")

Form = Literal["json", "xml"]


class PushQuery(RequestBody):
    """What WeChat puts into the query string of every push."""

    model_config = ConfigDict(extra="ignore")

    timestamp: str = Field(pattern=r"^[0-9]{1,12}$", examples=["1714036504"])
    nonce: str = Field(max_length=64, examples=["1514711492"])
    signature: str = Field("", max_length=64)
    msg_signature: str = Field("", max_length=64)
    echostr: str = Field("", max_length=128, pattern=r"^[0-9A-Za-z]*$")


@dataclass(frozen=True, slots=True)
class Opened:
    """A push that comes from WeChat; `is_sealed` says that its body is proven, too."""

    message: dict[str, Any] = field(repr=False)
    form: Form
    is_sealed: bool


class _Cipher(PrpCrypto):
    """wechatpy's, but with bytes in front of each message that nobody can foresee."""

    def get_random_string(self) -> str:
        return secrets.token_hex(8)


class CallbackKeys:
    """The token and the EncodingAESKey of one app, as set in WeChat's console.

    Without them every push is refused: an empty token would let anybody sign. Plain mode has no
    EncodingAESKey.
    """

    def __init__(self, *, token: str, aes_key: str, app_id: str) -> None:
        self._token = token
        self._key = _decoded(aes_key)
        self._app_id = app_id

    def check_url(self, query: PushQuery) -> None:
        """The GET by which WeChat tests the address. Raises CallbackNotGenuine."""
        self._check(query.signature, query, ())

    def open(self, query: PushQuery, body: bytes) -> dict[str, Any]:
        """The message inside a push of safe or compatible mode.

        `msg_signature` is checked, not `signature`: the latter says nothing about the body.
        Raises CallbackNotGenuine, or MalformedBody when WeChat itself sent something unreadable.
        """
        return self._unsealed(query, _sealed_part(_outer(body)))

    def open_in_mode(self, query: PushQuery, body: bytes, *, takes_plain: bool) -> Opened:
        """As `open`, and a plain body where the account is set to plain mode.

        Then `signature` proves the query only: whoever calls keeps it from serving two bodies.
        What carries a sealed part is read from that part alone, whatever stands beside it.
        """
        form: Form = "json" if _is_json(body) else "xml"
        outer = _outer(body)
        if takes_plain and "Encrypt" not in outer:
            self._check(query.signature, query, ())
            return Opened(_storable(outer), form, is_sealed=False)
        return Opened(self._unsealed(query, _sealed_part(outer)), form, is_sealed=True)

    def seal(self, content: str, form: Form) -> str:
        """An answer for safe mode, in the form of the push that it answers."""
        sealed = _Cipher(self._key).encrypt(content, self._app_id).decode()
        timestamp, nonce = str(int(clock.now().timestamp())), str(secrets.randbelow(10**10))
        signature = self._signature(timestamp, nonce, sealed)
        if form == "json":
            parts = {"Encrypt": sealed, "MsgSignature": signature, "TimeStamp": int(timestamp)}
            return orjson.dumps(parts | {"Nonce": nonce}).decode()
        return (
            f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    def _unsealed(self, query: PushQuery, sealed: str) -> dict[str, Any]:
        if not self._key:
            raise CallbackNotGenuine()
        self._check(query.msg_signature, query, (sealed,))
        try:
            return _storable(_parsed(_Cipher(self._key).decrypt(sealed, self._app_id).encode()))
        except InvalidAppIdException:
            raise CallbackNotGenuine() from None
        except _UNREADABLE:
            raise MalformedBody() from None

    def _check(self, signature: str, query: PushQuery, more: tuple[str, ...]) -> None:
        is_signed = same(self._signature(query.timestamp, query.nonce, *more), signature)
        age = abs(clock.now().timestamp() - int(query.timestamp))
        if not (self._token and is_signed and age <= WINDOW_SECONDS):
            raise CallbackNotGenuine()

    def _signature(self, *parts: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self._token, *parts)
        return str(signer.signature)


def entries(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The items of an event's `List`, which is wrapped once more in XML.

    One item comes as an object and several as an array, in both forms.
    """
    wrappers = [part for part in body.values() if isinstance(part, Mapping) and "List" in part]
    found = next(iter([body, *wrappers] if "List" in body else wrappers), {}).get("List", [])
    return [
        item
        for item in (found if isinstance(found, list) else [found])
        if isinstance(item, Mapping)
    ]


def _decoded(aes_key: str) -> bytes:
    try:
        key = base64.b64decode(aes_key + "=")
    except binascii.Error:
        return b""
    return key if len(key) == 32 else b""


def _outer(body: bytes) -> dict[str, Any]:
    """What was posted. Raises CallbackNotGenuine: nobody has signed it yet."""
    try:
        if len(body) <= LARGEST_BODY:
            return _parsed(body)
    except _UNREADABLE:
        pass
    raise CallbackNotGenuine()


def _sealed_part(outer: Mapping[str, Any]) -> str:
    sealed = outer.get("Encrypt")
    if not isinstance(sealed, str) or not sealed:
        raise CallbackNotGenuine()
    return sealed


def _is_json(content: bytes) -> bool:
    return content.lstrip(_BEFORE).startswith(b"{")


def _parsed(content: bytes) -> dict[str, Any]:
    """JSON or XML as a dict. Raises one of `_UNREADABLE`.

    WeChat passes on what people typed or pasted as it is, controls that no JSON and no XML may
    hold among it: they go, so that the message does not.
    """
    parsed = _json(content) if _is_json(content) else xmltodict.parse(_legal(content))["xml"]
    if not isinstance(parsed, dict):
        raise TypeError("not an object")
    return parsed


def _json(content: bytes) -> Any:
    content = content.lstrip(_BEFORE)
    try:
        return orjson.loads(content)
    except ValueError:
        return orjson.loads(_CONTROLS.sub(b"", content))


def _legal(content: bytes) -> str | bytes:
    """XML without what XML 1.0 cannot hold; a text in another encoding than UTF-8 as it is."""
    try:
        return NOT_IN_XML.sub("", content.decode())
    except UnicodeDecodeError:
        return content


def _storable(message: dict[str, Any]) -> dict[str, Any]:
    """The message, unless it is nested too deeply to be kept. Raises MalformedBody."""
    try:
        orjson.dumps(message)
    except _UNREADABLE:
        raise MalformedBody() from None
    return message
