"""Due deliveries of one channel: taken with a lease, opened, marked before they are sent.

Below the ORM, because a worker does this a thousand times a second, and because one row that
cannot be opened must not hold up those beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.retries import Retry
from mobile_api.shared.due.tables import DueTable
from notifications.channels.base import DueDelivery
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.policy import KEEP_TRYING
from notifications.sealed_words import opened

# A lease longer than any try may take, shorter than the minute in which an interruption must be
# settled. Until when each delivery is tried stands in its row, so `until` is only the usual time.
DELIVERIES = DueTable(
    model=Delivery,
    lease=timedelta(seconds=30),
    at_once=200,
    retry=Retry(
        first=timedelta(seconds=5), longest=timedelta(hours=1), until=KEEP_TRYING, spread=0.2
    ),
)

# Each priority is one range of the index (channel, priority, due_at), read from 9 down until there
# are enough; rows that are not due, which are nearly all, are never touched. Materialized: see
# mobile_api.shared.due.claims.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT found.id FROM unnest('{9,8,7,6,5,4,3,2,1,0}'::smallint[]) AS turn (priority)
    CROSS JOIN LATERAL (
        SELECT id FROM delivery
        WHERE channel = $1 AND delivery.priority = turn.priority AND due_at <= $2
            AND (leased_until IS NULL OR leased_until < $2)
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
    ) AS found LIMIT $4
)
UPDATE delivery AS claimed SET leased_until = $3, attempts = attempts + 1
FROM due WHERE claimed.id = due.id
RETURNING claimed.id, person_id, event, page, content, state, priority, quiet_hours, attempts,
    created_at, begun_at, give_up_at
"""

# A row whose lease has run out meanwhile is another worker's and is not returned. A repetition
# keeps the instant from which the provider counts how long it remembers the id.
_BEGIN = """
UPDATE delivery SET state = 'sending', leased_until = $4,
    begun_at = CASE WHEN state = 'sending' THEN begun_at ELSE $3 END
FROM unnest($1::uuid[], $2::int[]) AS claimed (id, attempts)
WHERE delivery.id = claimed.id AND delivery.attempts = claimed.attempts
    AND delivery.state IN ('pending', 'sending')
RETURNING delivery.id, delivery.begun_at
"""

_RELEASE = """
UPDATE delivery SET leased_until = NULL, attempts = delivery.attempts - 1
FROM unnest($1::uuid[], $2::int[]) AS claimed (id, attempts)
WHERE delivery.id = claimed.id AND delivery.attempts = claimed.attempts
    AND delivery.state = 'pending'
"""


_DUE_ROWS = """
SELECT found.due_at FROM unnest('{{9,8,7,6,5,4,3,2,1,0}}'::smallint[]) AS turn (priority)
CROSS JOIN LATERAL (
    SELECT due_at FROM delivery
    WHERE channel = '{channel}' AND delivery.priority = turn.priority AND due_at <= $1
    ORDER BY due_at LIMIT 1000
) AS found
"""


@dataclass(frozen=True, slots=True)
class DeliveryQueue:
    """What is due by one channel; the backlog is told for each."""

    channel: ChannelName

    @property
    def kind(self) -> str:
        """The word by which the worker is woken for this channel."""
        return f"{DELIVERIES.kind}:{self.channel}"

    @property
    def due_rows(self) -> str:
        """SQL: `due_at` of what is due at $1, a thousand of each priority at most."""
        return _DUE_ROWS.format(channel=self.channel)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one claim took, most important first.

    `interrupted`: rows left as `sending` by a worker that died. `unreadable`: without content.
    """

    fresh: list[DueDelivery]
    interrupted: list[DueDelivery]
    unreadable: list[DueDelivery]

    def __len__(self) -> int:
        return len(self.fresh) + len(self.interrupted) + len(self.unreadable)


async def claim(channel: ChannelName, *, limit: int, lease: timedelta) -> Claimed:
    """Take up to `limit` due rows for the length of `lease`; no two workers get the same row."""
    now = clock.now()
    rows = await fetch(_CLAIM, channel.value, now, now + lease, limit)
    rows.sort(key=lambda row: (-row["priority"], row["created_at"], row["id"]))
    claimed = Claimed([], [], [])
    for row in rows:
        content = opened(row["id"], row["content"])
        delivery = _due(row, channel, content or {})
        if content is None:
            claimed.unreadable.append(delivery)
        elif row["state"] == DeliveryState.sending:
            claimed.interrupted.append(delivery)
        else:
            claimed.fresh.append(delivery)
    return claimed


def _due(row: Mapping[str, Any], channel: ChannelName, content: Mapping[str, str]) -> DueDelivery:
    return DueDelivery(
        id=row["id"],
        person_id=row["person_id"],
        event=row["event"],
        channel=channel,
        page=row["page"],
        content=content,
        attempts=row["attempts"],
        created_at=row["created_at"],
        begun_at=row["begun_at"],
        give_up_at=row["give_up_at"] or row["created_at"] + KEEP_TRYING,
        quiet_hours=row["quiet_hours"],
        priority=row["priority"],
    )


async def begin(rows: Sequence[DueDelivery], lease: timedelta) -> list[DueDelivery]:
    """Mark these as being sent; answers those that are still ours, in the order given."""
    ids, attempts = [row.id for row in rows], [row.attempts for row in rows]
    now = clock.now()
    begun = {row["id"]: row for row in await fetch(_BEGIN, ids, attempts, now, now + lease)}
    return [replace(row, begun_at=begun[row.id]["begun_at"]) for row in rows if row.id in begun]


async def release(rows: Sequence[DueDelivery]) -> None:
    """Give back what was claimed and not begun, so that nobody waits for the lease to run out."""
    if rows:
        await fetch(_RELEASE, [row.id for row in rows], [row.attempts for row in rows])
