"""Once a day the heads of all histories that changed go to a file outside of the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.history.heads import (
    MARGIN,
    Appender,
    HeadLine,
    RunEnd,
    Tail,
    earlier,
    tail_of,
)
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.runs import note_run
from mobile_api.shared.ids import new_id

log = logging.getLogger(__name__)

# Any constant will do; it names this work among the advisory locks of the database.
_LOCK = 7_210_032
_BATCH = 1000
_CHANGED = """
DECLARE changed NO SCROLL CURSOR FOR SELECT id, event_count, head_hash
FROM "{rows}" WHERE event_count > 0 AND ({kept}) AND id IN
    (SELECT event."{subject}" FROM "{events}" AS event WHERE event.id > '{since}')
"""
_ALL = UUID(int=0)


async def anchor_heads(path: Path, logs: Sequence[Log[Any, Any]]) -> int:
    """Append the heads of today (Beijing), unless that has been done; answers how many.

    Workers of one database do it one after the other. Each looks at its own file: where workers
    stand on several hosts, every host has a whole one.
    """
    try:
        if _is_done(await asyncio.to_thread(tail_of, path)):
            return 0
        return await _run(path, logs)
    except OSError:
        log.exception("the heads of the histories could not be written to their file")
        metrics.loop_failures_total.labels("history_heads").inc()
        return 0


def _is_done(tail: Tail) -> bool:
    # A day to come: the clock was ahead, and says nothing of the days until then.
    return tail.last_run is not None and tail.last_run.on == clock.today()


async def _run(path: Path, logs: Sequence[Log[Any, Any]]) -> int:
    until = new_id()
    async with in_transaction():
        await fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        locked = await fetch("SELECT pg_try_advisory_xact_lock($1) AS is_mine", _LOCK)
        tail = await asyncio.to_thread(tail_of, path)
        if not locked[0]["is_mine"] or _is_done(tail):
            return 0
        file = Appender(path, tail)
        try:
            lines = {one.name: await _append(file, one, tail.last_run) for one in logs}
            file.add([RunEnd(clock.today(), until, lines)])
        finally:
            await asyncio.to_thread(file.close)
    await note_run(until, tail.last_run.until if tail.last_run else None, file.mac)
    return sum(lines.values())


async def _append(file: Appender, one: Log[Any, Any], last_run: RunEnd | None) -> int:
    count = 0
    async for heads in _changed(one, last_run):
        await asyncio.to_thread(file.add, heads)
        count += len(heads)
    return count


async def _changed(one: Log[Any, Any], last_run: RunEnd | None) -> AsyncIterator[list[HeadLine]]:
    """In batches: the heads of rows with events since `MARGIN` before the last run."""
    is_known = last_run is not None and one.name in last_run.lines
    # Made while the clock was ahead, its id says nothing of what has happened since.
    is_past = last_run is not None and last_run.until < new_id()
    since = earlier(last_run.until, MARGIN) if last_run and is_known and is_past else _ALL
    query = _CHANGED.format(
        rows=one.rows._meta.db_table,
        events=one.events._meta.db_table,
        subject=one.subject,
        kept=one.kept,
        since=since,
    )
    await fetch(query)
    while found := await fetch(f"FETCH {_BATCH} FROM changed"):
        yield [
            HeadLine(one.name, row["id"], row["event_count"], bytes(row["head_hash"] or b""))
            for row in found
        ]
    await fetch("CLOSE changed")
