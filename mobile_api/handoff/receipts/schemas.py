"""Bodies of the staff's view of receipts."""

from uuid import UUID

from pydantic import Field

from mobile_api.handoff.states import ReceiptKind
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody


class ReceiptProof(AnswerBody):
    """One receipt, what it says, and whether the key that it names signed these very bytes."""

    kind: ReceiptKind
    at: Instant
    region_code: str = Field(examples=["999900"])
    message_id: UUID
    request_digest: str
    case_number: str | None
    code: str | None = Field(examples=["material_missing"])
    outcome: str | None = Field(examples=["approved"])
    key_id: str
    algorithm: str = Field(examples=["ed25519"])
    is_verified: bool
    envelope: str = Field(description="The JSON of the envelope, byte for byte.")


class HandoffReceipts(AnswerBody):
    """The receipts of a handoff, in the order in which a case comes by them."""

    handoff_id: UUID
    receipts: list[ReceiptProof]
