"""The one way in which due rows are worked off: claim with a lease, work, record.

A table of due work has the columns `due_at` (NULL = nothing to do), `leased_until` and `attempts`.
Whoever inserts or re-arms a row calls `wake` in the same transaction; PostgreSQL delivers the
notification at commit, so a worker never looks too early. A worker that dies leaves its lease to
run out, and another one takes the row.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from tortoise.models import Model

from mobile_api.shared import clock
from mobile_api.shared.database import fetch

Row = TypeVar("Row", bound=Model)
WAKE_CHANNEL = "yiwang_due"

_CLAIM = """
UPDATE "{table}" SET leased_until = $2, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM "{table}"
    WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


async def wake(table: str) -> None:
    """Tell the workers, when this transaction commits, that `table` has due rows."""
    await fetch("SELECT pg_notify($1, $2)", WAKE_CHANNEL, table)


async def claim_due(model: type[Row], *, limit: int, lease: timedelta) -> list[Row]:
    """Take up to `limit` due rows for the length of `lease`; no two workers get the same row."""
    table = model._meta.db_table
    now = clock.now()
    claimed = await fetch(_CLAIM.format(table=table), now, now + lease, limit)
    ids: Sequence[UUID] = [row["id"] for row in claimed]
    return await model.filter(id__in=ids).order_by("due_at") if ids else []
