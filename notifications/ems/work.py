"""What a worker does with due parcels: order, cancel, or ask EMS for the track."""

import asyncio
import logging
from datetime import datetime, timedelta

from mobile_api.shared import clock, metrics
from mobile_api.shared.claims import claim_due
from mobile_api.shared.database import in_transaction
from notifications.ems.client import EmsClient
from notifications.ems.errors import EmsError, EmsRefused
from notifications.ems.models import Parcel
from notifications.ems.operations import Operation
from notifications.ems.orders import order_of
from notifications.ems.standing import Standing
from notifications.ems.states import ParcelState
from notifications.ems.tracking import POLL_EVERY, record_operations, stand

log = logging.getLogger(__name__)

BATCH, LEASE = 20, timedelta(minutes=2)
# A refusal may be our settings' fault, so it is repeated a little; silence for days.
MOST_REFUSALS, GIVE_UP_AFTER = 3, timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_CANCEL_REASON = "用户取消寄件"


async def work_off(client: EmsClient) -> int:
    """Claim a batch of due parcels and do what each needs; answers how many were handled."""
    parcels = await claim_due(Parcel, limit=BATCH, lease=LEASE)
    await asyncio.gather(*(_work_one(client, parcel) for parcel in parcels))
    return len(parcels)


async def _work_one(client: EmsClient, parcel: Parcel) -> None:
    due_at = parcel.due_at or clock.now()
    try:
        await _work(client, parcel)
        outcome = "done"
    except EmsError as error:
        outcome = type(error).__name__
        log.warning("EMS failed for parcel %s: %s", parcel.id, error.code)
        await _record_failure(parcel, error.code, error)
    except Exception as error:
        # Whatever it is must not stop the other parcels, nor be lost: it ends in a named state.
        outcome = "unexpected"
        log.exception("parcel %s could not be worked on", parcel.id)
        await _record_failure(parcel, "unexpected", error)
    metrics.due_work_total.labels("parcel", outcome).inc()
    metrics.due_work_seconds.labels("parcel").observe((clock.now() - due_at).total_seconds())


async def _work(client: EmsClient, parcel: Parcel) -> None:
    if parcel.waybill_number is None:
        waybill_number = await client.order(order_of(parcel))
        await _record_order(parcel, waybill_number)
    elif parcel.cancel_requested_at and parcel.state is ParcelState.ordered:
        await _cancel(client, parcel, parcel.waybill_number)
    else:
        await _record_track(parcel, await client.track(parcel.waybill_number))


async def _cancel(client: EmsClient, parcel: Parcel, waybill_number: str) -> None:
    try:
        await client.cancel(parcel.order_number, waybill_number, _CANCEL_REASON)
    except EmsRefused:
        # Collected meanwhile: the wish is dropped and the track tells what happens.
        await _record_track(parcel, await client.track(waybill_number))
        return
    await _record_cancellation(parcel)


async def _record_order(claimed: Parcel, waybill_number: str) -> None:
    async with in_transaction():
        parcel = await _still_ours(claimed)
        if parcel is None or parcel.waybill_number is not None:
            return
        parcel.waybill_number = waybill_number
        await stand(parcel, Standing(ParcelState.ordered))


async def _record_cancellation(claimed: Parcel) -> None:
    async with in_transaction():
        parcel = await _still_ours(claimed)
        # A push may have shown it collected while EMS was being asked.
        if parcel is not None and parcel.state is ParcelState.ordered:
            await stand(parcel, Standing(ParcelState.cancelled))


async def _record_track(claimed: Parcel, operations: list[Operation]) -> None:
    async with in_transaction():
        parcel = await _still_ours(claimed)
        if parcel is not None:
            parcel.cancel_requested_at = None
            await record_operations(parcel, operations)


async def _record_failure(claimed: Parcel, code: str, error: Exception) -> None:
    async with in_transaction():
        parcel = await _still_ours(claimed)
        if parcel is None:
            return
        parcel.failures += 1
        if parcel.waybill_number is None and _is_hopeless(parcel, error):
            parcel.reason = code[:40]
            parcel.refusal = error.message if isinstance(error, EmsRefused) else None
            await stand(parcel, Standing(ParcelState.order_failed))
        else:
            longest = LONGEST_PAUSE if parcel.waybill_number is None else POLL_EVERY
            pause = min(FIRST_PAUSE * 2 ** min(parcel.failures - 1, 12), longest)
            await _release(parcel, clock.now() + pause)


def _is_hopeless(parcel: Parcel, error: Exception) -> bool:
    if isinstance(error, EmsRefused) and parcel.failures >= MOST_REFUSALS:
        return True
    return clock.now() >= parcel.ordering_since + GIVE_UP_AFTER


async def _still_ours(claimed: Parcel) -> Parcel | None:
    """The claimed parcel, locked and without its lease; None when another worker has it now."""
    parcel = await Parcel.select_for_update().get_or_none(id=claimed.id, attempts=claimed.attempts)
    if parcel is not None:
        parcel.leased_until = None
    return parcel


async def _release(parcel: Parcel, due_at: datetime) -> None:
    parcel.due_at = due_at
    await parcel.save()
