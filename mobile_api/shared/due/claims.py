"""Due rows are claimed with a lease, and whoever claimed one last may write what became of it.

A table of due work has the columns `id`, `due_at` (NULL = nothing to do), `leased_until` and
`attempts`. Every claim counts `attempts` up, and so the number that a claim got is its fence: a
worker that was slow finds another number in the row and changes nothing. What is recorded ends
the lease, so that nothing is written over it by a worker that did not hear of its own commit. A
worker that dies leaves its lease to run out, and another one takes the row and knows that
(`Held.was_left`).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from tortoise.expressions import Expression
from tortoise.models import Model
from tortoise.queryset import QuerySet

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import fetch

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)

# Materialized: as a plain subquery it may be run again for every row of a table that the planner
# believes to be small, and each run skips the rows just claimed and takes further ones.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id, leased_until FROM "{table}"
    WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE "{table}" AS claimed SET leased_until = $2, attempts = attempts + 1
FROM due WHERE claimed.id = due.id
RETURNING claimed.*, due.leased_until AS left_at
"""
# The same, with turns: of the rows due first, one of each `share` comes before anybody's second,
# and what is being worked on counts. A heap of one person's rows delays that person.
_FAIR_CLAIM = """
WITH first AS MATERIALIZED (
    SELECT id, "{share}" AS share, due_at, leased_until >= $1 AS is_held FROM "{table}"
    WHERE due_at <= $1 ORDER BY due_at LIMIT {looked_at}
), turns AS (
    SELECT id, due_at, is_held,
        row_number() OVER (PARTITION BY share ORDER BY is_held DESC NULLS LAST, due_at) AS turn
    FROM first
), due AS MATERIALIZED (
    SELECT queue.id, queue.leased_until FROM "{table}" AS queue JOIN turns USING (id)
    WHERE turns.is_held IS NOT TRUE
        AND queue.due_at <= $1 AND (queue.leased_until IS NULL OR queue.leased_until < $1)
    ORDER BY turns.turn, turns.due_at LIMIT $3 FOR UPDATE OF queue SKIP LOCKED
)
UPDATE "{table}" AS claimed SET leased_until = $2, attempts = attempts + 1
FROM due WHERE claimed.id = due.id
RETURNING claimed.*, due.leased_until AS left_at
"""
# So the cost of a claim does not grow with the backlog.
LOOKED_AT = 1_000
_GIVE_BACK = """
UPDATE "{table}" SET leased_until = $4, attempts = attempts - 1
WHERE id = $1 AND attempts = $2 AND leased_until = $3
"""
_PUT_OFF = 'UPDATE "{table}" SET leased_until = $2 WHERE id = $1'
_UNREADABLE = timedelta(days=1)


class ClaimLost(Exception):
    """Somebody else has the row by now, so nothing may be written for it any more."""


@dataclass(frozen=True, slots=True)
class Held(Generic[Row]):
    """A row that this worker claimed; `attempts` and `leased_until` are the fence.

    `was_due_at`: when it was due. Without `leased_until` it was taken without a lease. `left_at`:
    when the lease ran out of somebody who neither recorded anything nor gave the row back.
    """

    row: Row
    id: UUID
    attempts: int
    leased_until: datetime | None = None
    was_due_at: datetime = field(default_factory=clock.now)
    left_at: datetime | None = None

    @property
    def was_left(self) -> bool:
        """Whether whoever had it before died with it, as far as anybody knows."""
        return self.left_at is not None

    @property
    def kind(self) -> str:
        return self.row._meta.db_table

    async def record(
        self,
        *,
        due_at: datetime | Expression | None,
        unchanged: Sequence[str] = (),
        **values: object,
    ) -> None:
        """Write what became of the row, and when it is due again (None: never); ends the lease.

        As the first statement of a transaction it lets a lost claim stop before anything is done.
        `unchanged`: columns that must still hold what was read. Raises ClaimLost.
        """
        as_read = {name: getattr(self.row, name) for name in unchanged}
        mine = self.mine().filter(**as_read)
        if not await mine.update(due_at=due_at, leased_until=None, **values):
            raise ClaimLost()

    async def keep(self, **values: object) -> None:
        """Write how far the work has come; the lease goes on. Raises ClaimLost."""
        if not await self.mine().update(**values):
            raise ClaimLost()

    def mine(self) -> QuerySet[Row]:
        """The row, as long as nobody has claimed it since, nor recorded what became of it."""
        return type(self.row).filter(
            id=self.id, attempts=self.attempts, leased_until=self.leased_until
        )

    async def locked(self) -> Row:
        """The row as it is now, locked in the running transaction. Raises ClaimLost."""
        row = await self.mine().select_for_update().first()
        if row is None:
            raise ClaimLost()
        return row

    async def give_back(self) -> None:
        """As if it had not been claimed, so that nobody waits for the lease to run out."""
        fence = self.id, self.attempts, self.leased_until
        await fetch(_GIVE_BACK.format(table=self.kind), *fence, self.left_at)


def claim_sql(table: str, share: str = "") -> str:
    """SQL: claims due rows at $1 until $2, $3 of them at most."""
    if not share:
        return _CLAIM.format(table=table)
    return _FAIR_CLAIM.format(table=table, share=share, looked_at=LOOKED_AT)


async def claim(
    model: type[Row], *, limit: int, lease: timedelta, share: str = ""
) -> list[Held[Row]]:
    """Take up to `limit` due rows for the length of `lease`; no two workers get the same row.

    The longest due come first; those who share the queue, named by the column `share`, take turns.
    A row with a column that cannot be opened or read is left out,
    counted, and comes back after a day.
    """
    table, now = model._meta.db_table, clock.now()
    claimed = await fetch(claim_sql(table, share), now, now + lease, limit)
    claimed.sort(key=lambda columns: columns["due_at"])
    held = [await _opened(model, columns) for columns in claimed]
    return [one for one in held if one is not None]


async def _opened(model: type[Row], columns: Mapping[str, Any]) -> Held[Row] | None:
    stored = dict(columns)
    left_at = stored.pop("left_at")
    try:
        # As Tortoise itself makes a row of what a SELECT found, but one by one: a row that cannot
        # be opened must not hold up those beside it.
        row = model._init_from_db(**stored)
    except Exception as fault:
        # Whatever it is: a key that is missing, another shape, a word that only a newer release
        # knows. Its message may quote the row.
        table, name = model._meta.db_table, type(fault).__name__
        log.error("row %s of %s cannot be read (%s) and is put off", stored["id"], table, name)
        metrics.due_work_total.labels(table, "unreadable").inc()
        await fetch(_PUT_OFF.format(table=table), stored["id"], clock.now() + _UNREADABLE)
        return None
    fence = stored["attempts"], stored["leased_until"]
    return Held(row, stored["id"], *fence, stored["due_at"], left_at)
