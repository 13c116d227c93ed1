"""The moves that a member of the staff is offered for a case, each with what follows from it."""

from datetime import date

from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.clocks import due_of, promised_limit
from mobile_api.cases.counter.law import after_completion, after_pre_review, check_move
from mobile_api.cases.counter.queue.duties import STAFF_MOVES
from mobile_api.cases.counter.schemas import MoveOffered
from mobile_api.cases.models import Case
from mobile_api.cases.rules import RULES
from mobile_api.cases.shapes import CounterMove
from mobile_api.cases.states import HAND_OFF, Move
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.errors import AppError

# What follows from these is the same for every case.
_PLAIN = {
    CounterMove.decline_acceptance: WORDS.counter.follows.decline_acceptance,
    CounterMove.hand_off: WORDS.counter.follows.hand_off,
    CounterMove.take_up: WORDS.counter.follows.take_up,
    CounterMove.hand_over: WORDS.counter.follows.hand_over,
}


async def moves_offered(caller: Staff, case: Case) -> list[MoveOffered]:
    """Every move from where the case stands; of one that cannot be made now, why not."""
    guide, today = await guide_of_case(case), clock.today()
    return [
        await _offered(caller, case, guide, move, today)
        for move in STAFF_MOVES
        if case.status in move.sources and (move is not HAND_OFF or case.is_for_another_city)
    ]


async def _offered(
    caller: Staff, case: Case, guide: ServiceGuide, move: Move, today: date
) -> MoveOffered:
    name = CounterMove(move.name)
    try:
        await check_move(caller, case, move)
        why_not = None
    except AppError as error:
        why_not = error.title
    return MoveOffered(
        move=name,
        name=WORDS.counter.moves[name],
        why_not=why_not,
        follows=await _follows(case, guide, name, today),
    )


async def _follows(case: Case, guide: ServiceGuide, name: CounterMove, today: date) -> str:
    match name:
        case CounterMove.request_correction:
            limit = RULES.here().correction.on(today).limit
            due_on = (await due_of(case, limit, today)).on
            return WORDS.counter.follows.request_correction.format(due_on=due_on)
        case CounterMove.pass_pre_review:
            following = await after_pre_review(case, guide)
            return WORDS.counter.follows.pass_pre_review.format(following=following)
        case CounterMove.accept:
            due_on = (await due_of(case, promised_limit(guide), today)).on
            return WORDS.counter.follows.accept.format(due_on=due_on)
        case CounterMove.decide:
            due_on = (await due_of(case, RULES.here().delivery.on(today).limit, today)).on
            return WORDS.counter.follows.decide.format(due_on=due_on)
        case CounterMove.complete:
            return WORDS.counter.follows.complete.format(following=after_completion(case))
    return _PLAIN[name]
