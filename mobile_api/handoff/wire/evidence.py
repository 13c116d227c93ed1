"""The evidence of one handoff as a file: what went and came, byte for byte, with the keys."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from mobile_api.handoff.states import HandoffSide, MessageKind, ReceiptKind
from mobile_api.handoff.wire.base import Digest, Line, WireBody

INDEX = "evidence.json"
README = "README.txt"


class EvidenceKey(WireBody):
    """A public key and whose it is: `own` of the city that packed this, or the partner's name."""

    owner: Line
    key_id: Line
    public_key: Line
    valid_from: datetime
    valid_until: datetime | None = None
    dead_at: datetime | None = None


class EvidenceMessage(WireBody):
    """`body` and `answer` are names of files. `signature`, of what came: the values of
    Signature-Input and Signature, a line each; `target` what it was sent to."""

    way: Literal["outgoing", "incoming"]
    message_id: UUID
    kind: MessageKind
    sequence: int | None = None
    at: datetime
    body: Line
    sha256: Digest
    target: str = ""
    signature: str = ""
    answer_status: int | None = None
    answer_signature: str = ""
    answer: Line = ""
    state: Line = ""


class EvidenceReceipt(WireBody):
    """One of the three receipts of the case; `envelope` is the name of its file."""

    kind: ReceiptKind
    at: datetime
    envelope: Line


class EvidenceCustody(WireBody):
    """One entry of the custody log, by the message that told it; what its body says stands there.
    `by`: staff of this city (`own`), `partner` or `carrier`."""

    position: int
    city: HandoffSide
    sequence: int
    step: Line
    at: datetime
    by: Literal["own", "partner", "carrier"]
    is_out_of_turn: bool = False
    message_id: UUID


class HandoffEvidence(WireBody):
    """What stands in `evidence.json`."""

    version: Literal["1"] = "1"
    handoff_id: UUID
    side: Line
    status: Line
    own_region: Line
    partner: Line
    partner_name: Line
    their_number: Line | None = None
    packed_at: datetime
    keys: list[EvidenceKey]
    messages: list[EvidenceMessage]
    receipts: list[EvidenceReceipt]
    custody: list[EvidenceCustody] = []
