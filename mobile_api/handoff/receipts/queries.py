"""The receipts of a handoff for the counter: decoded, and checked anew at each question."""

import base64
from uuid import UUID

from mobile_api.cases.transfer.service import scoped
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, StoredReceipt
from mobile_api.handoff.partners.models import OwnKey, PartnerKey
from mobile_api.handoff.receipts.schemas import HandoffReceipts, ReceiptProof
from mobile_api.handoff.receipts.service import EnvelopeFault, opened
from mobile_api.handoff.states import HandoffSide, ReceiptKind
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared.callers import Staff
from mobile_api.signatures.service import VerifyingKey

# As a case comes by them.
_ORDER = tuple(ReceiptKind)


async def receipts_of(caller: Staff, handoff_row_id: UUID) -> HandoffReceipts:
    """Of a handoff whose case the caller may see. Raises HandoffNotFound."""
    handoff = await Handoff.get_or_none(id=handoff_row_id)
    if handoff is None or not await scoped(caller).filter(id=handoff.case_id).exists():
        raise HandoffNotFound()
    found = await StoredReceipt.filter(handoff_row_id=handoff.id)
    rows = sorted(found, key=lambda row: _ORDER.index(row.kind))
    return HandoffReceipts(
        handoff_id=handoff.handoff_id, receipts=[await _proof(handoff, row) for row in rows]
    )


async def _proof(handoff: Handoff, row: StoredReceipt) -> ReceiptProof:
    text = bytes(row.envelope).decode()
    envelope = Envelope.model_validate_json(text)
    said = HandoffReceipt.model_validate_json(base64.b64decode(envelope.receipt))
    return ReceiptProof(
        kind=said.kind,
        at=said.at,
        region_code=said.region_code,
        message_id=said.message_id,
        request_digest=said.request_digest,
        case_number=said.case_number,
        code=said.code,
        outcome=said.outcome,
        key_id=envelope.key_id,
        algorithm=envelope.algorithm,
        is_verified=await _is_verified(handoff, envelope),
        envelope=text,
    )


async def _is_verified(handoff: Handoff, envelope: Envelope) -> bool:
    """By the key that the envelope names: ours as home city, else one of that partner's. One that
    was revoked proves nothing any more."""
    key = await _key(handoff, envelope.key_id)
    if key is None:
        return False
    try:
        opened(envelope, VerifyingKey.read(key.public_key))
    except EnvelopeFault:
        return False
    return True


async def _key(handoff: Handoff, key_id: str) -> OwnKey | PartnerKey | None:
    if handoff.side is HandoffSide.home:
        return await OwnKey.get_or_none(key_id=key_id)
    return await PartnerKey.get_or_none(
        key_id=key_id, partner_id=handoff.partner_id, revoked_at=None
    )
