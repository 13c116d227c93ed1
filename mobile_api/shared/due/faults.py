"""What keeps failing among the due rows, and what has ended because it did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise import fields

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import Held, Row
from mobile_api.shared.ids import new_id
from mobile_api.shared.rows import TableRow

KEPT = timedelta(days=30)

# The code of a row whose worker died with it in its hands.
LOST_WORKERS = "lost_workers"

# In a row means: this claim came right after the one that failed before, or after one that was
# lost and so noted nothing ($7: how many claims back that is). One claim fails once, and workers
# that were lost are counted from the first of them.
_NOTE = """
INSERT INTO due_fault AS known (id, kind, row_id, attempts, failures, fault, failed_first_at,
    failed_at) VALUES ($1, $2, $3, $4, 1, $5, $6, $6)
ON CONFLICT (kind, row_id) DO UPDATE SET attempts = excluded.attempts, fault = excluded.fault,
    failed_at = excluded.failed_at, ended_at = NULL,
    failures = CASE WHEN {same} THEN known.failures
        WHEN {goes_on} AND (excluded.fault <> '{lost}' OR known.fault = '{lost}')
        THEN known.failures + 1 ELSE 1 END,
    failed_first_at = CASE WHEN {same} OR {goes_on} THEN known.failed_first_at
        ELSE excluded.failed_at END
RETURNING failures, failed_first_at
""".format(
    same="known.attempts = excluded.attempts AND known.ended_at IS NULL",
    goes_on="known.attempts BETWEEN excluded.attempts - $7 AND excluded.attempts - 1"
    " AND known.ended_at IS NULL",
    lost=LOST_WORKERS,
)

# A row that has been worked off since, or that somebody took out of the queue, has no fault.
STANDS = (
    "due.id = known.row_id AND due.attempts = known.attempts"
    " AND (due.due_at IS NULL) = (known.ended_at IS NOT NULL)"
)
_FORGET = """
DELETE FROM due_fault AS known WHERE kind = '{table}' AND failed_at < $1
    AND NOT EXISTS (SELECT FROM "{table}" AS due WHERE {stands})
RETURNING known.id
"""


class DueFault(TableRow):
    """A due row whose last try failed: by what, how often in a row, and whether that ended it.

    `fault` is a code or the name of an exception. It says something as long as the row still
    stands at `attempts`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    kind = fields.CharField(max_length=40)
    row_id = fields.UUIDField()
    attempts = fields.IntField()
    failures = fields.IntField()
    fault = fields.CharField(max_length=80)
    failed_first_at = fields.DatetimeField()
    failed_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "due_fault"
        unique_together = (("kind", "row_id"),)
        indexes = (("failed_at",),)


@dataclass(frozen=True, slots=True)
class Failing:
    """How often in a row something has failed, and for how long."""

    failures: int
    lasting: timedelta


async def note(held: Held[Any], fault: str) -> Failing:
    """Count one more failure, in the running transaction."""
    now = clock.now()
    back = 2 if held.was_left else 1
    values = new_id(), held.kind, held.id, held.attempts, fault[:80], now, back
    (found,) = await fetch(_NOTE, *values)
    return Failing(found["failures"], now - found["failed_first_at"])


async def losses(left: Sequence[Held[Row]]) -> dict[UUID, int]:
    """How many workers in a row each of these rows of one kind was alone with when they died."""
    counts = {one.id: 0 for one in left}
    before = {one.id: one.attempts - 1 for one in left}
    for known in await DueFault.filter(
        kind=left[0].kind, row_id__in=list(counts), fault=LOST_WORKERS, ended_at=None
    ):
        if known.attempts == before[known.row_id]:
            counts[known.row_id] = known.failures
    return counts


async def note_end(held: Held[Any]) -> None:
    """The row is not tried any more; the fault stays for the operators to see."""
    await _of(held).update(ended_at=clock.now())


async def forget(held: Held[Any]) -> None:
    """The row ended in a state of its own, which says what there is to say, or its work was done
    by this claim after all."""
    await _of(held).filter(attempts=held.attempts).delete()


async def forget_old_faults(tables: Iterable[str]) -> int:
    """Delete what says nothing any more about rows of these tables; answers how many went."""
    before, gone = clock.now() - KEPT, 0
    for table in tables:
        gone += len(await fetch(_FORGET.format(table=table, stands=STANDS), before))
    return gone


def _of(held: Held[Any]) -> Any:
    return DueFault.filter(kind=held.kind, row_id=held.id)
