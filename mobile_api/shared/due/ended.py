"""What operators do about rows that failed for the last time: list them, and let them try again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.faults import STANDS, DueFault
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake

_ENDED = """
SELECT known.kind, known.row_id, known.fault, known.failures, known.failed_first_at, known.ended_at
FROM due_fault AS known JOIN "{table}" AS due ON {stands}
WHERE known.kind = '{table}' AND known.ended_at IS NOT NULL
ORDER BY known.ended_at
"""
_ARM = 'UPDATE "{table}" SET due_at = $2 WHERE id = $1 AND due_at IS NULL RETURNING id'


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A row that is not tried any more; `fault` is a code or the name of an exception."""

    kind: str
    row_id: UUID
    fault: str
    failures: int
    failed_first_at: datetime
    ended_at: datetime


async def ended_rows(tables: Sequence[DueTable[Any]]) -> list[EndedRow]:
    """Of each table in turn, the longest ended first."""
    found = []
    for table in tables:
        found += await fetch(_ENDED.format(table=table.kind, stands=STANDS))
    return [EndedRow(**row) for row in found]


async def try_again(table: DueTable[Any], *, reason: str, row_id: UUID | None = None) -> int:
    """Make all ended rows of a table due again, or one of them; answers how many.

    Each leaves an audit record with `reason`, and is tried as often as a new one.
    """
    armed = 0
    for row in await ended_rows([table]):
        if row_id in (None, row.row_id):
            armed += await _arm(row, reason)
    return armed


async def _arm(row: EndedRow, reason: str) -> bool:
    async with in_transaction():
        if not await fetch(_ARM.format(table=row.kind), row.row_id, clock.now()):
            return False
        await DueFault.filter(kind=row.kind, row_id=row.row_id).delete()
        await audit(
            Operator(),
            "try_again",
            subject_kind=row.kind,
            subject_id=row.row_id,
            reason=reason,
        )
        await wake(row.kind)
    return True
