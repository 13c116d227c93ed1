"""What the window does where a handoff has not gone as it should."""

from uuid import UUID

from mobile_api.cases.models import Case
from mobile_api.cases.states import COME_BACK
from mobile_api.cases.transfer.service import come_back, keep_here, note_by
from mobile_api.handoff.errors import HandoffSentAlready, NoSuchPlace, NotToBeTakenBack
from mobile_api.handoff.exchange.outbox import given_up, go_again
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.choosing import chosen_place
from mobile_api.handoff.outgoing.composing import write_withdrawal
from mobile_api.handoff.outgoing.scope import locked_for
from mobile_api.handoff.states import HandoffSide, HandoffStatus
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.history.moves import actor_of


async def send_again(caller: Staff, handoff_id: UUID, reason: str) -> Handoff:
    """What was given up goes again, the same bytes under the same ids.

    Raises HandoffNotFound, HandoffSentAlready.
    """
    _case, handoff = await locked_for(caller, handoff_id)
    lost = await given_up().filter(handoff_row_id=handoff.id).values_list("id", flat=True)
    if not await go_again(OutgoingMessage.filter(id__in=lost)):
        raise HandoffSentAlready()
    if handoff.status is HandoffStatus.undeliverable:
        handoff.status = HandoffStatus.sending
    handoff.problem, handoff.changed_at = "", clock.now()
    await handoff.save(update_fields=["status", "problem", "changed_at"])
    await _audited(caller, "send_handoff_again", handoff, reason)
    return handoff


async def take_back(caller: Staff, handoff_id: UUID, reason: str) -> Handoff:
    """The window goes on with a case that the home city could not take, or could not be told of.

    That city may have it all the same, its answers lost: it is told that it is withdrawn. Raises
    HandoffNotFound, NotToBeTakenBack.
    """
    case, handoff = await locked_for(caller, handoff_id)
    if handoff.side is not HandoffSide.taking:
        raise NotToBeTakenBack()
    if handoff.status is HandoffStatus.undeliverable:
        await _give_up(case, handoff)
    elif handoff.status is HandoffStatus.returned or await _is_stuck_here(case, handoff):
        handoff.status = HandoffStatus.returned
    else:
        raise NotToBeTakenBack()
    handoff.problem, handoff.changed_at = "", clock.now()
    await handoff.save(update_fields=["status", "problem", "withdrawal_asked_at", "changed_at"])
    await keep_here(case)
    await note_by(case, actor_of(caller), "taken_back", words.TAKEN_BACK_TEXT)
    await _audited(caller, "take_handoff_back", handoff, reason)
    return handoff


async def _is_stuck_here(case: Case, handoff: Handoff) -> bool:
    """Chosen, but it could not be sent on the day, or nobody takes it today."""
    if handoff.status is not HandoffStatus.chosen:
        return False
    try:
        await chosen_place(case, handoff)
    except NoSuchPlace:
        return True
    return bool(handoff.problem)


async def _give_up(case: Case, handoff: Handoff) -> None:
    if handoff.withdrawal_asked_at is None:
        handoff.withdrawal_asked_at = clock.now()
        await write_withdrawal(handoff)
    handoff.status = HandoffStatus.returned
    if case.status in COME_BACK.sources:
        await come_back(case, handoff.partner.name)


async def _audited(caller: Staff, action: str, handoff: Handoff, reason: str) -> None:
    await audit(caller, action, subject_kind="handoff", subject_id=handoff.id, reason=reason)
