"""What each event of the home city does to the case here.

A message may cross another one on its way: what was withdrawn here may have been decided there.
Where the case stands elsewhere than the event supposes, it is told as what it is and moves nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from mobile_api.cases.models import Case, Fault
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.states import (
    ASK_FOR_HOME,
    COME_BACK,
    DECLINED_AT_HOME,
    END_AT_HOME,
    UNDO_END_AT_HOME,
    WITHDRAWN_AT_HOME,
    CaseStatus,
    DecisionOutcome,
    Move,
)
from mobile_api.cases.status.service import STATUS_NAMES
from mobile_api.cases.transfer.service import (
    accepted_at_home,
    ask_for_home,
    come_back,
    decided_at_home,
    declined_at_home,
    ended_at_home,
    not_delivered_at_home,
    note_from_home,
    posted_at_home,
    withdrawn_at_home,
)
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.answers import never_taken
from mobile_api.handoff.outgoing.checking import keep
from mobile_api.handoff.outgoing.reading import Read
from mobile_api.handoff.outgoing.scope import is_current
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.events import (
    AcceptedFacts,
    CorrectionFacts,
    CorrectionReturnedFacts,
    DecidedFacts,
    EventKind,
    Limit,
    PostedFacts,
    ReturnedFacts,
    SealedFaults,
    SealedReason,
    SuspendedFacts,
)
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from mobile_api.shared.text.characters import storable

# Where a case may stand here while the home city has it.
_OPEN = END_AT_HOME.sources


@dataclass(slots=True)
class Here:
    """An event beside the locked case and handoff; the caller saves the handoff."""

    event: Read
    case: Case
    handoff: Handoff

    @property
    def city(self) -> str:
        return self.handoff.partner.name

    def may(self, move: Move) -> bool:
        return self.case.status in move.sources

    async def note(self, kind: str, text: str, **more: str) -> None:
        await note_from_home(self.case, f"home_{kind}", text.format(city=self.city, **more))


async def apply(event: Read, case: Case, handoff: Handoff) -> None:
    """In the transaction that stores the message; changes columns of the handoff, not saved yet."""
    here = Here(event, case, handoff)
    kind = event.said.event
    if event.receipt is not None:
        await keep(handoff, event.receipt, event.envelope)
    if handoff.status is HandoffStatus.returned or not await is_current(case, handoff):
        # The window goes on with it, here or in a third city.
        await _crossed(here)
    elif kind in _NOTES:
        await here.note(kind, _NOTES[kind])
    else:
        await _EFFECTS.get(kind, _unknown)(here)


async def _crossed(here: Here) -> None:
    """True all the same: it is told, and staff have a look. That it is withdrawn is what a window
    wanted that has taken it back."""
    kind = here.event.said.event
    what = words.CROSSED_WHAT.get(kind)
    if what is None:
        return
    if kind != EventKind.withdrawn:
        here.handoff.problem = words.CROSSED
    status = STATUS_NAMES[CaseStatus(here.case.status)]
    await here.note(kind, words.CROSSED_TEXT, what=what, status=status)


async def _checked(here: Here) -> None:
    if here.handoff.status in _NOT_YET_CHECKED:
        here.handoff.status, here.handoff.problem = HandoffStatus.checked, ""
    number = _line(here.event.said.case_number or "")
    await here.note("checked", words.CHECKED_TEXT, number=number)


_NOT_YET_CHECKED = (
    HandoffStatus.sending,
    HandoffStatus.received,
    HandoffStatus.undeliverable,
)


async def _returned(here: Here) -> None:
    codes = here.event.facts_as(ReturnedFacts).codes
    await never_taken(codes[0], here.case, here.handoff)


async def _correction(here: Here) -> None:
    """The keys are ours: the home city has mapped them."""
    facts = here.event.facts_as(CorrectionFacts)
    here.handoff.home_round = facts.round
    if not here.may(ASK_FOR_HOME):
        await _crossed(here)
        return
    plain = here.event.plain_as(SealedFaults)
    faults = [Fault.model_validate(one.model_dump()) for one in plain.faults] if plain else []
    await ask_for_home(here.case, faults, facts.answer_by, here.city)


async def _correction_returned(here: Here) -> None:
    """Nothing could be made of the answer, and the round stays open: the window sends it anew."""
    code = here.event.facts_as(CorrectionReturnedFacts).codes[0]
    here.handoff.problem = code
    text = words.CORRECTION_RETURNED_TEXT
    await here.note("correction_returned", text, problem=words.problem_text(code))
    if here.may(COME_BACK):
        await come_back(here.case, here.city)


async def _accepted(here: Here) -> None:
    """Both cities count the same facts; where they differ, the home city's day is shown."""
    if here.case.status not in _OPEN:
        await _crossed(here)
        return
    facts = here.event.facts_as(AcceptedFacts)
    limits = {
        ClockKind.statutory: _limit(facts.statutory),
        ClockKind.promised: _limit(facts.promised),
    }
    told = {
        ClockKind.statutory: facts.statutory_due_on,
        ClockKind.promised: facts.promised_due_on,
    }
    counted = await accepted_at_home(here.case, facts.accepted_on, limits, told, here.city)
    if any(counted[kind].on != told[kind] for kind in told):
        here.handoff.problem = words.DUE_DATE_DIFFERS


