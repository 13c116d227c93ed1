"""What state, law and duty say of a move of the staff, asked before it is made or only offered."""

from uuid import UUID

from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.clocks import clocks_of, running
from mobile_api.cases.errors import ForAnotherCity, FourEyes, NoticeLimitPassed
from mobile_api.cases.models import Case, CaseEvent, ClockSegment
from mobile_api.cases.moves import check_allowed
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.scope import check_claim, check_duty, locked_for
from mobile_api.cases.states import (
    ACCEPT,
    DECIDE,
    DECLINE,
    PASS_PRE_REVIEW,
    REQUEST_CORRECTION,
    TAKE_UP,
    Move,
)
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import OnlineLevel
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff

# 受理 and 不予受理 of a case that is taken here for another city.
_OF_THE_HOME_CITY = (ACCEPT, DECLINE)
# What answers an application within the five days of 行政许可法 32.
_ANSWERS = (REQUEST_CORRECTION, PASS_PRE_REVIEW, ACCEPT, DECLINE)


async def locked_to_move(caller: Staff, case_id: UUID, move: Move) -> Case:
    """The case, locked, with which the caller may make the move now. Raises CaseNotFound and as
    `check_move`."""
    case = await locked_for(caller, case_id, move)
    await _check_law(caller, case, move)
    return case


async def check_move(caller: Staff, case: Case, move: Move) -> None:
    """Raises NotAllowed (duty), CaseClaimed, MoveNotAllowed, ForAnotherCity, NoticeLimitPassed
    (silence has made the case accepted, whoever looks first), FourEyes (一审一核)."""
    check_duty(move, caller)
    await check_claim(caller, case)
    await _check_law(caller, case, move)


async def _check_law(caller: Staff, case: Case, move: Move) -> None:
    check_allowed(case, move)
    if case.is_for_another_city and move in _OF_THE_HOME_CITY:
        raise ForAnotherCity()
    notice = ClockSegment.filter(case_id=case.id, kind=ClockKind.notice, ended_on=None)
    if move in _ANSWERS and await notice.filter(due_at__lte=clock.now()).exists():
        raise NoticeLimitPassed()
    if move is DECIDE and (await guide_of_case(case)).four_eyes:
        await _check_second_pair_of_eyes(caller, case)


async def _check_second_pair_of_eyes(caller: Staff, case: Case) -> None:
    # A case that silence made accepted has been seen by nobody, so another must take it up first.
    reviewed_by = await _hands(case, PASS_PRE_REVIEW, ACCEPT, TAKE_UP)
    received_by = await _hands(case, REQUEST_CORRECTION, PASS_PRE_REVIEW, ACCEPT)
    if caller.key in received_by or not reviewed_by - {caller.key}:
        raise FourEyes()


async def _hands(case: Case, *moves: Move) -> set[str]:
    """Who of the staff made any of these moves."""
    events = CaseEvent.filter(case_id=case.id, kind__in=[move.name for move in moves])
    return {str(key) for key in await events.values_list("actor_key", flat=True)}


async def after_pre_review(case: Case, guide: ServiceGuide) -> str:
    """What the applicant is told to come after 预审通过."""
    if guide.online_level is OnlineLevel.PRE_REVIEW:
        return WORDS.moves.visit_follows
    if limit := running(await clocks_of(case, clock.today())):
        return WORDS.moves.acceptance_follows.format(due_on=limit.due_on)
    return WORDS.moves.window_follows


def after_completion(case: Case) -> str:
    """What the applicant is told to come after 办结."""
    if case.is_refused:
        return WORDS.counter.to_be_read
    return WORDS.counter.will_be_posted if case.goes_by_post else WORDS.counter.to_be_picked_up
