"""What becomes of a case from afar is told to the city that took it, event by event."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from mobile_api.cases import states
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.transfer.service import (
    CASE_LOG,
    WITHDRAWN_TOO_LATE,
    correction_at,
    decision_clocks,
    guide_of_case,
    locked_for_nobody,
    remedy_text,
    result_of,
    round_at,
)
from mobile_api.guides.catalogue.service import Limit as GuideLimit
from mobile_api.handoff.incoming.telling import NOTHING, Telling, tell
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import AgreedItem
from mobile_api.handoff.states import HandoffSide, HandoffStatus
from mobile_api.handoff.wire.events import (
    AcceptedFacts,
    CorrectedFacts,
    CorrectionFacts,
    DecidedFacts,
    DeliveryUndoneFacts,
    EventKind,
    LimitFact,
    PostedFacts,
    SealedFaults,
    SealedReason,
    ToldFault,
)
from mobile_api.shared import clock
from mobile_api.shared.history.followers import Follower

PARCEL_SENT = "parcel_sent"
PARCEL_RETURNED, PARCEL_LOST = "parcel_returned", "parcel_lost"


@dataclass(frozen=True, slots=True)
class _Fact:
    """What the history says, as the protocol tells it; `status` where the handoff moves."""

    event: EventKind
    what: Telling = NOTHING
    status: HandoffStatus | None = None


_Tells = Callable[[Case, CaseEvent, Handoff], Awaitable[_Fact | None]]


async def _follow(event: CaseEvent) -> None:
    """In the order of the history: the handoff first, then its case, as everybody locks them."""
    found = Handoff.filter(case_id=event.case_id, side=HandoffSide.home).select_for_update()
    handoff = await found.get()
    case = await locked_for_nobody(event.case_id)
    fact = await _TELLS[event.kind](case, event, handoff)
    if fact is None:
        return
    what = replace(fact.what, case_number=case.number, at=event.at)
    await tell(handoff, fact.event, what, status=fact.status)


def _plain(event: EventKind, status: HandoffStatus | None = None) -> _Tells:
    async def told(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
        return _Fact(event, status=status)

    return told


async def _correction(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
    """Every fault at once, by the keys of the taking city, and sealed for it."""
    asked = await correction_at(case, happened)
    item = await AgreedItem.get(id=handoff.agreed_item_id)
    theirs = {ours: name for name, ours in sorted(item.names.items(), reverse=True)}
    faults = tuple(
        ToldFault(
            target=one.target.value,
            key=theirs.get(one.key, one.key),
            reason=one.reason,
            advice=one.advice,
        )
        for one in asked.faults
    )
    facts = CorrectionFacts(round=asked.round, count=len(faults), answer_by=asked.answer_by)
    sealed = SealedFaults(faults=faults)
    return _Fact(EventKind.correction_requested, Telling(facts=facts, sealed=sealed))


async def _corrected(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
    facts = CorrectedFacts(round=await round_at(happened))
    return _Fact(EventKind.corrected, Telling(facts=facts))


async def _accepted(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
    guide, clocks = await guide_of_case(case), await decision_clocks(case)
    facts = AcceptedFacts(
        accepted_on=clocks[ClockKind.statutory].started_on,
        statutory=_limit(guide.statutory_limit),
        promised=_limit(guide.promised_limit),
        statutory_due_on=clocks[ClockKind.statutory].due_on,
        promised_due_on=clocks[ClockKind.promised].due_on,
        deemed=happened.kind == states.DEEM_ACCEPTED.name,
    )
    return _Fact(EventKind.accepted, Telling(facts=facts))


def _limit(limit: GuideLimit) -> LimitFact:
    return LimitFact.model_validate({"value": limit.value, "unit": limit.unit.value})


async def _decided(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
    outcome = states.DecisionOutcome(case.outcome or "").value
    facts = DecidedFacts(outcome=outcome, decided_on=clock.beijing_date(happened.at))
    sealed = None
    if outcome == states.DecisionOutcome.refused.value:
        sealed = await _reason(case, happened)
    what = Telling(facts=facts, sealed=sealed, receipt={"outcome": outcome})
    return _Fact(EventKind.decided, what, HandoffStatus.decided)


async def _reason(case: Case, happened: CaseEvent) -> SealedReason:
    reason = (happened.payload or {}).get("reason") or ""
    return SealedReason(reason=reason, advice=remedy_text(await guide_of_case(case)))


async def _declined(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
    what = Telling(sealed=await _reason(case, happened))
    return _Fact(EventKind.declined, what, HandoffStatus.declined)


def _carried(event: EventKind, status: HandoffStatus | None = None) -> _Tells:
    async def told(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact:
        return _Fact(event, Telling(facts=await _parcel(case, happened)), status)

    return told


async def _parcel(case: Case, happened: CaseEvent) -> PostedFacts:
    parcel_id = (happened.payload or {}).get("parcel_id")
    parcel = await result_of(case, UUID(parcel_id)) if parcel_id else None
    if parcel is None:
        # Picked up at the counter, it has no number.
        return PostedFacts()
    carrier = parcel.carrier_code or parcel.carrier.value
    return PostedFacts(carrier=carrier, waybill_number=parcel.waybill_number or "")


async def _astray(case: Case, happened: CaseEvent, handoff: Handoff) -> _Fact | None:
    """Nothing of a parcel whose result the counter has handed over meanwhile."""
    if case.status is states.CaseStatus.delivered:
        return None
    parcel, reason = await _parcel(case, happened), happened.kind.removeprefix("parcel_")
    facts = DeliveryUndoneFacts(**parcel.model_dump(), reason=reason)
    return _Fact(EventKind.delivery_undone, Telling(facts=facts), HandoffStatus.decided)


_TELLS: Mapping[str, _Tells] = {
    states.REQUEST_CORRECTION.name: _correction,
    states.ANSWER_FROM_AFAR.name: _corrected,
    states.PASS_PRE_REVIEW.name: _plain(EventKind.pre_reviewed),
    states.ACCEPT.name: _accepted,
    states.DEEM_ACCEPTED.name: _accepted,
    states.TAKE_UP.name: _plain(EventKind.under_review),
    states.DECIDE.name: _decided,
    states.COMPLETE.name: _plain(EventKind.completed),
    PARCEL_SENT: _carried(EventKind.posted),
    PARCEL_RETURNED: _astray,
    PARCEL_LOST: _astray,
    states.HAND_OVER.name: _carried(EventKind.delivered, HandoffStatus.finished),
    states.SIGNED_FOR.name: _carried(EventKind.delivered, HandoffStatus.finished),
    states.UNDO_SIGNED_FOR.name: _carried(EventKind.delivery_undone, HandoffStatus.decided),
    states.DECLINE.name: _declined,
    states.WITHDRAW_FROM_AFAR.name: _plain(EventKind.withdrawn, HandoffStatus.withdrawn),
    WITHDRAWN_TOO_LATE: _plain(EventKind.withdrawal_refused),
}


def following() -> list[Follower[CaseEvent]]:
    """Only of cases that another city took: all others cost nothing."""
    kinds = frozenset(_TELLS)
    return [
        Follower(CASE_LOG, "handoff_home", kinds, _follow, lambda case: case.handoff_side == "home")
    ]
