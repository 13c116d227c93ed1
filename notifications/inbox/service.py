"""What a person does with their inbox, and what features show of how a message was told."""

from uuid import UUID

from tortoise.expressions import Q

from mobile_api.shared import clock
from mobile_api.shared.errors import NotFound
from notifications.inbox.explaining import summary, untried
from notifications.inbox.queries import own_messages

__all__ = ["mark_all_read", "mark_read", "subject_of", "summary", "untried"]


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


async def subject_of(person_id: UUID, message_id: UUID) -> str:
    """What a message is about, such as `case:<id>`. Raises NotFound."""
    found = await own_messages(person_id).get_or_none(id=message_id).values("subject")
    if found is None:
        raise NotFound()
    return str(found["subject"])
