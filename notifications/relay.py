"""Works off due deliveries: claim in one step, send with no transaction open, record.

A worker that dies while sending leaves `sending` rows; whoever claims them next cannot know
whether they left, so without a provider that drops repetitions they end as `sent_unconfirmed`.
"""

import asyncio
import logging
import random
from collections.abc import Coroutine, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from mobile_api.shared import clock, metrics
from mobile_api.shared.claims import claim_due
from mobile_api.shared.database import fetch, in_transaction
from notifications import reasons
from notifications.channels.base import Channel, Outcome
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.service import TABLE

log = logging.getLogger(__name__)

Channels = Mapping[ChannelName, Channel]

# Longer than any try may take, shorter than the minute in which an interruption must be settled.
LEASE = timedelta(seconds=45)
_TRY_SECONDS = 30.0
KEEP_TRYING = timedelta(days=3)
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 5.0, 3600.0

# A row whose lease has run out meanwhile is another worker's and is not returned.
_BEGIN = """
UPDATE delivery SET state = 'sending'
FROM unnest($1::uuid[], $2::int[]) AS claimed (id, attempts)
WHERE delivery.id = claimed.id AND delivery.attempts = claimed.attempts
RETURNING delivery.id
"""


async def work_off(channels: Channels, *, limit: int = 100) -> int:
    """Claim up to `limit` due deliveries, try each once; answers how many were claimed.

    Deliveries of one person go one after the other (WeChat refuses concurrent ones, 43108), those
    of different people together.
    """
    rows = await claim_due(Delivery, limit=limit, lease=LEASE)
    for row in rows:
        if _is_lost(row, channels):
            await _record(row, Outcome(DeliveryState.sent_unconfirmed, reasons.INTERRUPTED))
    fresh = [row for row in rows if not _is_lost(row, channels)]
    begun = await _begin(fresh)
    ordered = sorted((row for row in fresh if row.id in begun), key=_by_person)
    people = [list(group) for _, group in groupby(ordered, key=lambda row: row.person_id)]
    await _to_the_end([_send_in_turn(group, channels) for group in people])
    return len(rows)


async def _to_the_end(work: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Finish what has begun, even when told to stop or when one of them fails.

    A message that left while its row is not written would end as `sent_unconfirmed`.
    """
    all_work = asyncio.gather(*work, return_exceptions=True)
    try:
        results = await asyncio.shield(all_work)
    except asyncio.CancelledError:
        await all_work
        raise
    for result in results:
        if result is not None:
            raise result


def _by_person(row: Delivery) -> tuple[UUID, object, UUID]:
    return row.person_id, row.created_at, row.id


def _is_lost(row: Delivery, channels: Channels) -> bool:
    channel = channels.get(row.channel)
    is_safe = channel is not None and channel.repeats_safely
    return row.state == DeliveryState.sending and not is_safe


async def _begin(rows: Sequence[Delivery]) -> set[UUID]:
    if not rows:
        return set()
    begun = await fetch(_BEGIN, [row.id for row in rows], [row.attempts for row in rows])
    return {UUID(str(row["id"])) for row in begun}


async def _send_in_turn(rows: Sequence[Delivery], channels: Channels) -> None:
    for row in rows:
        await _record(row, await _tried(row, channels[row.channel]))


async def _tried(row: Delivery, channel: Channel) -> Outcome:
    try:
        async with asyncio.timeout(_TRY_SECONDS):
            return await channel.send(row)
    except TimeoutError:
        return Outcome(DeliveryState.sent_unconfirmed, "outcome_unknown")
    except Exception:
        log.exception("a delivery of %s could not be tried", row.event)
        return Outcome(DeliveryState.pending, reasons.INTERNAL)


async def _record(row: Delivery, outcome: Outcome) -> None:
    """Write the outcome unless the row went on without us (a receipt, or another worker)."""
    values = _values(row, outcome)
    async with in_transaction():
        mine = Delivery.filter(id=row.id, attempts=row.attempts, state=DeliveryState.sending)
        is_written = await mine.update(**values)
        if outcome.afterwards is not None:
            await outcome.afterwards()
    told = values["state"] if is_written else "overtaken"
    metrics.due_work_total.labels(TABLE, f"{row.channel}:{told}").inc()
    waited = (clock.now() - row.created_at).total_seconds()
    metrics.due_work_seconds.labels(TABLE).observe(waited)


def _values(row: Delivery, outcome: Outcome) -> dict[str, object]:
    now = clock.now()
    if outcome.state == DeliveryState.pending:
        due_at = now + max(_backoff(row.attempts), outcome.wait)
        if due_at > row.created_at + KEEP_TRYING:
            return {"state": DeliveryState.failed, "reason": outcome.reason, "due_at": None}
        return {"state": outcome.state, "reason": outcome.reason, "due_at": due_at,
                "leased_until": None}  # fmt: skip
    values: dict[str, object] = {
        "state": outcome.state, "reason": outcome.reason, "due_at": None,
    }  # fmt: skip
    if outcome.state == DeliveryState.sent:
        values |= {"sent_at": now, "provider_message_id": outcome.message_id}
    return values


def _backoff(attempts: int) -> timedelta:
    """Doubles from five seconds to an hour, spread by a fifth so that retries do not march."""
    seconds = min(_FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 12), _LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))
