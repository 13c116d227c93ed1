"""How much is due, for how long, and what failed: gauges that cost one statement over indexes."""

from collections.abc import Sequence
from typing import Protocol

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import fetch
from mobile_api.shared.due.faults import STANDS

# Nobody needs to know how many more there are, and counting them would cost by their number.
MOST_COUNTED = 10_000

_DUE = """
SELECT '{kind}' AS kind, count(*) AS due, min(due_at) AS oldest
FROM ({due_rows} LIMIT {most}) AS rows
"""
_FAULTS = """
SELECT '{table}' AS kind, count(known.ended_at) AS ended, count(*) AS standing
FROM due_fault AS known JOIN "{table}" AS due ON {stands} WHERE known.kind = '{table}'
"""


class Queue(Protocol):
    """What is counted by itself; `due_rows`: SQL that finds `due_at` of what is due at $1."""

    @property
    def kind(self) -> str: ...

    @property
    def due_rows(self) -> str: ...


def backlog_sql(queues: Sequence[Queue]) -> str:
    """One row of (kind, due, oldest) per queue, as of $1."""
    parts = (
        _DUE.format(kind=queue.kind, due_rows=queue.due_rows, most=MOST_COUNTED) for queue in queues
    )
    return " UNION ALL ".join(parts)


def faults_sql(tables: Sequence[str]) -> str:
    """One row of (kind, ended, standing) per table."""
    return " UNION ALL ".join(_FAULTS.format(table=table, stands=STANDS) for table in tables)


async def measure(queues: Sequence[Queue], tables: Sequence[str]) -> int:
    """Set the gauges of these queues, and of the faults in these tables; nothing is left to do."""
    now = clock.now()
    for row in await fetch(backlog_sql(queues), now):
        oldest = (now - row["oldest"]).total_seconds() if row["oldest"] else 0.0
        metrics.due_backlog.labels(row["kind"]).set(row["due"])
        metrics.due_oldest_seconds.labels(row["kind"]).set(oldest)
    for row in await fetch(faults_sql(tables)):
        failing = row["standing"] - row["ended"]
        metrics.due_faults.labels(row["kind"], "failing").set(failing)
        metrics.due_faults.labels(row["kind"], "ended").set(row["ended"])
    return 0
