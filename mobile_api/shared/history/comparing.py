"""Compares the file of heads with the database: each line, and what is in one of them only."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.history.chain import HistoryFault
from mobile_api.shared.history.heads import HeadLine, Read, RunEnd, read_heads
from mobile_api.shared.history.last_lines import LastLines
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.runs import compared
from mobile_api.shared.ids import new_id

_BATCH = 500
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

    fault: HistoryFault
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


@dataclass
class FileSeen:
    """What the file says: the last line of each history, its finished runs with their hashes, and
    the newest of them that is not of a day to come."""

    last: LastLines = field(default_factory=LastLines)
    runs: dict[UUID, bytes] = field(default_factory=dict)
    until: UUID | None = None


def names(log: Log[Any, Any]) -> dict[str, str]:
    return {
        "rows": log.rows._meta.db_table,
        "events": log.events._meta.db_table,
        "subject": log.subject,
        "label": log.label,
        "kept": log.kept,
    }


async def verify_heads(
    logs: dict[str, Log[Any, Any]], path: Path, tally: Tally, seen: FileSeen
) -> AsyncIterator[Finding]:
    """Every fault of the file and of what it says; `seen` is filled on the way."""
    lines = read_heads(path)
    is_empty = True
    while batch := _next_of(lines):
        is_empty = False
        for finding in [*_looked_at(batch, tally, seen), *await _differing(logs, batch, tally)]:
            yield finding
    if batch is None:
        yield Finding(HistoryFault.heads_unreadable)
        return
    for fault in await compared(seen.runs):
        yield Finding(fault)
    if is_empty:
        if await _has_kept(logs.values()):
            yield Finding(HistoryFault.heads_missing)
    elif tally.heads_of is None or tally.heads_of < clock.today() - timedelta(days=1):
        yield Finding(HistoryFault.heads_late)


def _next_of(lines: Iterator[Read]) -> list[Read] | None:
    """None where the file cannot be read."""
    try:
        return list(islice(lines, _BATCH))
    except OSError:
        return None


def _looked_at(batch: Sequence[Read], tally: Tally, seen: FileSeen) -> Iterator[Finding]:
    now = new_id()
    seen.last.note(line.said for line in batch if isinstance(line.said, HeadLine))
    for line in batch:
        if line.said is None:
            yield Finding(HistoryFault.heads_altered, line=line.number)
        if isinstance(line.said, RunEnd):
            tally.heads_of = line.said.on
            seen.runs[line.said.until] = line.mac
            if line.said.until < now:
                seen.until = line.said.until


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
        if name not in logs:
            # Of a newer release.
            continue
        tally.heads += len(heads)
        found = await _found(logs[name], [head for _, head in heads])
        for (number, head), row in zip(heads, found, strict=True):
            if (fault := _fault_of(head, row)) is not None:
                subject = row["label"] or str(head.subject_id)
                findings.append(Finding(fault, name, subject, head.count, number))
    return findings


async def _found(log: Log[Any, Any], heads: Sequence[HeadLine]) -> list[dict[str, Any]]:
    ids, counts = [head.subject_id for head in heads], [head.count for head in heads]
    return await fetch(_WRITTEN_DOWN.format(**names(log)), ids, counts)


def _fault_of(head: HeadLine, row: dict[str, Any]) -> HistoryFault | None:
    if row["id"] is None:
        return HistoryFault.row_is_gone
    if row["hash"] is None:
        is_ahead = row["event_count"] < head.count
        return HistoryFault.heads_ahead if is_ahead else HistoryFault.removed
    return None if bytes(row["hash"]) == head.hash else HistoryFault.rewritten


async def _has_kept(logs: Any) -> bool:
    for log in logs:
        found = await fetch(_HAS_KEPT.format(**names(log)))
        if found[0]["found"]:
            return True
    return False
