"""Compares every history with itself, with its row, and with the file of heads; hides nothing."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.history.chain import FACTS, HistoryFault, Link, first_fault
from mobile_api.shared.history.comparing import FileSeen, Finding, Tally, names, verify_heads
from mobile_api.shared.history.heads import MARGIN, earlier
from mobile_api.shared.history.logs import Log

_BATCH = 500
_ROWS = """
SELECT id, "{label}" AS label, status, event_count, head_hash, ({kept}) AS is_kept FROM "{rows}"
WHERE id > $1 ORDER BY id LIMIT $2
"""
_EVENTS = """
SELECT "{subject}" AS subject_id, id, previous_hash, hash, {facts} FROM "{events}"
WHERE "{subject}" = ANY($1) ORDER BY "{subject}", sequence
"""
_Events = dict[UUID, list[dict[str, Any]]]


async def verify(
    logs: Sequence[Log[Any, Any]], heads: Path, tally: Tally
) -> AsyncIterator[Finding]:
    """Every fault there is. Rows may change meanwhile; memory holds one batch of them."""
    seen = FileSeen()
    parts = [verify_heads({one.name: one for one in logs}, heads, tally, seen)]
    parts += [_verify_rows(one, tally, seen) for one in logs]
    for part in parts:
        async for finding in part:
            tally.faults += 1
            yield finding


async def _verify_rows(log: Log[Any, Any], tally: Tally, seen: FileSeen) -> AsyncIterator[Finding]:
    after = UUID(int=0)
    while True:
        rows, events = await _batch(log, after)
        if not rows:
            return
        for row in rows:
            links = [_link(log, event) for event in events[row["id"]]]
            tally.rows, tally.events = tally.rows + 1, tally.events + len(links)
            head = log.head(row["status"], row["event_count"], row["head_hash"])
            if found := first_fault(head, links):
                fault, place = found
                yield Finding(fault, log.name, row["label"] or str(row["id"]), event=place)
        for finding in _unnamed(log, seen, [row for row in rows if row["is_kept"]], events):
            yield finding
        after = rows[-1]["id"]


def _unnamed(
    log: Log[Any, Any], seen: FileSeen, kept: Sequence[dict[str, Any]], events: _Events
) -> Iterator[Finding]:
    """Events that the last finished run should have seen, and that no line of the file covers."""
    if seen.until is None or not kept:
        return
    settled, counts = earlier(seen.until, MARGIN), seen.last.counts(log.name, _ids_of(kept))
    for row in kept:
        named = counts.get(row["id"], 0)
        late = [one["sequence"] for one in events[row["id"]] if one["id"] < settled]
        if late and late[-1] > named:
            subject = row["label"] or str(row["id"])
            yield Finding(HistoryFault.not_in_heads, log.name, subject, event=late[-1])


async def _batch(log: Log[Any, Any], after: UUID) -> tuple[list[dict[str, Any]], _Events]:
    """Some rows and their events as of one instant, below the ORM: what is damaged is read, too."""
    parts = names(log) | {"facts": ", ".join(FACTS)}
    events: _Events = defaultdict(list)
    async with in_transaction():
        await fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        rows = await fetch(_ROWS.format(**parts), after, _BATCH)
        for event in await fetch(_EVENTS.format(**parts), _ids_of(rows)):
            events[event["subject_id"]].append(event)
    return rows, events


def _ids_of(rows: Sequence[dict[str, Any]]) -> list[UUID]:
    return [row["id"] for row in rows]


def _link(log: Log[Any, Any], event: dict[str, Any]) -> Link:
    try:
        event["payload"] = _opened(log, event["payload"])
    except (CannotOpen, ValueError):
        # Nothing that was ever said: no hash fits it.
        event["payload"] = "damaged"
    return log.link(event["subject_id"], event)


def _opened(log: Log[Any, Any], payload: bytes | None) -> Any:
    place = f"{log.events._meta.db_table}.payload"
    return None if payload is None else orjson.loads(keyring().open(bytes(payload), place))
