"""Makes and checks receipts; the bytes that were signed are the ones that are kept."""

import base64
import binascii
from datetime import datetime

from pydantic import ValidationError

from mobile_api.handoff.models import Handoff, StoredReceipt
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.signatures.service import SigningKey, VerifyingKey

_PURPOSE = b"yiwang-receipt/1\n"


class EnvelopeFault(ValueError):
    """The envelope is not that key's signature over a receipt."""


def signed(receipt: HandoffReceipt, key: SigningKey) -> bytes:
    """The bytes of the envelope, to be kept and sent as they are."""
    said = receipt.model_dump_json(exclude_none=True).encode()
    envelope = Envelope(
        receipt=base64.b64encode(said).decode(),
        key_id=key.public.key_id,
        algorithm=key.kind.value,
        signature=base64.b64encode(key.sign(_PURPOSE + said)).decode(),
    )
    return envelope.model_dump_json().encode()


def opened(envelope: Envelope, key: VerifyingKey) -> HandoffReceipt:
    """What the owner of that key says. Raises EnvelopeFault."""
    try:
        said = base64.b64decode(envelope.receipt, validate=True)
        signature = base64.b64decode(envelope.signature, validate=True)
    except binascii.Error as error:
        raise EnvelopeFault("not Base64") from error
    if envelope.key_id != key.key_id or envelope.algorithm != key.kind.value:
        raise EnvelopeFault("another key")
    if not key.verifies(signature, _PURPOSE + said):
        raise EnvelopeFault("another signature")
    try:
        return HandoffReceipt.model_validate_json(said)
    except ValidationError as error:
        raise EnvelopeFault("not a receipt") from error


async def keep(handoff: Handoff, kind: ReceiptKind, envelope: bytes, at: datetime) -> None:
    """One of the three of a case, as it was given or got, in the running transaction."""
    await StoredReceipt.create(handoff_row_id=handoff.id, kind=kind, envelope=envelope, at=at)
