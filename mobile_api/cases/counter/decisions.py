"""What the department does with an accepted case: take it up, decide, complete, hand over."""

from collections.abc import Mapping
from uuid import UUID

from mobile_api.cases import telling
from mobile_api.cases.case_guide import guide_of_case, remedy_text
from mobile_api.cases.clocks import close_clocks, open_clock
from mobile_api.cases.counter.law import after_completion, locked_to_move
from mobile_api.cases.counter.schemas import DecisionRequest
from mobile_api.cases.models import Case
from mobile_api.cases.moves import make_move
from mobile_api.cases.post.following import send_result
from mobile_api.cases.post.owner import recall
from mobile_api.cases.post.tasks import close_tasks_of
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.cases.states import (
    COMPLETE,
    DECIDE,
    HAND_OVER,
    TAKE_UP,
    DecisionOutcome,
)
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from notifications.post.states import Direction


async def take_up(caller: Staff, case_id: UUID) -> Case:
    """The back office begins its review. Raises CaseNotFound, MoveNotAllowed."""
    case = await locked_to_move(caller, case_id, TAKE_UP)
    text = WORDS.moves.taken_up
    return await make_move(case, TAKE_UP, actor_of(caller), public_text=text)


async def decide(caller: Staff, case_id: UUID, decision: DecisionRequest) -> Case:
    """作出决定; what is granted has ten days to be delivered (行政许可法 44).

    Raises CaseNotFound, MoveNotAllowed, FourEyes (一审一核), InvalidInput (refusal without reason).
    """
    if decision.outcome is DecisionOutcome.refused and not decision.reason:
        raise InvalidInput([FieldFault("/reason", "missing", WORDS.counter.refusal_needs_reason)])
    case = await locked_to_move(caller, case_id, DECIDE)
    guide = await guide_of_case(case)
    now = clock.now()
    today = clock.beijing_date(now)
    await close_clocks(case, today, ClockKind.statutory, ClockKind.promised)
    if decision.outcome is DecisionOutcome.approved:
        limit = RULES.here().delivery.on(today).limit
        await open_clock(case, ClockKind.delivery, limit, today)
    await recall(case, Direction.to_hall)
    return await make_move(
        case,
        DECIDE,
        actor_of(caller),
        public_text=_decided(decision.outcome, guide),
        payload={"reason": decision.reason},
        outcome=decision.outcome.value,
        decided_at=now,
    )


def _decided(outcome: DecisionOutcome, guide: ServiceGuide) -> str:
    name = WORDS.outcomes[outcome]
    if outcome is DecisionOutcome.refused:
        return WORDS.moves.refused.format(outcome=name, remedy=remedy_text(guide))
    return WORDS.moves.approved.format(outcome=name)


async def complete(caller: Staff, case_id: UUID, sender: Mapping[str, str]) -> Case:
    """办结: the result is ready; posted at once by `sender` when the applicant chose the post.

    `sender`: a CheckedContact, of which an instance that posts nothing may have none.

    Raises CaseNotFound, MoveNotAllowed.
    """
    case = await locked_to_move(caller, case_id, COMPLETE)
    is_posted, hint = case.goes_by_post, after_completion(case)
    case = await make_move(
        case,
        COMPLETE,
        actor_of(caller),
        public_text=WORDS.moves.completed.format(hint=hint),
        completed_at=clock.now(),
    )
    if is_posted:
        await send_result(case, sender)
    result = WORDS.outcomes[DecisionOutcome(case.outcome or "approved")]
    await telling.tell_completed(case, result, hint)
    return case


async def hand_over(caller: Staff, case_id: UUID) -> Case:
    """The applicant picked the result up at the counter; a courier need not come for it any more.

    Raises CaseNotFound, MoveNotAllowed.
    """
    case = await locked_to_move(caller, case_id, HAND_OVER)
    now = clock.now()
    await close_clocks(case, clock.beijing_date(now), ClockKind.delivery)
    await close_tasks_of(case, caller.key)
    await recall(case, Direction.to_person)
    return await make_move(
        case,
        HAND_OVER,
        actor_of(caller),
        public_text=WORDS.moves.handed_over,
        delivered_at=now,
    )
