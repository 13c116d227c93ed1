"""What a person does with their inbox, and what features show of how a message was told."""

from uuid import UUID

from tortoise.expressions import Q

from mobile_api.shared import clock
from mobile_api.shared.errors import NotFound
from notifications.inbox.choosing import view_of, with_event, with_ways
from notifications.inbox.explaining import summary, untried
from notifications.inbox.queries import own_messages
from notifications.preferences import Preferences, preferences_of, set_preferences
from notifications.quiet_hours import PATTERN as QUIET_HOURS

__all__ = [
    "QUIET_HOURS",
    "Preferences",
    "about",
    "mark_all_read",
    "mark_read",
    "preferences_of",
    "set_preferences",
    "summary",
    "untried",
    "view_of",
    "with_event",
    "with_ways",
]


async def mark_read(person_id: UUID, message_id: UUID) -> None:
    """Repeating it changes nothing. Raises NotFound, also for messages of others."""
    mine = own_messages(person_id).filter(id=message_id)
    if not await mine.filter(read_at=None).update(read_at=clock.now()) and not await mine.exists():
        raise NotFound()


async def mark_all_read(person_id: UUID, newest_id: UUID) -> None:
    """All up to the newest one that the person has seen; what came later stays unread.

    Raises NotFound when that one is not theirs.
    """
    mine = own_messages(person_id)
    newest = await mine.get_or_none(id=newest_id).values("created_at", "id")
    if newest is None:
        raise NotFound()
    at, last_id = newest["created_at"], newest["id"]
    seen = mine.filter(Q(created_at__lt=at) | Q(created_at=at, id__lte=last_id))
    await seen.filter(read_at=None).update(read_at=clock.now())


async def about(person_id: UUID, message_id: UUID) -> tuple[str, str]:
    """The event of a message and its subject, such as `case:<id>`. Raises NotFound."""
    found = own_messages(person_id).get_or_none(id=message_id)
    row = await found.values("event", "subject")
    if row is None:
        raise NotFound()
    return str(row["event"]), str(row["subject"])
