"""What the database remembers of the file of heads, so that neither goes back without the other.

One audit row per finished run of a worker: its id, that of the run before it in the same file, and
the hash of its line. The rows are sealed, so whoever has no key makes none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from mobile_api.shared import clock, metrics
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.chain import HistoryFault
from mobile_api.shared.json_columns import lacks, read_each
from mobile_api.shared.models import AuditRecord

_KIND = "history_heads"
_WRITTEN, _ACCEPTED = "heads_written", "heads_accepted"
_GOOD, _FAULTY = "verified_good", "verified_faulty"


class _Note(BaseModel):
    """`before`: the run before it in its file; None for the first of a file."""

    before: UUID | None
    mac: str


@dataclass(frozen=True, slots=True)
class _Run:
    id: UUID
    before: UUID | None
    mac: bytes
    at: datetime


async def note_run(run: UUID, before: UUID | None, mac: bytes) -> None:
    """A run has been written to its file and lies on the disk."""
    said = _Note(before=before, mac=mac.hex()).model_dump_json()
    await _write(_WRITTEN, run, said)


async def note_verification(faults: int) -> None:
    """All histories were looked at."""
    await _write("verify_history", _FAULTY if faults else _GOOD, str(faults))


async def _write(action: str, subject: object, said: str) -> None:
    async with in_transaction():
        await AuditRecord.create(
            at=clock.now(),
            caller_key="system",
            action=action,
            subject_kind=_KIND,
            subject_id=str(subject),
            reason=said,
        )


async def accept(runs: Mapping[UUID, bytes], reason: str) -> None:
    """From now on the file with these runs is the right one, whatever it lacks."""
    async with in_transaction():
        await audit(
            Operator(), _ACCEPTED, subject_kind=_KIND, subject_id=list(runs)[-1], reason=reason
        )


async def compared(runs: Mapping[UUID, bytes]) -> list[HistoryFault]:
    """What is wrong with a file that has these runs, in their order, each with its hash.

    `heads_altered`: a row about a run of some file was not written with one of our keys.
    """
    notes = await read_each(AuditRecord.filter(subject_kind=_KIND, action=_WRITTEN))
    known = {run.id: run for run in map(_run, notes) if run is not None}
    if len(known) < len(notes):
        return [HistoryFault.heads_altered]
    if not known or not runs:
        return []
    accepted_at = await _accepted_at(runs)
    faults = []
    first = min(known.values(), key=lambda run: (run.before is not None, run.at, run.id))
    if first.id not in runs and accepted_at is None:
        faults.append(HistoryFault.heads_replaced)
    lost = [
        run
        for run in known.values()
        if run.mac != runs.get(run.id)
        and (run.id in runs or _comes_after(run, known, runs))
        and (accepted_at is None or run.at > accepted_at)
    ]
    return [*faults, HistoryFault.heads_shortened] if lost else faults


def _comes_after(run: _Run, known: Mapping[UUID, _Run], runs: Mapping[UUID, bytes]) -> bool:
    """Whether a run of this file stands before it: then it is no run of another host's file."""
    seen = set[UUID]()
    before = run.before
    while before is not None and before not in runs and before not in seen:
        seen.add(before)
        before = known[before].before if before in known else None
    return before is not None and before in runs


def _run(row: AuditRecord) -> _Run | None:
    """None for a row that was not written with one of our keys."""
    if lacks(row, "reason"):
        return None
    note = _Note.model_validate_json(row.reason or "")
    return _Run(UUID(row.subject_id), note.before, bytes.fromhex(note.mac), row.at)


async def _accepted_at(runs: Mapping[UUID, bytes]) -> datetime | None:
    rows = await read_each(AuditRecord.filter(subject_kind=_KIND, action=_ACCEPTED))
    return max(
        (row.at for row in rows if not row.unreadable and UUID(row.subject_id) in runs),
        default=None,
    )


async def measure() -> int:
    """Set the gauges of the last verification; nothing is left to do."""
    good, faulty = await _last(_GOOD), await _last(_FAULTY)
    if good is not None:
        metrics.history_verified_seconds.set(good.at.timestamp())
    is_faulty = faulty is not None and (good is None or faulty.at > good.at)
    metrics.history_faults.set(int(faulty.reason or 0) if faulty and is_faulty else 0)
    return 0


async def _last(standing: str) -> AuditRecord | None:
    rows = AuditRecord.filter(subject_kind=_KIND, subject_id=standing)
    return await rows.order_by("-at").first()
