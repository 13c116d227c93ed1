"""What an account's server answers to a push, opened and checked as WeChat does it.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from tests.simulators.wechat.ground.config import Account, OfficialAccount
from tests.simulators.wechat.ground.crypto import decrypt, sign

SILENT = {"", "success"}
# The part of a reply that each type must bring, and the field in it that must not be empty.
REQUIRED = {
    "text": ("Content", ""),
    "image": ("Image", "MediaId"),
    "voice": ("Voice", "MediaId"),
    "video": ("Video", "MediaId"),
    "music": ("Music", "ThumbMediaId"),
    "news": ("Articles", "item"),
    "transfer_customer_service": ("", ""),
}
ARTICLE_FIELDS = ("Title", "Description", "PicUrl", "Url")


class BadReply(Exception):
    """An answer that WeChat cannot show; people see that the service is out of order."""


def read(account: Account, text: str, openid: str) -> dict[str, Any] | None:
    """The message to show, or None for an answer that says nothing. Raises BadReply."""
    if text.strip() in SILENT:
        return None
    outer = _parsed(account, text)
    if "Encrypt" in outer:
        outer = _parsed(account, _opened(account, outer))
    elif account.mode == "safe":
        raise BadReply("not sealed")
    if isinstance(account, OfficialAccount):
        _check(account, outer, openid)
    return outer


def _opened(account: Account, outer: Mapping[str, Any]) -> str:
    sealed, nonce = str(outer["Encrypt"]), str(outer.get("Nonce", ""))
    expected = sign(account.callback_token, str(outer.get("TimeStamp", "")), nonce, sealed)
    if outer.get("MsgSignature") != expected:
        raise BadReply("wrong MsgSignature")
    try:
        return decrypt(sealed, aes_key=account.callback_aes_key, app_id=account.app_id)
    except ValueError:
        raise BadReply("not sealed with this key") from None


def _parsed(account: Account, text: str) -> dict[str, Any]:
    try:
        if account.format == "json":
            found = json.loads(text)
        else:
            root = ET.fromstring(text)
            found = _fields(root) if root.tag == "xml" else None
    except (ValueError, ET.ParseError):
        raise BadReply(f"not {account.format}") from None
    if not isinstance(found, dict):
        raise BadReply(f"not {account.format}")
    return found


def _fields(parent: ET.Element) -> dict[str, Any]:
    """Elements by name; those that come several times (articles) as a list."""
    found: dict[str, Any] = {}
    for child in parent:
        value = _fields(child) if len(child) else child.text or ""
        if child.tag == "item":
            found.setdefault("item", []).append(value)
        else:
            found[child.tag] = value
    return found


def _check(account: OfficialAccount, message: Mapping[str, Any], openid: str) -> None:
    """https://developers.weixin.qq.com/doc/offiaccount/Message_Management (types and fields)"""
    if (message.get("ToUserName"), message.get("FromUserName")) != (openid, account.original_id):
        raise BadReply("sender and receiver are not exchanged")
    if not str(message.get("CreateTime", "")).isdigit():
        raise BadReply("CreateTime is no number")
    kind = str(message.get("MsgType"))
    if kind not in REQUIRED:
        raise BadReply("unknown MsgType")
    part, field = REQUIRED[kind]
    inner = message.get(part) if part else True
    if not inner or (field and not (isinstance(inner, Mapping) and inner.get(field))):
        raise BadReply(f"{part} is missing")
    if kind == "news":
        _check_articles(message)


def _check_articles(message: Mapping[str, Any]) -> None:
    items = message["Articles"]["item"]
    items = items if isinstance(items, list) else [items]
    # One article to a reply of a person, eight in all: more than the count are not shown.
    if str(message.get("ArticleCount")) != str(len(items)) or len(items) > 8:
        raise BadReply("ArticleCount is not the number of articles")
    for item in items:
        if not isinstance(item, Mapping) or any(not item.get(name) for name in ARTICLE_FIELDS):
            raise BadReply("an article lacks a field")
