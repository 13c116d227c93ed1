"""Events for the taking city: numbered without a gap, their bytes made once, sent by the worker."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile_api.handoff.exchange.outbox import put
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.own_keys import seal, signing_key
from mobile_api.handoff.receipts.service import keep, signed
from mobile_api.handoff.states import HandoffStatus, MessageKind, ReceiptKind
from mobile_api.handoff.wire.base import WireBody
from mobile_api.handoff.wire.events import EventKind, EventMessage
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.process.parts import SETTINGS


@dataclass(frozen=True, slots=True)
class Telling:
    """What an event says. `sealed`: the personal part; `receipt`: further columns of its receipt.

    `at`: when it happened, now where it is not told.
    """

    facts: WireBody | None = None
    sealed: WireBody | None = None
    case_number: str | None = None
    at: datetime | None = None
    receipt: dict[str, Any] = field(default_factory=dict)


_WITH_RECEIPT = {
    EventKind.checked: ReceiptKind.checked,
    EventKind.returned: ReceiptKind.returned,
    EventKind.decided: ReceiptKind.decided,
}
NOTHING = Telling()


async def tell(
    handoff: Handoff,
    event: EventKind,
    what: Telling = NOTHING,
    *,
    status: HandoffStatus | None = None,
    **changes: Any,
) -> None:
    """The next event of a handoff whose row is locked; `changes` are further columns of it.

    Raises NoOwnKey where a receipt is to be signed, ValueError for a partner without a key to seal
    for.
    """
    transaction_needed()
    partner = await Partner.get(id=handoff.partner_id)
    sequence, now = handoff.last_sequence + 1, clock.now()
    said = EventMessage(
        handoff_id=handoff.handoff_id,
        sequence=sequence,
        event=event,
        at=what.at or now,
        case_number=what.case_number,
        facts=what.facts.model_dump(mode="json") if what.facts else {},
        sealed=_sealed(what.sealed, partner),
        receipt=await _receipt(handoff, event, what),
    )
    body = said.model_dump_json(exclude_none=True).encode()
    await put(handoff, MessageKind.event, body, sequence=sequence)
    changes |= {"last_sequence": sequence, "changed_at": now}
    if status is not None:
        changes["status"] = status
    await Handoff.filter(id=handoff.id).update(**changes)
    handoff.update_from_dict(changes)


def _sealed(said: WireBody | None, partner: Partner) -> str | None:
    if said is None:
        return None
    return seal(said.model_dump_json(exclude_none=True).encode(), partner.encryption_key)


async def _receipt(handoff: Handoff, event: EventKind, what: Telling) -> Envelope | None:
    """About the case message, so that it can be shown together with it."""
    kind = _WITH_RECEIPT.get(event)
    if kind is None:
        return None
    message = await case_message(handoff)
    receipt = HandoffReceipt(
        kind=kind,
        handoff_id=handoff.handoff_id,
        message_id=message.message_id,
        request_digest=message.body_digest,
        region_code=SETTINGS.here().region_code,
        at=clock.now(),
        case_number=what.case_number,
        **what.receipt,
    )
    envelope = signed(receipt, await signing_key())
    await keep(handoff, kind, envelope, receipt.at)
    return Envelope.model_validate_json(envelope)


async def case_message(handoff: Handoff) -> IncomingMessage:
    """The message that the handoff began with; another one of it was refused."""
    return await IncomingMessage.get(
        handoff_row_id=handoff.id, kind=MessageKind.case, answer_status=202
    )
