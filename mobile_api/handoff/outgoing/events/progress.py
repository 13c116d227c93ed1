"""What the home city does before it has decided, and how a result travels."""

from mobile_api.cases.models import Fault
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.states import ASK_FOR_HOME, COME_BACK
from mobile_api.cases.transfer.service import (
    accepted_at_home,
    ask_for_home,
    come_back,
    posted_at_home,
)
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.answers import never_taken
from mobile_api.handoff.outgoing.events.here import OPEN, Here, crossed, line
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.events import (
    AcceptedFacts,
    CorrectionFacts,
    CorrectionReturnedFacts,
    LimitFact,
    PostedFacts,
    ReturnedFacts,
    SealedFaults,
    SuspendedFacts,
)
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit


async def checked(here: Here) -> None:
    if here.handoff.status in _NOT_YET_CHECKED:
        here.handoff.status, here.handoff.problem = HandoffStatus.checked, ""
    number = line(here.event.said.case_number or "")
    await here.note("checked", words.CHECKED_TEXT, number=number)


_NOT_YET_CHECKED = (
    HandoffStatus.sending,
    HandoffStatus.received,
    HandoffStatus.undeliverable,
)


async def returned(here: Here) -> None:
    codes = here.event.facts_as(ReturnedFacts).codes
    await never_taken(codes[0], here.case, here.handoff)


async def correction(here: Here) -> None:
    """The keys are ours: the home city has mapped them."""
    facts = here.event.facts_as(CorrectionFacts)
    here.handoff.home_round = facts.round
    if not here.may(ASK_FOR_HOME):
        await crossed(here)
        return
    plain = here.event.plain_as(SealedFaults)
    faults = [Fault.model_validate(one.model_dump()) for one in plain.faults] if plain else []
    await ask_for_home(here.case, faults, facts.answer_by, here.city)


async def correction_returned(here: Here) -> None:
    """Nothing could be made of the answer, and the round stays open: the window sends it anew."""
    code = here.event.facts_as(CorrectionReturnedFacts).codes[0]
    here.handoff.problem = code
    text = words.CORRECTION_RETURNED_TEXT
    await here.note("correction_returned", text, problem=words.problem_text(code))
    if here.may(COME_BACK):
        await come_back(here.case, here.city)


async def accepted(here: Here) -> None:
    """Both cities count the same facts; where they differ, the home city's day is shown."""
    if here.case.status not in OPEN:
        await crossed(here)
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


def _limit(limit: LimitFact) -> TimeLimit:
    return TimeLimit(limit.value, DayKind(limit.unit))


async def suspended(here: Here) -> None:
    """Told, and nothing more: the clocks of a case obey it when they can be stopped."""
    until = here.event.facts_as(SuspendedFacts).until
    text = words.SUSPENDED_TEXT if until is None else words.SUSPENDED_UNTIL_TEXT
    await here.note("suspended", text, until=until.isoformat() if until else "")


async def posted(here: Here) -> None:
    if here.case.status not in OPEN:
        await crossed(here)
        return
    facts = here.event.facts_as(PostedFacts)
    carrier, waybill = line(facts.carrier), line(facts.waybill_number)
    await posted_at_home(here.case, carrier, waybill, here.city)


async def unknown(here: Here) -> None:
    """Of a newer city: stored, told, not refused."""
    await here.note("event", words.UNKNOWN_TEXT)
