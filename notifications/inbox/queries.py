"""What became of what was told: of a case, and of the messages of one person's inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import Position
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.sealed_words import opened
from notifications.words import reasons
from notifications.words.templates import TEMPLATES

# Without `content`: it is not needed, and a row whose words cannot be opened is shown like others.
_COLUMNS = (
    "id",
    "event",
    "channel",
    "dedupe_key",
    "state",
    "reason",
    "created_at",
    "sent_at",
    "due_at",
    "attempts",
)


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """What became of one event by one channel; `explanation` is for people.

    `due_at` is when it is tried (again), None when it has ended.
    """

    id: UUID
    event: str
    title: str
    channel: ChannelName
    state: DeliveryState
    reason: str
    explanation: str
    created_at: datetime
    sent_at: datetime | None
    due_at: datetime | None
    attempts: int


async def deliveries_of(subject: str, *, person_id: UUID | None = None) -> list[DeliveryRecord]:
    """What was told about a subject, in order, and why not; of one person when given."""
    found = Delivery.filter(subject=subject)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return [_record(row) for row in await found.order_by("created_at", "id").values(*_COLUMNS)]


def _record(row: Mapping[str, Any]) -> DeliveryRecord:
    event = row["event"]
    values = {name: row[name] for name in _COLUMNS if name != "dedupe_key"}
    return DeliveryRecord(
        title=TEMPLATES[event].title if event in TEMPLATES else event,
        explanation=reasons.sentence(row["reason"]),
        **values,
    )


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """What a person reads in the inbox."""

    id: UUID
    event: str
    title: str
    text: str
    subject: str
    page: str
    dedupe_key: str
    created_at: datetime
    read_at: datetime | None


# Of the inbox's own index exactly the rows of the page are read.
_INBOX = """
SELECT id, event, content, subject, page, dedupe_key, created_at, read_at FROM delivery
WHERE person_id = $1 AND channel = 'in_app' {before}
ORDER BY created_at DESC, id DESC LIMIT $2
"""
_FROM_THE_TOP, _BELOW = (
    _INBOX.format(before=""),
    _INBOX.format(before="AND (created_at, id) < ($3, $4)"),
)
_UNREADABLE = {"title": "这条消息暂时无法显示", "text": "请稍后再试,或拨打12345咨询。"}


async def latest_messages(
    person_id: UUID, limit: int, *, below: Position | None = None
) -> list[InboxMessage]:
    """The newest messages of a person's inbox, or the newest below a position."""
    if below is None:
        rows = await fetch(_FROM_THE_TOP, person_id, limit)
    else:
        rows = await fetch(_BELOW, person_id, limit, below.at, below.id)
    return [_inbox_message(row) for row in rows]


def own_messages(person_id: UUID) -> QuerySet[Delivery]:
    """The rows of a person's inbox."""
    return Delivery.filter(person_id=person_id, channel=ChannelName.in_app)


async def unread_count(person_id: UUID) -> int:
    """How many messages of a person's inbox are not read yet."""
    return await own_messages(person_id).filter(read_at=None).count()


def _inbox_message(row: Mapping[str, Any]) -> InboxMessage:
    """One that cannot be opened does not hide the others."""
    content = opened(row["id"], row["content"]) or _UNREADABLE
    values = {name: value for name, value in row.items() if name != "content"}
    return InboxMessage(title=content["title"], text=content["text"], **values)


async def by_other_channels(
    person_id: UUID, messages: Sequence[InboxMessage]
) -> dict[str, list[DeliveryRecord]]:
    """For messages of a person's inbox: dedupe key -> what became of the other channels."""
    if not messages:
        return {}
    siblings = Delivery.filter(
        person_id=person_id, dedupe_key__in=[row.dedupe_key for row in messages], place__gt=0
    )
    found: dict[str, list[DeliveryRecord]] = {}
    for row in await siblings.order_by("place").values(*_COLUMNS):
        found.setdefault(row["dedupe_key"], []).append(_record(row))
    return found


_TOTALS = """
SELECT event, channel, state, reason, count(*) AS number FROM delivery
WHERE created_at >= $1 AND place > 0
GROUP BY event, channel, state, reason ORDER BY event, channel, number DESC
"""


async def totals_since(since: datetime) -> list[dict[str, Any]]:
    """How many messages stand where; reads every row since then."""
    return await fetch(_TOTALS, since)
