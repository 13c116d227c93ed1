"""How it ends in the home city: decided, delivered, declined, withdrawn."""

from mobile_api.cases.states import (
    DECLINED_AT_HOME,
    END_AT_HOME,
    UNDO_END_AT_HOME,
    WITHDRAWN_AT_HOME,
    CaseStatus,
    DecisionOutcome,
)
from mobile_api.cases.transfer.service import (
    astray_at_home,
    decided_at_home,
    declined_at_home,
    ended_at_home,
    not_delivered_at_home,
    withdrawn_at_home,
)
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.events.here import OPEN, Here, crossed
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.events import DecidedFacts, DeliveryUndoneFacts, SealedReason
from mobile_api.shared import clock
from mobile_api.shared.text.characters import storable


async def decided(here: Here) -> None:
    """A decision counts wherever the case stands here, for that is what the person has to know."""
    facts = here.event.facts_as(DecidedFacts)
    here.handoff.status = HandoffStatus.decided
    if here.case.status not in OPEN:
        here.handoff.problem = words.CROSSED
    why = here.event.plain_as(SealedReason) or SealedReason(reason="")
    outcome = DecisionOutcome(facts.outcome)
    reason, remedy = storable(why.reason), storable(why.advice)
    await decided_at_home(here.case, outcome, facts.decided_on, here.city, reason, remedy)


async def delivered(here: Here) -> None:
    here.handoff.status = HandoffStatus.finished
    if here.may(END_AT_HOME):
        await ended_at_home(here.case, here.city)
    else:
        await crossed(here)


async def undone(here: Here) -> None:
    here.handoff.status, here.handoff.due_at = HandoffStatus.decided, clock.now()
    if here.may(UNDO_END_AT_HOME):
        await not_delivered_at_home(here.case, here.city)
    elif here.case.status not in OPEN:
        await crossed(here)
        return
    reason = here.event.facts_as(DeliveryUndoneFacts).reason
    if reason is not None:
        await astray_at_home(here.case, reason)


async def declined(here: Here) -> None:
    here.handoff.status = HandoffStatus.declined
    why = here.event.plain_as(SealedReason) or SealedReason(reason="")
    if here.may(DECLINED_AT_HOME):
        reason, remedy = storable(why.reason), storable(why.advice)
        await declined_at_home(here.case, reason, remedy, here.city)
    else:
        await crossed(here)


async def withdrawn(here: Here) -> None:
    here.handoff.status = HandoffStatus.withdrawn
    if here.may(WITHDRAWN_AT_HOME):
        await withdrawn_at_home(here.case, here.city)
    elif here.case.status is CaseStatus.withdrawn:
        await here.note("withdrawn", words.WITHDRAWN_TEXT)
    else:
        await crossed(here)


async def withdrawal_refused(here: Here) -> None:
    here.handoff.withdrawal_asked_at = None
    if here.case.status is CaseStatus.withdrawn:
        here.handoff.problem = words.CROSSED
    await here.note("withdrawal_refused", words.WITHDRAWAL_REFUSED_TEXT)
