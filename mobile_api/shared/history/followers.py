"""Who follows which history: one due row per event and follower, written with the event itself.

A room whose rows have a history imports none of those that follow it and never waits for them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.logs import Event, Log
from mobile_api.shared.history.models import FollowedEvent, LogEvent, LoggedRow
from mobile_api.shared.process.parts import Part


@dataclass(frozen=True, slots=True)
class Follower(Generic[Event]):
    """Sees the events of these kinds in the history of each row one after the other.

    `follow` runs in the transaction that marks the event as seen; it asks no provider. `name`
    stands in rows, so it stays as long as any is due. `wants`: whether it cares for that row at
    all, as it is when the event is written.
    """

    log: Log[Any, Event]
    name: str
    kinds: frozenset[str]
    follow: Callable[[Event], Awaitable[None]]
    wants: Callable[[Any], bool] = lambda row: True


# Given by whoever opens a process that writes events: they live higher in the house than this.
FOLLOWERS: Part[Sequence[Follower[Any]]] = Part("followers of histories")


async def owe(log: Log[Any, Any], row: LoggedRow, event: LogEvent) -> None:
    """Write, in the running transaction, what is due to the followers of this event.

    Raises PartMissing where the process was opened without them: an event that nobody is told of
    would be lost.
    """
    wanting = [
        one
        for one in FOLLOWERS.here()
        if one.log is log and event.kind in one.kinds and one.wants(row)
    ]
    if not wanting:
        return
    now = clock.now()
    await FollowedEvent.bulk_create(
        FollowedEvent(
            log=log.name,
            subject_id=row.id,
            sequence=event.sequence,
            follower=one.name,
            due_at=now,
        )
        for one in wanting
    )
    await wake(FollowedEvent._meta.db_table)
