"""Checks of one case: taken once with a receipt, repeated, contradicted, replayed, taken back."""

from uuid import UUID

from mobile_api.handoff.kit.checking.answers import (
    code_of,
    must_answer,
    must_equal,
    must_say,
    read,
    receipt_in,
)
from mobile_api.handoff.kit.checking.line import Got
from mobile_api.handoff.kit.checking.manner import digest_of
from mobile_api.handoff.kit.checking.trial import OpenedCase, Trial, as_bytes
from mobile_api.handoff.kit.checking.verdicts import MessagePart
from mobile_api.handoff.profile import MESSAGE_ID
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.receipts import Envelope
from mobile_api.shared import clock
from mobile_api.shared.ids import new_id

OPEN_ALREADY = ("already_open", "not_now")
TOO_LATE = ("already_decided", "not_now")


async def case(trial: Trial) -> None:
    handoff_id, message_id = new_id(), new_id()
    body = trial.case_body(handoff_id)
    got = await trial.line.send(trial.line.message(body, message_id=message_id))
    if got.status == 202:
        # Also where the answer is not signed well: the case is there, and can be asked about.
        trial.opened = OpenedCase(handoff_id, message_id, body, got)
    must_answer(got, trial.their, 202)
    check_receipt(trial, got, handoff_id, None)


def check_receipt(trial: Trial, got: Got, handoff_id: UUID, code: str | None) -> None:
    """Of the answer to a message; a `code` is one of refusal. Raises Differs."""
    kind = ReceiptKind.refused if code else ReceiptKind.received
    must_say(
        receipt_in(read(got, Envelope), trial.their),
        trial.their,
        (kind,),
        handoff_id=handoff_id,
        message_id=UUID(got.request.headers[MESSAGE_ID]),
        request_digest=digest_of(got.request.body),
        code=code,
    )


async def again(trial: Trial) -> None:
    case = trial.case
    got = await trial.line.send(trial.line.message(case.body, message_id=case.message_id))
    must_answer(got, trial.their, 202)
    must_equal(MessagePart.body, digest_of(case.got.body), digest_of(got.body), "sha-256")


async def other_bytes(trial: Trial) -> None:
    case = trial.case
    request = trial.line.message(case.body + b" ", message_id=case.message_id)
    got = await trial.line.send(request)
    must_answer(got, trial.their, 409, "message_differs")


async def replay(trial: Trial) -> None:
    """The bytes of the first message, with its signature."""
    got = await trial.line.send(trial.case.got.request)
    must_answer(got, trial.their, 409, "replayed")


async def open_twice(trial: Trial) -> None:
    """Another message for the same handoff; the page leaves open which of two words fits."""
    handoff_id = trial.case.handoff_id
    await must_refuse(trial, trial.case_body(handoff_id), handoff_id, *OPEN_ALREADY)


async def withdrawal(trial: Trial) -> None:
    """So that nothing is left lying there; it may have been decided meanwhile."""
    case = trial.case
    got = await trial.line.send(trial.line.message(withdrawal_body(case.handoff_id)))
    is_late = got.status == 422 and code_of(got) in TOO_LATE
    must_answer(got, trial.their, 422 if is_late else 202)
    check_receipt(trial, got, case.handoff_id, code_of(got) if is_late else None)


async def must_refuse(trial: Trial, body: bytes, handoff_id: UUID, *codes: str) -> None:
    """As business, with a receipt that bears one of the `codes`. Raises Differs."""
    got = await trial.line.send(trial.line.message(body))
    must_answer(got, trial.their, 422)
    said = code_of(got)
    check_receipt(trial, got, handoff_id, said if said in codes else codes[0])


def withdrawal_body(handoff_id: UUID) -> bytes:
    told = {"version": "1", "kind": "withdrawal", "handoff_id": str(handoff_id)}
    return as_bytes(told | {"asked_at": clock.in_beijing(clock.now())})
