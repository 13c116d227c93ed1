"""Receipts of the home city are checked before they count, and kept byte for byte."""

from collections.abc import Collection
from uuid import UUID

from mobile_api.handoff.models import Handoff, OutgoingMessage, StoredReceipt
from mobile_api.handoff.partners.agreement_checks import lies_in
from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.handoff.partners.queries import region_today
from mobile_api.handoff.receipts.service import EnvelopeFault, opened
from mobile_api.handoff.receipts.service import keep as store
from mobile_api.handoff.states import MessageKind, ReceiptKind
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared import clock
from mobile_api.signatures.service import SKEW, VerifyingKey


async def checked(
    envelope: Envelope, message: OutgoingMessage, handoff_id: UUID, kinds: Collection[ReceiptKind]
) -> HandoffReceipt:
    """Of one of these kinds, about that very message, by a key that the partner had at its time.

    A receipt may be older than the message that brings it, and its key have run out since; a key
    that was revoked proves nothing any more. Raises EnvelopeFault.
    """
    known = PartnerKey.filter(partner_id=message.partner_id, revoked_at=None)
    found = await known.select_related("partner").get_or_none(key_id=envelope.key_id)
    if found is None:
        raise EnvelopeFault("another key")
    receipt = opened(envelope, VerifyingKey.read(found.public_key))
    is_begun = found.valid_from <= receipt.at <= clock.now() + SKEW
    is_in_time = is_begun and (found.valid_until is None or receipt.at < found.valid_until)
    fits = (
        receipt.kind in kinds
        and receipt.handoff_id == handoff_id
        and receipt.message_id == message.id
        and receipt.request_digest == message.body_digest
    )
    if not is_in_time or not fits or not await _is_of(found.partner, receipt.region_code):
        raise EnvelopeFault("about something else")
    return receipt


async def _is_of(partner: Partner, region_code: str) -> bool:
    """Whether a city that is registered under those regions calls itself so, or did so once."""
    codes = region_code, await region_today(region_code, clock.today())
    return any(lies_in(code, region) for code in codes for region in partner.regions)


async def case_message_of(handoff: Handoff) -> OutgoingMessage | None:
    """The message that the three receipts are about."""
    return await OutgoingMessage.filter(handoff_row_id=handoff.id, kind=MessageKind.case).first()


async def keep(handoff: Handoff, receipt: HandoffReceipt, envelope: bytes) -> None:
    """The first of its kind stands; a repeated one changes nothing."""
    if not await StoredReceipt.exists(handoff_row_id=handoff.id, kind=receipt.kind):
        await store(handoff, receipt.kind, envelope, receipt.at)
