"""Compares every history with itself, with its row, and with the file of heads; hides nothing."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from mobile_api.shared import clock
from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.history.chain import FACTS, Fault, Link, first_fault
from mobile_api.shared.history.heads import HeadLine, Read, RunEnd, read_heads
from mobile_api.shared.history.logs import Log

_BATCH = 500
_ROWS = """
SELECT id, "{label}" AS label, status, event_count, head_hash FROM "{rows}"
WHERE id > $1 ORDER BY id LIMIT $2
"""
_EVENTS = """
SELECT "{subject}" AS subject_id, previous_hash, hash, {facts} FROM "{events}"
WHERE "{subject}" = ANY($1) ORDER BY "{subject}", sequence
"""
_WRITTEN_DOWN = """
SELECT subject.id, subject."{label}" AS label, subject.event_count, event.hash
FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS head(id, count, place)
LEFT JOIN "{rows}" AS subject ON subject.id = head.id
LEFT JOIN "{events}" AS event ON event."{subject}" = head.id AND event.sequence = head.count
ORDER BY head.place
"""
_HAS_KEPT = 'SELECT EXISTS (SELECT FROM "{rows}" WHERE event_count > 0 AND ({kept})) AS found'


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in the history of one row (`subject`: what people call it, else its id), or, without
    a subject, of the file. `event` is a sequence number, `line` a line of the file."""

    fault: Fault
    log: str = ""
    subject: str = ""
    event: int | None = None
    line: int | None = None

    def said(self) -> dict[str, Any]:
        """For JSON: only what there is to say."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


@dataclass
class Tally:
    """What was looked at; `heads_of` is the day of the last finished run of the file."""

    rows: int = 0
    events: int = 0
    heads: int = 0
    heads_of: date | None = None
    faults: int = 0

    def said(self) -> dict[str, Any]:
        heads_of = self.heads_of.isoformat() if self.heads_of else None
        return {**asdict(self), "heads_of": heads_of}


async def verify(
    logs: Sequence[Log[Any, Any]], heads: Path, tally: Tally
) -> AsyncIterator[Finding]:
    """Every fault there is. Rows may change meanwhile; memory holds one batch of them."""
    parts = [_verify_rows(one, tally) for one in logs]
    parts.append(_verify_heads({one.name: one for one in logs}, heads, tally))
    for part in parts:
        async for finding in part:
            tally.faults += 1
            yield finding


async def _verify_rows(log: Log[Any, Any], tally: Tally) -> AsyncIterator[Finding]:
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
        after = rows[-1]["id"]


async def _batch(
    log: Log[Any, Any], after: UUID
) -> tuple[list[dict[str, Any]], dict[UUID, list[dict[str, Any]]]]:
    """Some rows and their events as of one instant, below the ORM: what is damaged is read, too."""
    names = _names(log)
    events = defaultdict(list)
    async with in_transaction():
        await fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        rows = await fetch(_ROWS.format(**names), after, _BATCH)
        for event in await fetch(_EVENTS.format(**names), [row["id"] for row in rows]):
            events[event["subject_id"]].append(event)
    return rows, events


def _names(log: Log[Any, Any]) -> dict[str, str]:
    return {
        "rows": log.rows._meta.db_table,
        "events": log.events._meta.db_table,
        "subject": log.subject,
        "label": log.label,
        "kept": log.kept,
        "facts": ", ".join(FACTS),
    }


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


async def _verify_heads(
    logs: dict[str, Log[Any, Any]], path: Path, tally: Tally
) -> AsyncIterator[Finding]:
    lines = read_heads(path)
    is_empty = True
    while batch := list(islice(lines, _BATCH)):
        is_empty = False
        for finding in [*_altered(batch, tally), *await _differing(logs, batch, tally)]:
            yield finding
    if is_empty:
        if await _has_kept(logs.values()):
            yield Finding(Fault.heads_missing)
    elif tally.heads_of is None or tally.heads_of < clock.today() - timedelta(days=1):
        yield Finding(Fault.heads_late)


def _altered(batch: Sequence[Read], tally: Tally) -> Iterator[Finding]:
    for line in batch:
        if line.said is None:
            yield Finding(Fault.heads_altered, line=line.number)
        if isinstance(line.said, RunEnd):
            tally.heads_of = line.said.on


async def _differing(
    logs: dict[str, Log[Any, Any]], batch: Sequence[Read], tally: Tally
) -> list[Finding]:
    """Where the database says something else than was written down."""
    of_log = defaultdict(list)
    for line in batch:
        if isinstance(line.said, HeadLine):
            of_log[line.said.log].append((line.number, line.said))
    findings = []
    for name, heads in of_log.items():
        tally.heads += len(heads)
        found = await _found(logs[name], [head for _, head in heads])
        for (number, head), row in zip(heads, found, strict=True):
            if (fault := _fault_of(head, row)) is not None:
                subject = row["label"] or str(head.subject_id)
                findings.append(Finding(fault, name, subject, head.count, number))
    return findings


async def _found(log: Log[Any, Any], heads: Sequence[HeadLine]) -> list[dict[str, Any]]:
    ids, counts = [head.subject_id for head in heads], [head.count for head in heads]
    return await fetch(_WRITTEN_DOWN.format(**_names(log)), ids, counts)


def _fault_of(head: HeadLine, row: dict[str, Any]) -> Fault | None:
    if row["id"] is None:
        return Fault.row_is_gone
    if row["hash"] is None:
        return Fault.cut_off if row["event_count"] < head.count else Fault.removed
    return None if bytes(row["hash"]) == head.hash else Fault.rewritten


async def _has_kept(logs: Any) -> bool:
    for log in logs:
        found = await fetch(_HAS_KEPT.format(**_names(log)))
        if found[0]["found"]:
            return True
    return False
