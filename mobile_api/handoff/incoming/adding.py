"""A new handoff to this city is added where there is none like it, whoever else comes with it."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.exceptions import IntegrityError

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.exchange.inbox import KEPT, SEEN, NewMessage, StoredAnswer
from mobile_api.handoff.states import HandoffSide, HandoffStatus, ReceiptKind
from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id

# One statement is one transaction: the message, its effect and its receipt are there together or
# not at all. Who comes second with the same message, handoff or person waits here for the end of
# the first one's.
_ADD = f"""
WITH seen AS (
    {SEEN}
), kept AS (
    {KEPT}
), receipt AS (
    INSERT INTO handoff_receipt (id, handoff_row_id, kind, envelope, at)
    VALUES ($23, $12, $24, $15, $11)
)
INSERT INTO handoff (id, handoff_id, side, partner_id, agreed_item_id, region_code, status,
    their_number, applicant_hash, created_at, changed_at, due_at)
VALUES ($12, $16, $17, $4, $18, $19, $20, $21, $22, $11, $11, $11)
"""
_THERE = """
SELECT EXISTS(
    SELECT FROM handoff WHERE partner_id = $1 AND side = $2 AND handoff_id = $3
) AS is_known, EXISTS(
    SELECT FROM handoff WHERE applicant_hash = $4 AND status IN ('received', 'checked')
) AS is_open
"""


@dataclass(frozen=True, slots=True)
class NewCase:
    """What of a case that arrives becomes a handoff of this city."""

    handoff_id: UUID
    agreed_item_id: UUID
    region_code: str
    their_number: str
    applicant_hash: bytes


async def add_alone(message: NewMessage, new: NewCase, answer: StoredAnswer) -> None:
    """The message with its answer, the receipt, and the handoff, to be looked at by the worker.

    Raises Refused, and nothing was written: not_now, also where it is the message or its signature
    that was here before, which `keep` tells; already_open, whichever city sent the other case of
    the same person, and nothing else of it is told.
    """
    of_message = message.values(new_id(), message.received_at, answer)
    what = new.agreed_item_id, new.region_code, HandoffStatus.received.value
    of_whom = new.their_number, new.applicant_hash
    of_handoff = new.handoff_id, HandoffSide.home.value, *what, *of_whom
    of_receipt = new_id(), ReceiptKind.received.value
    try:
        await fetch(_ADD, *of_message, *of_handoff, *of_receipt)
    except IntegrityError:
        named = message.partner_id, HandoffSide.home.value, new.handoff_id
        [there] = await fetch(_THERE, *named, new.applicant_hash)
        is_another = there["is_open"] and not there["is_known"]
        raise Refused("already_open" if is_another else "not_now") from None
