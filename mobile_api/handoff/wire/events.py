"""From the home city to the taking city: what became of a case, fact by fact."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.handoff.states import MessageKind
from mobile_api.handoff.wire.base import Code, Day, HandoffMessage, Key, Line, Sealed, WireBody
from mobile_api.handoff.wire.receipts import Envelope


class EventKind(StrEnum):
    """What the home city tells of a case, in the order of `sequence`."""

    checked = "checked"
    returned = "returned"
    correction_requested = "correction_requested"
    corrected = "corrected"
    correction_returned = "correction_returned"
    pre_reviewed = "pre_reviewed"
    accepted = "accepted"
    suspended = "suspended"
    resumed = "resumed"
    under_review = "under_review"
    decided = "decided"
    completed = "completed"
    posted = "posted"
    delivered = "delivered"
    delivery_undone = "delivery_undone"
    declined = "declined"
    withdrawn = "withdrawn"
    withdrawal_refused = "withdrawal_refused"


class EventMessage(HandoffMessage):
    """One fact of the case in the home city. `sequence` counts from 1 within the handoff.

    An event that only a newer city knows is a mere Code. `facts`: by kind, see `docs/partner/`;
    nothing personal. `sealed`: age of the personal part.
    `receipt`: with `checked`, `returned` and `decided`.
    """

    kind: Literal[MessageKind.event] = MessageKind.event
    sequence: int = Field(ge=1, le=100_000)
    event: Annotated[EventKind | Code, Field(union_mode="left_to_right")]
    at: datetime
    case_number: Line | None = None
    facts: Mapping[str, Any] = Field(default_factory=dict)
    sealed: Sealed | None = None
    receipt: Envelope | None = None


class LimitFact(WireBody):
    """A limit of law as a fact: both cities count it by the same calendar."""

    value: int = Field(ge=0, le=10_000)
    unit: Literal["working_day", "calendar_day"]


class AcceptedFacts(WireBody):
    """Of `accepted`: the clock runs from `accepted_on` (the home city's day of acceptance)."""

    accepted_on: Day
    statutory: LimitFact
    promised: LimitFact
    statutory_due_on: Day
    promised_due_on: Day
    deemed: bool = False


class CorrectionFacts(WireBody):
    """Of `correction_requested`; the faults stand in `sealed`, as SealedFaults."""

    round: int = Field(ge=1, le=1000)
    count: int = Field(ge=1, le=100)
    answer_by: Day


class ToldFault(WireBody):
    """One fault; `key` as the taking city calls the material or the field."""

    target: Literal["material", "form_field"]
    key: Key
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    advice: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class SealedFaults(WireBody):
    """All faults at once (行政许可法 32(4))."""

    faults: tuple[ToldFault, ...] = Field(min_length=1, max_length=100)


class SuspendedFacts(WireBody):
    """Of `suspended` and `resumed`: why the clocks stand still, and till when, if that is known."""

    reason_code: Code | None = None
    until: Day | None = None


class DecidedFacts(WireBody):
    """Of `decided`; the reason of a refusal stands in `sealed`, as SealedReason."""

    outcome: Literal["approved", "refused"]
    decided_on: Day


class SealedReason(WireBody):
    """Of `declined`, and of `decided` where it was refused; with the remedies in `advice`."""

    reason: Annotated[str, StringConstraints(max_length=2000)]
    advice: Annotated[str, StringConstraints(max_length=2000)] = ""


class PostedFacts(WireBody):
    """Of `posted` and `delivered`: how the result travels."""

    carrier: Line = ""
    waybill_number: Line = ""


class DeliveryUndoneFacts(PostedFacts):
    """Of `delivery_undone`: what became of the parcel, where it is not just still on its way."""

    reason: Code | None = None


class ReturnedFacts(WireBody):
    """Of `returned`: the message could not become a case; `codes` say what is wrong with it."""

    codes: tuple[Code, ...] = Field(min_length=1, max_length=100)


class CorrectedFacts(WireBody):
    """Of `corrected`: the answer to that round has arrived whole."""

    round: int = Field(ge=1, le=1000)


class CorrectionReturnedFacts(WireBody):
    """Of `correction_returned`: nothing could be made of the answer to that round, which stays
    open; `codes` as of `returned`."""

    round: int = Field(ge=1, le=1000)
    codes: tuple[Code, ...] = Field(min_length=1, max_length=100)


class EventsPage(WireBody):
    """Events of one handoff after a sequence number, at most 100; the bodies as they were sent."""

    events: list[EventMessage]
    last_sequence: int


class HandoffState(WireBody):
    """Where a handoff stands in the home city, for a partner who asks."""

    handoff_id: UUID
    status: Code
    case_number: Line | None = None
    last_sequence: int
