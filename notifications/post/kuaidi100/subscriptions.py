"""Numbers that wait to be subscribed: ask Kuaidi100 to push them, within what a month allows."""

import asyncio
import logging
from datetime import datetime, timedelta

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim_due, wake
from notifications.post.kuaidi100.carrier import phone_of
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.errors import Kuaidi100Refused
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.parcels.errors import CarrierError
from notifications.post.parcels.models import Parcel

log = logging.getLogger(__name__)

BATCH, LEASE = 20, timedelta(minutes=2)
# After `abort` a number may be subscribed again, half an hour later and four times a month.
AGAIN_AFTER, MOST_A_MONTH, MONTH = timedelta(minutes=30), 4, timedelta(days=31)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)


async def work_off(client: Kuaidi100Client) -> int:
    """Claim a batch of numbers and subscribe each; answers how many were handled."""
    rows = await claim_due(WatchedNumber, limit=BATCH, lease=LEASE)
    await asyncio.gather(*(_work_one(client, row) for row in rows))
    return len(rows)


async def arm_again(watched: WatchedNumber) -> None:
    """After an abort: subscribe the locked number anew in half an hour, if the month allows it.

    Without a subscription left its parcels are asked for now, and from then on slowly.
    """
    now = clock.now()
    watched.leased_until, watched.failures = None, 0
    if len(recent(watched, now)) < MOST_A_MONTH:
        watched.state, watched.reason = WatchState.waiting, "aborted"
        watched.due_at = now + AGAIN_AFTER
    else:
        watched.state, watched.reason, watched.due_at = WatchState.spent, "month_spent", None
        await _ask_now(watched.number, now)
    await watched.save()


def recent(watched: WatchedNumber, now: datetime) -> list[str]:
    """The subscriptions of the last 31 days, which is never less than what a month counts."""
    return [at for at in watched.subscribed_at if datetime.fromisoformat(at) > now - MONTH]


async def _work_one(client: Kuaidi100Client, row: WatchedNumber) -> None:
    outcome, reason, error = WatchState.polling, "", None
    carrier_code = row.carrier_code
    try:
        if len(recent(row, clock.now())) >= MOST_A_MONTH:
            outcome, reason = WatchState.spent, "month_spent"
        else:
            carrier_code = carrier_code or await client.recognise(row.number)
            await client.subscribe(carrier_code, row.number, await _phone(row.number))
    except Kuaidi100Refused as refusal:
        outcome, reason = WatchState.refused, refusal.code
    except CarrierError as fault:
        outcome, reason, error = WatchState.waiting, fault.code, fault
    except Exception:
        outcome, reason = WatchState.waiting, "unexpected"
        log.exception("number %s could not be subscribed", row.id)
    if error is not None:
        log.warning("Kuaidi100 did not take number %s: %s", row.id, error.code)
    metrics.due_work_total.labels("watched_number", outcome.value).inc()
    await _record(row, carrier_code, outcome, reason)


async def _record(
    claimed: WatchedNumber, carrier_code: str, outcome: WatchState, reason: str
) -> None:
    now = clock.now()
    async with in_transaction():
        rows = WatchedNumber.select_for_update()
        watched = await rows.get_or_none(id=claimed.id, attempts=claimed.attempts)
        if watched is None:
            return
        watched.carrier_code = watched.carrier_code or carrier_code
        watched.state, watched.reason = outcome, reason
        watched.leased_until, watched.due_at = None, None
        if outcome is WatchState.polling:
            watched.subscribed_at = [*recent(watched, now), now.isoformat()]
            watched.failures = 0
        elif outcome is WatchState.waiting:
            watched.failures += 1
            pause = min(FIRST_PAUSE * 2 ** min(watched.failures - 1, 10), LONGEST_PAUSE)
            watched.due_at = now + pause
        else:
            await _ask_now(watched.number, now)
        await watched.save()


async def _ask_now(number: str, now: datetime) -> None:
    """Nobody pushes this number, so its parcels' own questions begin."""
    rows = Parcel.filter(waybill_number=number, due_at__not_isnull=True)
    await rows.update(due_at=now)
    await wake(Parcel._meta.db_table)


async def _phone(number: str) -> str:
    parcel = await Parcel.filter(waybill_number=number).first()
    return phone_of(parcel) if parcel else ""
