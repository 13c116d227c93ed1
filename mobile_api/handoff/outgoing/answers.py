"""What the answer to a message means: taken, refused as business, or to be asked again."""

from dataclasses import dataclass

from pydantic import ValidationError

from mobile_api.cases.models import Case
from mobile_api.cases.states import COME_BACK, WITHDRAWN_AT_HOME
from mobile_api.cases.transfer.service import (
    come_back,
    keep_here,
    note_from_home,
    withdrawn_at_home,
)
from mobile_api.handoff.exchange.client import SignedAnswer
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.handing import is_over
from mobile_api.handoff.outgoing.scope import is_current
from mobile_api.handoff.receipts.checking import checked, keep
from mobile_api.handoff.receipts.service import EnvelopeFault
from mobile_api.handoff.states import (
    HandoffSide,
    HandoffStatus,
    MessageKind,
    MessageState,
    ReceiptKind,
)
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared import clock
from mobile_api.shared.due.retries import TryAgain

_TAKEN, _REFUSED = 202, 422
_KINDS = {_TAKEN: ReceiptKind.received, _REFUSED: ReceiptKind.refused}
_STATES = {_TAKEN: MessageState.delivered, _REFUSED: MessageState.refused}
_UNKNOWN, _DECIDED = "unknown_handoff", "already_decided"


@dataclass(frozen=True, slots=True)
class MessageOutcome:
    """A receipt that holds, with its bytes as they came. `code`: why it was refused."""

    state: MessageState
    code: str
    receipt: HandoffReceipt
    envelope: bytes


async def read(answer: SignedAnswer, message: OutgoingMessage) -> MessageOutcome:
    """Raises TryAgain for everything that is no receipt about this message."""
    kind = _KINDS.get(answer.status)
    if kind is None:
        raise TryAgain(f"status_{answer.status}")
    handoff = await Handoff.get(id=message.handoff_row_id)
    try:
        envelope = Envelope.model_validate_json(answer.body)
        receipt = await checked(envelope, message, handoff.handoff_id, {kind})
    except (ValidationError, EnvelopeFault) as fault:
        raise TryAgain("receipt_wrong") from fault
    code = (receipt.code or "refused") if kind is ReceiptKind.refused else ""
    return MessageOutcome(_STATES[answer.status], code, receipt, answer.body)


async def apply(
    outcome: MessageOutcome, message: OutgoingMessage, case: Case | None, handoff: Handoff
) -> None:
    """In the transaction that stores the answer; case and handoff are locked."""
    if outcome.state is MessageState.refused:
        await _refused(outcome.code, message, case, handoff)
        if message.kind is MessageKind.case:
            await keep(handoff, outcome.receipt, outcome.envelope)
    elif message.kind is MessageKind.case and case is not None:
        await keep(handoff, outcome.receipt, outcome.envelope)
        await _received(case, handoff)
    elif message.kind is MessageKind.withdrawal and case is not None and not is_over(handoff):
        text = words.WITHDRAWAL_SENT_TEXT.format(city=handoff.partner.name)
        await note_from_home(case, "withdrawal_sent", text)


async def _received(case: Case, handoff: Handoff) -> None:
    """An event of the home city may have been faster than its own receipt."""
    if handoff.status in (HandoffStatus.sending, HandoffStatus.undeliverable):
        handoff.status, handoff.problem = HandoffStatus.received, ""
        await _changed(handoff)
    text = words.RECEIVED_TEXT.format(city=handoff.partner.name)
    await note_from_home(case, "home_received", text)


async def _refused(
    code: str, message: OutgoingMessage, case: Case | None, handoff: Handoff
) -> None:
    """Told as it is, in words; what can go on goes on."""
    if message.kind in (MessageKind.event, MessageKind.custody) or case is None:
        handoff.problem = code
        await _changed(handoff)
    elif message.kind is MessageKind.case:
        await never_taken(code, case, handoff)
    elif message.kind is MessageKind.correction:
        handoff.problem = code
        await _changed(handoff)
        text = words.CORRECTION_REFUSED_TEXT.format(
            city=handoff.partner.name, problem=words.problem_text(code)
        )
        await note_from_home(case, "correction_refused", text)
    else:
        await _withdrawal_refused(code, case, handoff)


async def never_taken(code: str, case: Case, handoff: Handoff) -> None:
    """The home city has nothing of it: the window has it again, or, where the person had asked for
    it back already, it is over."""
    city = handoff.partner.name
    if is_over(handoff) or not await is_current(case, handoff):
        return
    handoff.status, handoff.problem = HandoffStatus.returned, code
    if handoff.withdrawal_asked_at is not None:
        handoff.status, handoff.problem = HandoffStatus.withdrawn, ""
        if case.status in WITHDRAWN_AT_HOME.sources:
            await withdrawn_at_home(case, city, words.NEVER_TAKEN_TEXT.format(city=city))
    elif case.status in COME_BACK.sources:
        text = words.RETURNED_TEXT.format(city=city, problem=words.problem_text(code))
        await note_from_home(case, "home_refused", text)
        await come_back(case, city)
    if handoff.status is HandoffStatus.returned:
        await keep_here(case)
    await _changed(handoff)


async def _withdrawal_refused(code: str, case: Case, handoff: Handoff) -> None:
    """What was never there has nothing to be withdrawn from."""
    if code == _UNKNOWN and handoff.status in (HandoffStatus.sending, HandoffStatus.undeliverable):
        await never_taken(code, case, handoff)
        return
    if is_over(handoff):
        return
    handoff.withdrawal_asked_at, handoff.problem = None, code
    await _changed(handoff)
    city = handoff.partner.name
    text = words.WITHDRAWAL_REFUSED_TEXT.format(city=city)
    if code != _DECIDED:
        problem = words.problem_text(code)
        text = words.WITHDRAWAL_NOT_TAKEN_TEXT.format(city=city, problem=problem)
    await note_from_home(case, "withdrawal_refused", text)


async def given_up(message: OutgoingMessage, case: Case | None, handoff: Handoff) -> None:
    """No answer for days: a state with a name, a sentence in the case, a line in the window's list.

    Where the home city has shown meanwhile that it has the case, that stands.
    """
    if message.kind is MessageKind.case and handoff.status is HandoffStatus.sending:
        handoff.status = HandoffStatus.undeliverable
    is_custody = message.kind is MessageKind.custody
    handoff.problem = words.CUSTODY_UNDELIVERABLE if is_custody else words.UNDELIVERABLE
    await _changed(handoff)
    if case is not None:
        text = _given_up_text(message, handoff).format(city=handoff.partner.name)
        await note_from_home(case, "handoff_undeliverable", text)


def _given_up_text(message: OutgoingMessage, handoff: Handoff) -> str:
    if message.kind is MessageKind.custody:
        return words.CUSTODY_UNDELIVERABLE_TEXT
    is_taking = handoff.side is HandoffSide.taking
    return words.UNDELIVERABLE_TEXT if is_taking else words.EVENT_UNDELIVERABLE_TEXT


async def _changed(handoff: Handoff) -> None:
    handoff.changed_at = clock.now()
    await handoff.save(update_fields=["status", "problem", "withdrawal_asked_at", "changed_at"])
