"""Idempotency-Key: the same key earns the same answer, another body under it is refused.

The record is inserted in the transaction of the create itself. A second call that arrives
meanwhile waits at the unique index until the first has committed, and then reads its answer.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring, same
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.errors import FieldFault, IdempotencyKeyReused, InvalidInput
from mobile_api.shared.ids import new_id
from mobile_api.shared.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
_VISIBLE = re.compile(r"[!-~]{8,128}")

_RESERVE = """
INSERT INTO idempotency_record (id, caller_key, key_hash, request_digest, created_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (caller_key, key_hash) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """What a create answers: HTTP status and JSON text."""

    status: int
    body: str


async def remembered(caller_key: str, key: str, request: bytes) -> RememberedAnswer | None:
    """What the same call was answered before, if it was. Raises as `once` does."""
    record = await IdempotencyRecord.get_or_none(caller_key=caller_key, key_hash=_hash_of(key))
    if record is None:
        return None
    return _answer_of(record, hashlib.sha256(request).digest())


async def once(
    caller_key: str, key: str, request: bytes, work: Callable[[], Awaitable[RememberedAnswer]]
) -> RememberedAnswer:
    """Run `work` once per caller and key; `request` is method, path and body.

    Raises InvalidInput for a key that is not 8-128 visible ASCII characters and
    IdempotencyKeyReused when the key came with another request before. If `work` raises, nothing
    is remembered and the key may be used again.
    """
    key_hash = _hash_of(key)
    digest = hashlib.sha256(request).digest()
    async with in_transaction():
        values = (new_id(), caller_key, key_hash, digest, clock.now())
        if not await fetch(_RESERVE, *values):
            record = await IdempotencyRecord.get(caller_key=caller_key, key_hash=key_hash)
            return _answer_of(record, digest)
        answer = await work()
        await IdempotencyRecord.filter(id=values[0]).update(
            status=answer.status, answer=answer.body
        )
        return answer


def _hash_of(key: str) -> bytes:
    if not _VISIBLE.fullmatch(key):
        fault = FieldFault(
            "/" + HEADER, "idempotency_key_invalid", "提交标识格式不正确,请刷新页面后重试。"
        )
        raise InvalidInput([fault])
    return keyring().keyed_hash(key, "idempotency")


def _answer_of(record: IdempotencyRecord, digest: bytes) -> RememberedAnswer:
    if not same(record.request_digest, digest) or record.answer is None:
        raise IdempotencyKeyReused()
    return RememberedAnswer(record.status, record.answer)


async def forget_old_answers() -> int:
    """Delete what is older than `KEPT`; answers how many records went."""
    return await IdempotencyRecord.filter(created_at__lt=clock.now() - KEPT).delete()
