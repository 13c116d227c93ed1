"""Contests: made by anyone, answered by a supervisor with a public sentence; until then no draw."""

from uuid import UUID

from mobile_api.draws.entering import check_four_eyes, check_keeper, check_role, void_entries
from mobile_api.draws.errors import (
    ContestNotFound,
    ContestOpen,
    DrawMoveNotAllowed,
    TooManyContests,
)
from mobile_api.draws.models import Draw, DrawContest
from mobile_api.draws.moves import DRAW_LOG, fail, locked_draw, set_due, settle
from mobile_api.draws.states import (
    CONTEST,
    FAIL,
    RESOLVES,
    ContestOutcome,
    DrawFailure,
    DrawStatus,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.history.moves import Actor, ActorKind, actor_of
from mobile_api.shared.history.writing import append, make_move

MOST_OPEN = 20
_OUTCOMES = {
    ContestOutcome.dismissed: "异议不成立:{answer}",
    ContestOutcome.numbers_void: "异议成立,公开随机数重新登记:{answer}",
    ContestOutcome.draw_void: "异议成立:{answer}",
}


async def contest(draw_id: UUID, by: Citizen, reason: str) -> DrawContest:
    """异议: a draw that is not over stands still until the answer; one that is keeps its result.

    `reason`: kept sealed, at most 1000 characters. Raises DrawNotFound, ContestOpen,
    TooManyContests, and DrawMoveNotAllowed before there is a list or after the draw has failed.
    """
    found = await locked_draw(draw_id)
    if found.status not in CONTEST.sources | {DrawStatus.drawn}:
        raise DrawMoveNotAllowed()
    open_ones = DrawContest.filter(draw_id=draw_id, outcome=None)
    if await open_ones.filter(person_id=by.person_id).exists():
        raise ContestOpen()
    if await open_ones.count() >= MOST_OPEN:
        raise TooManyContests()
    made = await DrawContest.create(
        draw_id=draw_id, person_id=by.person_id, reason=reason, made_at=clock.now()
    )
    # The history outlives accounts, so it names the contest and not its author.
    actor = Actor(ActorKind.citizen, f"contest:{made.id}")
    if found.status in CONTEST.sources:
        await make_move(DRAW_LOG, found, CONTEST, actor, public_text=_MADE)
        await set_due(found, None)
    else:
        await append(DRAW_LOG, found, CONTEST.name, actor, public_text=_MADE)
    return made


_MADE = "收到对摇号的异议,等待处理。"


async def resolve(contest_id: UUID, staff: Staff, outcome: ContestOutcome, answer: str) -> Draw:
    """Answer a contest, by a supervisor who entered none of its numbers; `answer` is public.

    Where it was the last one that was open, the draw goes on from where its numbers put it. Raises
    NotAllowed, ContestNotFound, DrawFourEyes, DrawMoveNotAllowed (answered otherwise before).
    """
    check_role(staff, RESOLVES)
    transaction_needed()
    made = await DrawContest.get_or_none(id=contest_id)
    if made is None:
        raise ContestNotFound()
    found = await locked_draw(made.draw_id)
    check_keeper(found, staff)
    await check_four_eyes(found, staff)
    open_ones = DrawContest.filter(draw_id=found.id, outcome=None)
    answered = await open_ones.filter(id=contest_id).update(
        outcome=outcome, answer=answer, resolved_by=staff.staff_id, resolved_at=clock.now()
    )
    if not answered:
        raise DrawMoveNotAllowed()
    await _follow(found, staff, made, outcome, answer)
    if found.status is DrawStatus.contested and not await open_ones.exists():
        await settle(found, staff)
    return found


async def _follow(
    found: Draw, staff: Staff, made: DrawContest, outcome: ContestOutcome, answer: str
) -> None:
    """Write the answer into the history, and do what it says to a draw that is not over."""
    is_over = found.status not in FAIL.sources
    void: list[str] = []
    if outcome is ContestOutcome.numbers_void and not is_over:
        void = await void_entries(found, staff, answer)
    said = {"contest": str(made.id), "outcome": outcome.value, "void": void}
    text, actor = _OUTCOMES[outcome].format(answer=answer), actor_of(staff)
    await append(DRAW_LOG, found, "answer_contest", actor, public_text=text, payload=said)
    if outcome is ContestOutcome.draw_void and not is_over:
        await fail(found, DrawFailure.contest_upheld, answer)