def _limit(limit: Limit) -> TimeLimit:
    return TimeLimit(limit.value, DayKind(limit.unit))


async def _suspended(here: Here) -> None:
    """Told, and nothing more: the clocks of a case obey it when they can be stopped."""
    until = here.event.facts_as(SuspendedFacts).until
    text = words.SUSPENDED_TEXT if until is None else words.SUSPENDED_UNTIL_TEXT
    await here.note("suspended", text, until=until.isoformat() if until else "")


async def _decided(here: Here) -> None:
    """A decision counts wherever the case stands here, for that is what the person has to know."""
    facts = here.event.facts_as(DecidedFacts)
    here.handoff.status = HandoffStatus.decided
    if here.case.status not in _OPEN:
        here.handoff.problem = words.CROSSED
    why = here.event.plain_as(SealedReason) or SealedReason(reason="")
    outcome = DecisionOutcome(facts.outcome)
    reason, remedy = storable(why.reason), storable(why.advice)
    await decided_at_home(here.case, outcome, facts.decided_on, here.city, reason, remedy)


async def _posted(here: Here) -> None:
    if here.case.status not in _OPEN:
        await _crossed(here)
        return
    facts = here.event.facts_as(PostedFacts)
    carrier, waybill = _line(facts.carrier), _line(facts.waybill_number)
    await posted_at_home(here.case, carrier, waybill, here.city)


async def _delivered(here: Here) -> None:
    here.handoff.status = HandoffStatus.finished
    if here.may(END_AT_HOME):
        await ended_at_home(here.case, here.city)
    else:
        await _crossed(here)


async def _undone(here: Here) -> None:
    here.handoff.status = HandoffStatus.decided
    if here.may(UNDO_END_AT_HOME):
        await not_delivered_at_home(here.case, here.city)
    else:
        await _crossed(here)


async def _declined(here: Here) -> None:
    here.handoff.status = HandoffStatus.declined
    why = here.event.plain_as(SealedReason) or SealedReason(reason="")
    if here.may(DECLINED_AT_HOME):
        reason, remedy = storable(why.reason), storable(why.advice)
        await declined_at_home(here.case, reason, remedy, here.city)
    else:
        await _crossed(here)


async def _withdrawn(here: Here) -> None:
    here.handoff.status = HandoffStatus.withdrawn
    if here.may(WITHDRAWN_AT_HOME):
        await withdrawn_at_home(here.case, here.city)
    elif here.case.status is CaseStatus.withdrawn:
        await here.note("withdrawn", words.WITHDRAWN_TEXT)
    else:
        await _crossed(here)


async def _withdrawal_refused(here: Here) -> None:
    here.handoff.withdrawal_asked_at = None
    if here.case.status is CaseStatus.withdrawn:
        here.handoff.problem = words.CROSSED
    await here.note("withdrawal_refused", words.WITHDRAWAL_REFUSED_TEXT)


async def _unknown(here: Here) -> None:
    """Of a newer city: stored, told, not refused."""
    await here.note("event", words.UNKNOWN_TEXT)


def _line(text: str) -> str:
    """What another city wrote, as part of a public sentence."""
    return "".join(one for one in text if one.isprintable())[:100]


_NOTES: Mapping[str, str] = {
    EventKind.corrected: words.CORRECTED_TEXT,
    EventKind.pre_reviewed: words.PRE_REVIEWED_TEXT,
    EventKind.under_review: words.UNDER_REVIEW_TEXT,
    EventKind.completed: words.COMPLETED_TEXT,
    EventKind.resumed: words.RESUMED_TEXT,
}
_EFFECTS: Mapping[str, Callable[[Here], Awaitable[None]]] = {
    EventKind.checked: _checked,
    EventKind.returned: _returned,
    EventKind.correction_requested: _correction,
    EventKind.correction_returned: _correction_returned,
    EventKind.accepted: _accepted,
    EventKind.suspended: _suspended,
    EventKind.decided: _decided,
    EventKind.posted: _posted,
    EventKind.delivered: _delivered,
    EventKind.delivery_undone: _undone,
    EventKind.declined: _declined,
    EventKind.withdrawn: _withdrawn,
    EventKind.withdrawal_refused: _withdrawal_refused,
}
