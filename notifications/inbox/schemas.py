"""Bodies of the inbox and of what a person wants to be told how."""

from uuid import UUID

from pydantic import Field

from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from notifications import quiet_hours
from notifications.models import ChannelName, DeliveryState


class InboxQuery(RequestBody):
    """Which page of the inbox."""

    cursor: str = Field("", max_length=300, description="`next_cursor` of the page before.")
    limit: PageSize = 20


class OtherChannel(AnswerBody):
    """What became of the same message by another channel."""

    channel: ChannelName
    channel_title: str = Field(examples=["短信"])
    state: DeliveryState
    state_title: str = Field(examples=["已送达"])
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
    told: str = Field(
        examples=["已通过短信送达。"], description="What became of it, in a sentence."
    )
    other_channels: list[OtherChannel] = Field(description="In the order in which they are tried.")


class MessagePage(AnswerBody):
    """Messages, newest first."""

    entries: list[Message]
    unread: int = Field(description="未读消息的总数,不只是这一页的")
    next_cursor: str | None


class ReadAllRequest(RequestBody):
    """Up to which message all are read; what came later stays unread."""

    newest_id: UUID = Field(description="The newest message that the person has seen.")


class ChannelChoice(RequestBody):
    """Whether a way may be used, for one event or, without `event`, for all others."""

    channel: ChannelName
    event: str | None = Field(None, max_length=40, examples=["accepted"])
    is_on: bool


class PreferencesChange(RequestBody):
    """What the person wants from now on; replaces everything chosen before."""

    quiet_hours: str | None = Field(
        None,
        pattern=quiet_hours.PATTERN,
        examples=["22:00-07:00"],
        description="Beijing time; empty for none, null for the hours of the city.",
    )
    choices: list[ChannelChoice] = Field(default_factory=list, max_length=200)


class ChannelPreference(AnswerBody):
    """One way in which the person can be told."""

    channel: ChannelName
    title: str = Field(examples=["短信"])
    is_on: bool
    can_be_turned_off: bool
    explanation: str = Field(description="Why it cannot be turned off, or is not to be had here.")


class EventPreference(AnswerBody):
    """By which ways one kind of message is told, in the order in which they are tried."""

    event: str
    title: str = Field(examples=["申请已受理"])
    channels: list[ChannelPreference]


class PreferencesView(AnswerBody):
    """What holds for the person now."""

    quiet_hours: str = Field(examples=["22:00-07:00"], description="Empty: none.")
    has_own_quiet_hours: bool
    channels: list[ChannelPreference]
    events: list[EventPreference]
