"""Bodies of the inbox routes."""

from uuid import UUID

from pydantic import Field

from mobile_api.shared.clock import Instant
from mobile_api.shared.pagination import PageSize
from mobile_api.shared.schema import AnswerBody, RequestBody
from notifications.models import ChannelName, DeliveryState


class InboxQuery(RequestBody):
    """Which page of the inbox."""

    cursor: str = Field("", max_length=300, description="`next_cursor` of the page before.")
    limit: PageSize = 20


class OtherChannel(AnswerBody):
    """What became of the same message by another channel."""

    channel: ChannelName
    state: DeliveryState
    explanation: str = Field(description="Why it did not arrive; empty when it did.")


class Message(AnswerBody):
    """One message of the inbox (站内消息)."""

    id: UUID
    event: str = Field(examples=["correction_requested"])
    title: str = Field(examples=["材料需要补正"])
    text: str
    subject: str = Field(description="What it is about, for example case:<id>.")
    page: str = Field(description="Mini-program page that a tap opens; may be empty.")
    created_at: Instant
    is_read: bool
    other_channels: list[OtherChannel]


class MessagePage(AnswerBody):
    """Messages, newest first."""

    entries: list[Message]
    next_cursor: str | None
