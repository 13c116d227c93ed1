"""Works off what followers are owed: every event once, those of one row in their order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.history.models import FollowedEvent

# One after the other, the longest due first: so events of one row come in their order by themselves
# as long as one worker has them.
FOLLOWED_EVENTS = DueTable(
    model=FollowedEvent,
    lease=timedelta(minutes=2),
    at_once=1,
    claim_size=50,
    retry=OWN_WORK,
)
_A_MOMENT = timedelta(seconds=1)
WAITS, GONE = "waits", "gone"


class NobodyFollows(LookupError):
    """A row names a follower that this release does not know."""


async def show_event(followers: Sequence[Follower[Any]], held: Held[FollowedEvent]) -> str | None:
    """One event to one follower, unless an earlier one of the same row is still to come.

    What a follower keeps failing at is set aside as a `DueFault`, and the later events go on.
    Raises NobodyFollows, and what the follower raises.
    """
    async with in_transaction():
        row = await held.locked()
        earlier = await _earlier(row)
        if earlier is not None:
            # Not before that one is tried again, which is due already while somebody works on it.
            due_at = max(earlier.due_at or clock.now(), clock.now() + _A_MOMENT)
            await held.record(due_at=due_at)
            return WAITS
        follower = _named(followers, row)
        event = await follower.log.events.get_or_none(
            **{follower.log.subject: row.subject_id}, sequence=row.sequence
        )
        await row.delete()
        if event is None:
            # Its row was deleted since, for instance with the person's drafts.
            return GONE
        await follower.follow(event)
        return None


async def _earlier(row: FollowedEvent) -> FollowedEvent | None:
    same = FollowedEvent.filter(subject_id=row.subject_id, follower=row.follower)
    waiting = same.filter(sequence__lt=row.sequence, due_at__isnull=False)
    return await waiting.order_by("sequence").first()


def _named(followers: Sequence[Follower[Any]], row: FollowedEvent) -> Follower[Any]:
    for follower in followers:
        if (follower.log.name, follower.name) == (row.log, row.follower):
            return follower
    raise NobodyFollows(row.follower)
