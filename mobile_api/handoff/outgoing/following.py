"""What follows from what the applicant does with a case that is meant for another city."""

from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.states import FORWARD, SUBMIT, WITHDRAW
from mobile_api.cases.transfer.service import (
    CASE_LOG,
    WITHDRAWAL_ASKED,
    locked_for_nobody,
    note_from_home,
)
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.errors import NoSuchPlace, TooLargeToHandOver
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.choosing import chosen_place
from mobile_api.handoff.outgoing.composing import write_withdrawal
from mobile_api.handoff.outgoing.handing import is_open_there, send_case, send_correction
from mobile_api.handoff.outgoing.scope import locked_handoff_of
from mobile_api.handoff.states import HandoffSide, HandoffStatus
from mobile_api.shared import clock
from mobile_api.shared.database import savepoint
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.history.moves import SYSTEM

_ASKABLE = frozenset(
    {
        HandoffStatus.sending,
        HandoffStatus.received,
        HandoffStatus.checked,
        HandoffStatus.undeliverable,
    }
)


async def _forward(event: CaseEvent) -> None:
    """全程网办: a submitted case, or its correction, goes by itself; the window has the others.

    As the case stands now, however often its events are followed.
    """
    case = await locked_for_nobody(event.case_id)
    handoff = await locked_handoff_of(case)
    if handoff is None or case.status not in FORWARD.sources:
        return
    if handoff.agreed_item.mode is not HandoffMode.FULLY_ONLINE:
        return
    try:
        async with savepoint():
            await _send(case, handoff)
    except NoSuchPlace:
        await _stays(case, handoff, words.NOT_TODAY, words.NOT_TODAY_TEXT)
    except TooLargeToHandOver:
        await _stays(case, handoff, words.TOO_LARGE, words.TOO_LARGE_TEXT)


async def _send(case: Case, handoff: Handoff) -> None:
    if is_open_there(handoff):
        await send_correction(case, handoff, SYSTEM)
    elif handoff.status is HandoffStatus.chosen:
        await send_case(case, handoff, await chosen_place(case, handoff), SYSTEM)


async def _stays(case: Case, handoff: Handoff, problem: str, text: str) -> None:
    """At the window, and everybody is told why."""
    # As it is stored: what the savepoint took back stands no longer in these objects.
    case = await locked_for_nobody(case.id)
    await note_from_home(case, "not_handed_off", text.format(city=handoff.partner.name))
    await Handoff.filter(id=handoff.id).update(problem=problem, changed_at=clock.now())


async def _withdraw(event: CaseEvent) -> None:
    """The home city has it, so it is asked; what was only chosen is over."""
    case = await locked_for_nobody(event.case_id)
    handoff = await locked_handoff_of(case)
    if handoff is None:
        return
    now = clock.now()
    if handoff.status is HandoffStatus.chosen and event.kind == WITHDRAW.name:
        handoff.status, handoff.problem = HandoffStatus.withdrawn, ""
    elif handoff.status is HandoffStatus.decided and event.kind == WITHDRAWAL_ASKED:
        text = words.WITHDRAWAL_REFUSED_TEXT.format(city=handoff.partner.name)
        await note_from_home(case, "withdrawal_refused", text)
        return
    elif handoff.status in _ASKABLE and handoff.withdrawal_asked_at is None:
        handoff.withdrawal_asked_at = now
        await write_withdrawal(handoff)
    else:
        return
    handoff.changed_at = now
    await handoff.save()


def _is_taken_here(case: Case) -> bool:
    return bool(case.handoff_side == HandoffSide.taking)


def following() -> list[Follower[CaseEvent]]:
    """Ordinary cases cost nothing: nobody is owed anything for them."""
    withdrawn = frozenset({WITHDRAW.name, WITHDRAWAL_ASKED})
    submitted = frozenset({SUBMIT.name})
    return [
        Follower(CASE_LOG, "handoff_forward", submitted, _forward, _is_taken_here),
        Follower(CASE_LOG, "handoff_withdraw", withdrawn, _withdraw, _is_taken_here),
    ]
