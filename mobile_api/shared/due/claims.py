"""The one way in which due rows are worked off: claim with a lease, work, record.

A table of due work has the columns `due_at` (NULL = nothing to do), `leased_until` and `attempts`.
Whoever inserts or re-arms a row calls `wake` in the same transaction; PostgreSQL delivers the
notification at commit, so a worker never looks too early. A worker that dies leaves its lease to
run out, and another one takes the row.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from tortoise.models import Model

from mobile_api.shared import clock, metrics
from mobile_api.shared.crypto import CannotOpen
from mobile_api.shared.database import fetch

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)
WAKE_CHANNEL = "yiwang_due"

# Materialized: as a plain subquery it may be run again for every row of a table that the planner
# believes to be small, and each run skips the rows just claimed and takes further ones.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM "{table}"
    WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE "{table}" AS claimed SET leased_until = $2, attempts = attempts + 1
FROM due WHERE claimed.id = due.id
RETURNING claimed.id
"""


_PUT_OFF = 'UPDATE "{table}" SET leased_until = $2 WHERE id = $1'
_UNREADABLE = timedelta(days=1)


async def wake(table: str) -> None:
    """Tell the workers, when this transaction commits, that `table` has due rows."""
    await fetch("SELECT pg_notify($1, $2)", WAKE_CHANNEL, table)


async def claim_due(model: type[Row], *, limit: int, lease: timedelta) -> list[Row]:
    """Take up to `limit` due rows for the length of `lease`; no two workers get the same row.

    A row whose sealed columns cannot be opened is left out and comes back after a day.
    """
    table = model._meta.db_table
    now = clock.now()
    claimed = await fetch(_CLAIM.format(table=table), now, now + lease, limit)
    ids: Sequence[UUID] = [row["id"] for row in claimed]
    if not ids:
        return []
    try:
        return await model.filter(id__in=ids).order_by("due_at")
    except CannotOpen:
        readable = await _readable(model, ids)
        return await model.filter(id__in=readable).order_by("due_at")


async def _readable(model: type[Row], ids: Sequence[UUID]) -> list[UUID]:
    """Those that can be opened; the others are put off, for a key may come back."""
    table, found = model._meta.db_table, []
    for row_id in ids:
        try:
            await model.get(id=row_id)
            found.append(row_id)
        except CannotOpen:
            log.error("row %s of %s cannot be opened and is put off", row_id, table)
            metrics.due_work_total.labels(table, "unreadable").inc()
            await fetch(_PUT_OFF.format(table=table), row_id, clock.now() + _UNREADABLE)
    return found


async def work_each(rows: Sequence[Row], work: Callable[[Row], Awaitable[None]]) -> int:
    """Do the work of every claimed row; answers how many there were.

    A row that fails keeps its lease and so is tried again later; it does not stop the others.
    """
    for row in rows:
        try:
            await work(row)
        except Exception:
            table = row._meta.db_table
            log.exception("a due row of %s could not be worked off", table)
            metrics.due_work_total.labels(table, "failed").inc()
    return len(rows)
