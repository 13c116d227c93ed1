"""A signature that says nothing about the body serves for one body only (plain mode)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from tortoise import fields

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring, same
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow
from wechat.platform.callbacks import WINDOW_SECONDS, PushQuery
from wechat.platform.errors import CallbackNotGenuine

# Counted from both ends of the window: a timestamp may lie in the future, too.
_KEPT = timedelta(seconds=2 * WINDOW_SECONDS)


class UsedSignature(TableRow):
    """A signature of plain mode that has been used, and for which push."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    app_id = fields.CharField(max_length=32)
    signature_hash = fields.BinaryField()
    push_hash = fields.BinaryField()
    used_at = fields.DatetimeField()

    class Meta:
        table = "wechat_used_signature"
        unique_together = (("app_id", "signature_hash"),)
        indexes = (("used_at",),)


async def use_once(app_id: str, query: PushQuery, message: Mapping[str, Any]) -> None:
    """Let the signature stand for this message, now and whenever WeChat repeats it.

    A row and no key in Redis: who captures an address must not win by Redis having been restarted.
    The signature alone: what it signs has no marks between its parts, so the same one fits other
    cuts of them. All of the message: its number would let other words pass. Raises
    CallbackNotGenuine when the signature was used for another message.
    """
    text = orjson.dumps(message, option=orjson.OPT_SORT_KEYS).decode()
    push_hash = keyring().keyed_hash(text, "wechat-plain-push")
    used = UsedSignature(
        app_id=app_id,
        signature_hash=keyring().keyed_hash(query.signature, "wechat-signature"),
        push_hash=push_hash,
        used_at=clock.now(),
    )
    await UsedSignature.bulk_create([used], ignore_conflicts=True)
    first = await UsedSignature.get(app_id=app_id, signature_hash=used.signature_hash)
    if not same(bytes(first.push_hash), push_hash):
        raise CallbackNotGenuine()


async def forget_used_signatures() -> int:
    """Delete those whose time has passed, which the window refuses by itself."""
    return await UsedSignature.filter(used_at__lt=clock.now() - _KEPT).delete()
