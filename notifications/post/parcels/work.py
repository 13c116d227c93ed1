"""What a worker does with due parcels: order, cancel, or ask the carrier for the track."""

import asyncio
import logging
from datetime import timedelta

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim_due
from notifications.post.parcels.alerts import is_silent
from notifications.post.parcels.carriers import Capability, Carriers
from notifications.post.parcels.errors import CarrierError, CarrierRefused, CarrierUnreachable
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.standing import Standing
from notifications.post.parcels.states import CarrierName, ParcelState
from notifications.post.parcels.tracking import (
    POLL_EVERY,
    look_over,
    record_answer,
    record_events,
    stand,
)

log = logging.getLogger(__name__)

BATCH, LEASE = 20, timedelta(minutes=2)
# A refusal may be our settings' fault, so it is repeated a little; silence for days.
MOST_REFUSALS, GIVE_UP_AFTER = 3, timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_CANCEL_REASON = "用户取消寄件"


async def work_off(carriers: Carriers) -> int:
    """Claim a batch of due parcels and do what each needs; answers how many were handled."""
    parcels = await claim_due(Parcel, limit=BATCH, lease=LEASE)
    await asyncio.gather(*(_work_one(carriers, parcel) for parcel in parcels))
    return len(parcels)


async def _work_one(carriers: Carriers, parcel: Parcel) -> None:
    due_at = parcel.due_at or clock.now()
    try:
        if parcel.carrier not in carriers:
            raise CarrierUnreachable("carrier_not_configured")
        await _work(carriers, parcel)
        outcome = "done"
    except CarrierError as error:
        outcome = type(error).__name__
        log.warning("%s failed for parcel %s: %s", parcel.carrier.value, parcel.id, error.code)
        await _record_failure(parcel, error.code, error)
    except Exception as error:
        # Whatever it is must not stop the other parcels, nor be lost: it ends in a named state.
        outcome = "unexpected"
        log.exception("parcel %s could not be worked on", parcel.id)
        await _record_failure(parcel, "unexpected", error)
    metrics.due_work_total.labels("parcel", outcome).inc()
    metrics.due_work_seconds.labels("parcel").observe((clock.now() - due_at).total_seconds())


async def _work(carriers: Carriers, parcel: Parcel) -> None:
    if parcel.waybill_number is None:
        await _record_order(parcel, await carriers[parcel.carrier].order(parcel))
    elif (
        parcel.cancel_requested_at
        and parcel.state is ParcelState.ordered
        and Capability.cancel in carriers[parcel.carrier].can
    ):
        await _cancel(carriers, parcel)
    else:
        await _record_track(carriers, parcel)


async def _cancel(carriers: Carriers, parcel: Parcel) -> None:
    try:
        await carriers[parcel.carrier].cancel(parcel, _CANCEL_REASON)
    except CarrierRefused:
        # Collected meanwhile: the wish is dropped and the track tells what happens.
        await _record_track(carriers, parcel)
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


async def _record_track(carriers: Carriers, claimed: Parcel) -> None:
    carrier, asked_at = carriers[claimed.carrier], clock.now()
    events = await carrier.track(claimed)
    async with in_transaction():
        parcel = await _still_ours(claimed)
        if parcel is None:
            return
        if claimed.cancel_requested_at:
            parcel.cancel_requested_at = None
        if carrier.tells_all:
            await record_answer(parcel, carrier.name, events, asked_at)
        else:
            await record_events(parcel, carrier.name, events)
        other = carriers.get(CarrierName.kuaidi100)
        if other is not None and is_silent(parcel, clock.now()):
            await other.watch(parcel)


async def _record_failure(claimed: Parcel, code: str, error: Exception) -> None:
    async with in_transaction():
        parcel = await _still_ours(claimed)
        if parcel is None:
            return
        parcel.failures += 1
        if parcel.waybill_number is None and _is_hopeless(parcel, error):
            parcel.reason = code[:40]
            parcel.refusal = error.message if isinstance(error, CarrierRefused) else None
            await stand(parcel, Standing(ParcelState.order_failed))
            return
        is_ordered = parcel.waybill_number is not None
        longest = POLL_EVERY[parcel.carrier] if is_ordered else LONGEST_PAUSE
        pause = min(FIRST_PAUSE * 2 ** min(parcel.failures - 1, 12), longest)
        parcel.due_at = clock.now() + pause
        await parcel.save()
        # A carrier that cannot be asked tells nothing either: silence is noticed all the same.
        await look_over(parcel)


def _is_hopeless(parcel: Parcel, error: Exception) -> bool:
    if isinstance(error, CarrierRefused) and parcel.failures >= MOST_REFUSALS:
        return True
    return clock.now() >= parcel.ordering_since + GIVE_UP_AFTER


async def _still_ours(claimed: Parcel) -> Parcel | None:
    """The claimed parcel, locked and without its lease; None when another worker has it now."""
    parcel = await Parcel.select_for_update().get_or_none(id=claimed.id, attempts=claimed.attempts)
    if parcel is not None:
        parcel.leased_until = None
    return parcel
