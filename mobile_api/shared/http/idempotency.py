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
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.shared.errors import FieldFault, IdempotencyKeyReused, InvalidInput
from mobile_api.shared.ids import new_id
from mobile_api.shared.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
_VISIBLE = re.compile(r"[!-~]{8,128}")

# An answer that is too old to be repeated gives way, as if it had been forgotten already.
_RESERVE = """
INSERT INTO idempotency_record (id, caller_key, key_hash, request_digest, created_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (caller_key, key_hash) DO UPDATE SET
    id = EXCLUDED.id, request_digest = EXCLUDED.request_digest, status = 0, answer = NULL,
    created_at = EXCLUDED.created_at
WHERE idempotency_record.created_at <= $6 RETURNING id
"""


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """What a create answers: HTTP status and JSON text."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One caller's key, and the digest of the request under it; an answer holds for `kept`."""

    caller_key: str
    key_hash: bytes
    digest: bytes
    kept: timedelta

    @classmethod
    def of(cls, caller_key: str, key: str, request: bytes, kept: timedelta = KEPT) -> "RequestKey":
        """`request` is method, path and body.

        Raises InvalidInput for a key that is not 8-128 visible ASCII characters.
        """
        if not _VISIBLE.fullmatch(key):
            text = "提交标识格式不正确,请刷新页面后重试。"
            raise InvalidInput([FieldFault("/" + HEADER, "idempotency_key_invalid", text)])
        key_hash = keyring().keyed_hash(key, "idempotency")
        return cls(caller_key, key_hash, hashlib.sha256(request).digest(), kept)


async def once(
    key: RequestKey, work: Callable[[], Awaitable[RememberedAnswer]]
) -> RememberedAnswer:
    """Run `work` once per caller and key, in the running transaction.

    Raises IdempotencyKeyReused when the key came with another request before. If `work` raises,
    nothing is remembered and the key may be used again.
    """
    transaction_needed()
    now = clock.now()
    values = (new_id(), key.caller_key, key.key_hash, key.digest, now)
    if not await fetch(_RESERVE, *values, now - key.kept):
        record = await IdempotencyRecord.get(caller_key=key.caller_key, key_hash=key.key_hash)
        return _repeated(key, record)
    answer = await work()
    await IdempotencyRecord.filter(id=values[0]).update(status=answer.status, answer=answer.body)
    return answer


async def remembered(key: RequestKey) -> RememberedAnswer | None:
    """The answer of an earlier call, without waiting for one that is under way.

    Raises IdempotencyKeyReused as `once` does.
    """
    own = IdempotencyRecord.filter(caller_key=key.caller_key, key_hash=key.key_hash)
    record = await own.filter(created_at__gt=clock.now() - key.kept).first()
    return _repeated(key, record) if record else None


def _repeated(key: RequestKey, record: IdempotencyRecord) -> RememberedAnswer:
    if not same(record.request_digest, key.digest) or record.answer is None:
        raise IdempotencyKeyReused()
    return RememberedAnswer(record.status, record.answer)


async def forget_old_answers() -> int:
    """Delete what is older than `KEPT`; answers how many records went."""
    return await IdempotencyRecord.filter(created_at__lt=clock.now() - KEPT).delete()
