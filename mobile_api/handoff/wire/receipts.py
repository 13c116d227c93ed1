"""Receipts: what the home city shows to have done, signed by itself."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, StringConstraints

from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.base import VERSION, Code, Digest, Line, RegionCode, WireBody


class HandoffReceipt(WireBody):
    """`request_digest`: SHA-256 of the body that it answers: of the message itself, for `checked`,
    `returned` and `decided` of the case message. `code`: why it was refused or returned."""

    version: Literal["1"] = VERSION
    kind: ReceiptKind
    handoff_id: UUID
    message_id: UUID
    request_digest: Digest
    region_code: RegionCode
    at: AwareDatetime
    case_number: Line | None = None
    code: Code | None = None
    outcome: Literal["approved", "refused"] | None = None


class Envelope(WireBody):
    """A receipt with a signature of its own, to be shown to anybody later.

    `receipt`: Base64 of the bytes of the JSON; `signature`: Base64, over `yiwang-receipt/1`, a line
    end (0x0A) and these bytes.
    """

    receipt: Annotated[str, StringConstraints(max_length=4000)]
    key_id: Annotated[str, StringConstraints(max_length=64)]
    algorithm: Annotated[str, StringConstraints(max_length=40)]
    signature: Annotated[str, StringConstraints(max_length=200)]
