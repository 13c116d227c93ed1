"""The one place where an entry takes its place in the log, with everything that follows from it.

In the transaction of whoever calls, with case and handoff locked: row, message, history, telling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from mobile_api.cases.models import Case
from mobile_api.cases.transfer.service import (
    note_by,
    tell_originals_collected,
    tell_originals_handed_back,
    tell_originals_lost,
)
from mobile_api.handoff.custody import rules, words
from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.custody.queries import entries_of
from mobile_api.handoff.custody.states import STEP_NAMES
from mobile_api.handoff.exchange.outbox import put
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.own_keys import seal
from mobile_api.handoff.states import CustodyPlace, CustodyStep, MessageKind, PaperFound
from mobile_api.handoff.wire.custody import (
    CustodyFacts,
    CustodyMessage,
    SealedNote,
    WirePaper,
)
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.moves import SYSTEM, Actor
from mobile_api.shared.ids import new_id

RECEIVED_WITHIN = timedelta(days=10)
"""EMS needs at most five days between any two provinces, and the longest holiday of a year keeps
counters shut for eight: what is not there after ten is looked for while its track is fresh."""
CARRIER, PARTNER = "carrier", "partner"


@dataclass(slots=True)
class CustodyLog:
    """The log of a locked handoff: `entries` in their order. `case` is missing where the home city
    has made none yet."""

    handoff: Handoff
    case: Case | None
    entries: list[CustodyEntry]

    @classmethod
    async def of(cls, handoff: Handoff, case: Case | None) -> "CustodyLog":
        return cls(handoff, case, await entries_of(handoff))

    @property
    def standing(self) -> rules.CustodyStanding:
        return rules.standing_of(self.entries)

    @property
    def papers_of_next(self) -> tuple[Paper, ...]:
        """What a step is about that names no papers: those that are held, else what was missing."""
        standing = self.standing
        is_back = standing.place is CustodyPlace.with_person
        return standing.missing if is_back else standing.papers

    def struck_by(self, entry: CustodyEntry) -> CustodyEntry | None:
        """The entry that a correction names."""
        same = [one for one in self.entries if one.city is entry.city]
        return next((one for one in same if one.sequence == entry.corrects), None)


def begun(log: CustodyLog, step: CustodyStep, by: str) -> CustodyEntry:
    """The next entry of this city, not written yet."""
    now, own = clock.now(), log.handoff.side
    return CustodyEntry(
        id=new_id(),
        handoff_row_id=log.handoff.id,
        city=own,
        sequence=1 + sum(one.city is own for one in log.entries),
        step=step.value,
        at=now,
        recorded_at=now,
        by=by,
        papers=(),
    )


async def write_own(log: CustodyLog, entry: CustodyEntry, actor: Actor) -> None:
    """An entry of this city, told to the other one. Raises OutOfTurn."""
    if not entry.papers:
        entry.papers = log.papers_of_next
    if not rules.may_follow(log.entries, entry):
        raise rules.OutOfTurn()
    said = _message(log.handoff, entry)
    body = said.model_dump_json(exclude_none=True).encode()
    entry.message_id = (await put(log.handoff, MessageKind.custody, body)).id
    await take_place(log, entry, actor)


def _message(handoff: Handoff, entry: CustodyEntry) -> CustodyMessage:
    facts = CustodyFacts(
        by="carrier" if entry.by == CARRIER else "staff",
        papers=tuple(WirePaper.model_validate(dict(one)) for one in entry.papers),
        carrier=entry.carrier,
        waybill_number=entry.waybill_number,
        seal_number=entry.seal_number,
        to=entry.to,
        corrects=entry.corrects,
    )
    sealed = None
    if entry.note:
        plain = SealedNote(note=entry.note).model_dump_json().encode()
        sealed = seal(plain, handoff.partner.encryption_key)
    return CustodyMessage(
        handoff_id=handoff.handoff_id,
        city=entry.city,
        sequence=entry.sequence,
        step=CustodyStep(entry.step),
        at=entry.at,
        facts=facts.model_dump(mode="json", exclude_none=True),
        sealed=sealed,
    )


async def take_place(log: CustodyLog, entry: CustodyEntry, actor: Actor = SYSTEM) -> None:
    """The entry is the next one of the log; one out of turn counts for nothing and is told."""
    before = log.standing.place
    struck = log.struck_by(entry)
    entry.position = len(log.entries) + 1
    if entry.step in rules.JOURNEYS and not entry.is_out_of_turn:
        entry.due_at = clock.now() + RECEIVED_WITHIN
    await entry.save()
    if entry.due_at is not None:
        await wake(CustodyEntry._meta.db_table)
    log.entries.append(entry)
    await _show(log, entry, struck, before, actor)


async def _show(
    log: CustodyLog,
    entry: CustodyEntry,
    struck: CustodyEntry | None,
    before: CustodyPlace,
    actor: Actor,
) -> None:
    handoff, standing = log.handoff, log.standing
    handoff.custody_place = standing.place
    if standing.place is not before or handoff.custody_problem != words.OVERDUE:
        handoff.custody_problem = problem_of(standing)
    handoff.changed_at = clock.now()
    await handoff.save(update_fields=["custody_place", "custody_problem", "changed_at"])
    if log.case is None or entry.is_out_of_turn:
        return
    step = struck.step if struck else ""
    text = words.text_of(entry, handoff.side, handoff.partner.name, step)
    await note_by(log.case, actor, _kind(entry), text)
    await _tell(log.case, entry, standing.place, before)


async def told_anew(messages: Mapping[UUID, UUID]) -> None:
    """Entries whose message was refused are told by another one: the new ids by the old."""
    for old, new in messages.items():
        await CustodyEntry.filter(message_id=old).update(message_id=new)


def problem_of(standing: rules.CustodyStanding) -> str:
    """What staff have to look after: until all is back with the person, also what was missing."""
    if standing.place is CustodyPlace.missing:
        return words.LOST
    is_away = standing.place is not CustodyPlace.with_person
    return words.FAULTY if standing.missing or (standing.damaged and is_away) else ""


def _kind(entry: CustodyEntry) -> str:
    return "custody_" + (entry.step if entry.step in STEP_NAMES else "event")


async def _tell(case: Case, entry: CustodyEntry, place: CustodyPlace, before: CustodyPlace) -> None:
    """The three moments at which the person has to know: what was taken, lost, given back."""
    if entry.step == CustodyStep.corrected:
        return
    papers, once_per = words.papers_text(entry.papers), str(entry.id)
    if entry.step == CustodyStep.collected:
        await tell_originals_collected(case, papers, once_per=once_per)
    elif place is CustodyPlace.missing or _lacks_some(entry):
        await tell_originals_lost(case, papers, once_per=once_per)
    elif place is CustodyPlace.with_person and (
        before is not place or entry.step == CustodyStep.handed_over
    ):
        await tell_originals_handed_back(case, papers, once_per=once_per)


def _lacks_some(entry: CustodyEntry) -> bool:
    return any(one.found is PaperFound.missing for one in entry.papers)
