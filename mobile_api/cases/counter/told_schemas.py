"""Bodies of the staff's view of what a case's applicant was told."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from mobile_api.cases.numbers import LENGTH
from mobile_api.cases.shapes import ReasonRequest
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from notifications.models import ChannelName, DeliveryState

CaseNumber = Annotated[str, Field(min_length=1, max_length=LENGTH)]


class DeliveriesQuery(RequestBody):
    """Of which case; `state` and `channel` keep the events in which such a row stands."""

    case_number: CaseNumber
    state: DeliveryState | None = None
    channel: ChannelName | None = None


class ToldByChannel(AnswerBody):
    """How one way went. Without an id it was not even planned; the explanation says why."""

    id: UUID | None
    channel: ChannelName
    channel_title: str = Field(examples=["短信"])
    state: DeliveryState | None
    state_title: str = Field(examples=["发送失败"])
    explanation: str = Field(description="Why it is where it is; empty when all went well.")
    attempts: int
    sent_at: Instant | None
    due_at: Instant | None = Field(description="When it is tried (again); null once it has ended.")
    can_be_sent_again: bool


class ToldEvent(AnswerBody):
    """One event that the applicant was told of, and each way in the order of trying."""

    event: str = Field(examples=["correction_requested"])
    title: str = Field(examples=["材料需要补正"])
    told_at: Instant
    told: str = Field(examples=["已通过短信送达。"])
    channels: list[ToldByChannel]


class DeliveriesView(AnswerBody):
    """Everything that was told about a case, oldest first; no names, numbers or words."""

    case_number: str
    events: list[ToldEvent]


class SendAgainRequest(ReasonRequest):
    """Of which case, and why this way of telling is tried anew; asking twice sends once."""

    case_number: CaseNumber
