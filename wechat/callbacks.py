"""Proof that a push comes from WeChat, and what it says (safe mode, JSON and XML).

https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
"""

import base64
import binascii
import struct
from collections.abc import Mapping
from typing import Any
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
from mobile_api.shared.schema import RequestBody
from wechat.errors import CallbackNotGenuine

LARGEST_BODY = 65_536
# WeChat repeats a push within half a minute; the rest is for clocks that differ.
WINDOW_SECONDS = 600
# What wechatpy's decryption and the parsers let out for a body that makes no sense.
_UNREADABLE = (ValueError, KeyError, IndexError, TypeError, struct.error, ExpatError)


class CallbackQuery(RequestBody):
    """What WeChat puts into the query string of every push."""

    model_config = ConfigDict(extra="ignore")

    timestamp: str = Field(pattern=r"^[0-9]{1,12}$", examples=["1714036504"])
    nonce: str = Field(max_length=64, examples=["1514711492"])
    signature: str = Field("", max_length=64)
    msg_signature: str = Field("", max_length=64)
    echostr: str = Field("", max_length=128, pattern=r"^[0-9A-Za-z]*$")


class CallbackKeys:
    """The token and the EncodingAESKey of one app, as set in WeChat's console.

    Without them every push is refused: an empty token would let anybody sign.
    """

    def __init__(self, *, token: str, aes_key: str, app_id: str) -> None:
        self._token = token
        self._key = _decoded(aes_key)
        self._app_id = app_id

    def check_url(self, query: CallbackQuery) -> None:
        """The GET by which WeChat tests the address. Raises CallbackNotGenuine."""
        self._check(query.signature, query, ())

    def open(self, query: CallbackQuery, body: bytes) -> dict[str, Any]:
        """The message inside a push of safe or compatible mode.

        `msg_signature` is checked, not `signature`: the latter says nothing about the body.
        Raises CallbackNotGenuine, or MalformedBody when WeChat itself sent something unreadable.
        """
        sealed = _sealed_part(body)
        self._check(query.msg_signature, query, (sealed,))
        try:
            message = _parsed(PrpCrypto(self._key).decrypt(sealed, self._app_id).encode())
            orjson.dumps(message)  # refuses what is nested too deeply to be kept
        except InvalidAppIdException:
            raise CallbackNotGenuine() from None
        except _UNREADABLE:
            raise MalformedBody() from None
        return message

    def _check(self, signature: str, query: CallbackQuery, more: tuple[str, ...]) -> None:
        signer = WeChatSigner()
        signer.add_data(self._token, query.timestamp, query.nonce, *more)
        is_signed = same(signer.signature, signature)
        age = abs(clock.now().timestamp() - int(query.timestamp))
        if not (self._token and self._key and is_signed and age <= WINDOW_SECONDS):
            raise CallbackNotGenuine()


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


def _sealed_part(body: bytes) -> str:
    try:
        sealed = _parsed(body)["Encrypt"] if len(body) <= LARGEST_BODY else None
    except _UNREADABLE:
        sealed = None
    if not isinstance(sealed, str) or not sealed:
        raise CallbackNotGenuine()
    return sealed


def _parsed(content: bytes) -> dict[str, Any]:
    """JSON or XML as a dict. Raises one of `_UNREADABLE`."""
    is_json = content.lstrip().startswith(b"{")
    parsed = orjson.loads(content) if is_json else xmltodict.parse(content)["xml"]
    if not isinstance(parsed, dict):
        raise TypeError("not an object")
    return parsed
