"""What a worker does with due parcels: order, cancel, or ask the carrier for the track."""

from datetime import timedelta

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
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

# What a carrier refuses may be our settings' fault, so it is repeated a little; silence for days.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_ORDERING = Retry(first=_FIRST_PAUSE, longest=_LONGEST_PAUSE, until=timedelta(days=3))
_REFUSED = Retry(first=_FIRST_PAUSE, longest=_LONGEST_PAUSE, tries=3)
# Of what was ordered, silence alerts the staff long before; see `alerts`.
_ASKING = {
    name: Retry(first=_FIRST_PAUSE, longest=every, until=timedelta(days=30))
    for name, every in POLL_EVERY.items()
}
_CANCEL_REASON = "用户取消寄件"


async def work_on(carriers: Carriers, held: Held[Parcel]) -> None:
    """Order, cancel, or ask the carrier for the track, as the parcel needs."""
    try:
        if held.row.carrier not in carriers:
            raise CarrierUnreachable("carrier_not_configured")
        await _work(carriers, held)
    except CarrierError as error:
        await _look_over(held)
        raise TryAgain(error.code, by=_policy(held.row, error)) from error


def _policy(parcel: Parcel, error: CarrierError) -> Retry:
    if parcel.waybill_number is not None:
        return _ASKING[parcel.carrier]
    return _REFUSED if isinstance(error, CarrierRefused) else _ORDERING


async def _work(carriers: Carriers, held: Held[Parcel]) -> None:
    parcel = held.row
    if parcel.waybill_number is None:
        await _record_order(held, await carriers[parcel.carrier].order(parcel))
    elif (
        parcel.cancel_requested_at
        and parcel.state is ParcelState.ordered
        and Capability.cancel in carriers[parcel.carrier].can
    ):
        await _cancel(carriers, held)
    else:
        await _record_track(carriers, held)


async def _cancel(carriers: Carriers, held: Held[Parcel]) -> None:
    try:
        await carriers[held.row.carrier].cancel(held.row, _CANCEL_REASON)
    except CarrierRefused:
        # Collected meanwhile: the wish is dropped and the track tells what happens.
        await _record_track(carriers, held)
        return
    await _record_cancellation(held)


async def _record_order(held: Held[Parcel], waybill_number: str) -> None:
    async with in_transaction():
        parcel = await _locked(held)
        if parcel.waybill_number is None:
            parcel.waybill_number = waybill_number
            await stand(parcel, Standing(ParcelState.ordered))


async def _record_cancellation(held: Held[Parcel]) -> None:
    async with in_transaction():
        parcel = await _locked(held)
        # A push may have shown it collected while EMS was being asked.
        if parcel.state is ParcelState.ordered:
            await stand(parcel, Standing(ParcelState.cancelled))


async def _record_track(carriers: Carriers, held: Held[Parcel]) -> None:
    carrier, asked_at = carriers[held.row.carrier], clock.now()
    events = await carrier.track(held.row)
    async with in_transaction():
        parcel = await _locked(held)
        if held.row.cancel_requested_at:
            parcel.cancel_requested_at = None
        if carrier.tells_all:
            await record_answer(parcel, carrier.name, events, asked_at)
        else:
            await record_events(parcel, carrier.name, events)
        other = carriers.get(CarrierName.kuaidi100)
        if other is not None and is_silent(parcel, clock.now()):
            await other.watch(parcel)


async def _look_over(held: Held[Parcel]) -> None:
    """A carrier that cannot be asked tells nothing either: silence is noticed all the same."""
    async with in_transaction():
        await look_over(await held.locked())


async def _give_up(held: Held[Parcel], last: TryAgain) -> str | None:
    """What could not be ordered has a state; what is on its way stays where it was last seen."""
    parcel = await _locked(held)
    if parcel.waybill_number is not None:
        return None
    refused = last.__cause__ if isinstance(last.__cause__, CarrierRefused) else None
    parcel.reason, parcel.refusal = last.code[:40], refused.message if refused else None
    await stand(parcel, Standing(ParcelState.order_failed))
    return ParcelState.order_failed


async def _locked(held: Held[Parcel]) -> Parcel:
    """The parcel as it is now, without its lease, for `stand` to save. Raises ClaimLost."""
    parcel = await held.locked()
    parcel.leased_until = None
    return parcel


PARCELS = DueTable(
    model=Parcel,
    lease=timedelta(minutes=2),
    at_once=20,
    retry=_ORDERING,
    on_end=_give_up,
)
