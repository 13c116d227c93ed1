"""Handoffs and their messages as they would have been written by the rooms beside."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mobile_api.handoff.models import Handoff, IncomingMessage, OutgoingMessage
from mobile_api.handoff.partners.models import AgreedItem, Partner
from mobile_api.handoff.receipts.service import signed
from mobile_api.handoff.states import (
    HandoffSide,
    HandoffStatus,
    MessageKind,
    MessageState,
    ReceiptKind,
)
from mobile_api.handoff.wire.receipts import HandoffReceipt
from mobile_api.shared import clock
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.ids import new_id
from mobile_api.signatures.service import SigningKey

SECRET_BODY = b'{"sealed":"nobody reads this"}'


async def handoff(
    partner: Partner,
    status: HandoffStatus = HandoffStatus.sending,
    side: HandoffSide = HandoffSide.taking,
    **more: Any,
) -> Handoff:
    now, item = (
        clock.now(),
        await AgreedItem.get(agreement__partner_id=partner.id, item_key="passport"),
    )
    return await Handoff.create(
        side=side,
        partner_id=partner.id,
        agreed_item_id=item.id,
        region_code="999801",
        status=status,
        **({"created_at": now, "changed_at": now} | more),
    )


async def sent(
    about: Handoff,
    state: MessageState = MessageState.waiting,
    position: int = 1,
    age: timedelta = timedelta(0),
    **more: Any,
) -> OutgoingMessage:
    at = clock.now() - age
    is_over = state in (MessageState.delivered, MessageState.refused)
    values: dict[str, Any] = {
        "kind": MessageKind.case,
        "body": SECRET_BODY,
        "body_digest": hashlib.sha256(SECRET_BODY).hexdigest(),
        "created_at": at,
        "answered_at": at if is_over else None,
        "due_at": at if state is MessageState.waiting else None,
    }
    return await OutgoingMessage.create(
        partner_id=about.partner_id,
        handoff_row_id=about.id,
        position=position,
        state=state,
        **(values | more),
    )


def receipt(
    about: Handoff, key: SigningKey, kind: ReceiptKind, message_id: UUID, body: bytes, **more: Any
) -> bytes:
    said = HandoffReceipt(
        kind=kind,
        handoff_id=about.handoff_id,
        message_id=message_id,
        request_digest=hashlib.sha256(body).hexdigest(),
        region_code="999800",
        at=clock.now(),
        **more,
    )
    return signed(said, key)


async def came(about: Handoff, answer: bytes, status: int = 202, **more: Any) -> IncomingMessage:
    values: dict[str, Any] = {
        "message_id": new_id(),
        "handoff_row_id": about.id if status == 202 else None,
        "kind": MessageKind.event,
        "target": "https://here.example/partner/v1/messages",
        "signature": "sig1=()\nsig1=::",
        "body": SECRET_BODY,
        "body_digest": hashlib.sha256(SECRET_BODY).hexdigest(),
        "received_at": clock.now(),
        "applied_at": clock.now(),
    }
    return await IncomingMessage.create(
        partner_id=about.partner_id,
        answer_status=status,
        answer_body=answer,
        **(values | more),
    )


async def failed(row_id: UUID, kind: str, fault: str, at: datetime) -> None:
    await DueFault.create(
        kind=kind,
        row_id=row_id,
        attempts=1,
        failures=1,
        fault=fault,
        failed_first_at=at,
        failed_at=at,
    )
