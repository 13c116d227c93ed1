"""What features ask of Kuaidi100: follow a parcel that a person posted, or stop following it."""

from uuid import NAMESPACE_URL, UUID, uuid5

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import NotFound
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Contact, Nobody
from notifications.post.parcels.standing import Standing
from notifications.post.parcels.states import CarrierName, Direction, ParcelState
from notifications.post.parcels.tracking import POLL_EVERY, stand


async def follow_parcel(
    owner: Owner,
    *,
    waybill_number: str,
    receiver: Contact,
    contents: str,
    carrier_code: str = "",
    direction: Direction = Direction.to_hall,
) -> Parcel:
    """Write a parcel whose number a person gave us; in the caller's transaction.

    `waybill_number`: a `WaybillNumber` of the schemas. `carrier_code`: as Kuaidi100 names carriers
    (`shunfeng`), empty when the person does not know. `receiver`: the hall; the end of its phone is
    all that some carriers ask for. The same number of the same owner is the same parcel,
    followed again if it had been taken back.
    """
    transaction_needed()
    now = clock.now()
    values = {
        "direction": direction,
        "carrier_code": carrier_code,
        "contents": contents,
        "sender": Nobody(),
        "receiver": receiver,
        "state": ParcelState.ordered,
        "created_at": now,
        "ordering_since": now,
    }
    # Unique by itself: of two that write the same at once, one finds what the other wrote.
    told = f"{owner.kind}:{owner.reference}/{waybill_number}"
    values["order_number"] = uuid5(NAMESPACE_URL, told).hex
    is_pushed = await watch_number(waybill_number, carrier_code)
    parcel, is_new = await Parcel.get_or_create(
        **owner.columns,
        carrier=CarrierName.kuaidi100,
        waybill_number=waybill_number,
        defaults=values,
    )
    if is_new or parcel.cancel_requested_at is not None:
        parcel.carrier_code = carrier_code or parcel.carrier_code
        await _begin(parcel, is_pushed=is_pushed)
    return parcel


async def _begin(parcel: Parcel, *, is_pushed: bool) -> None:
    now = clock.now()
    parcel.state, parcel.ended_at, parcel.cancel_requested_at = ParcelState.ordered, None, None
    # Nobody pushes a number that was signed for or refused before: it is asked for.
    parcel.due_at = now + POLL_EVERY[CarrierName.kuaidi100] if is_pushed else now
    await parcel.save()
    await wake(Parcel._meta.db_table)


async def watch_number(number: str, carrier_code: str) -> bool:
    """Write that Kuaidi100 shall push this number, unless it is being watched already.

    A number that was refused is tried anew when its carrier is now another one. Answers whether
    pushes are to be expected.
    """
    values = {
        "carrier_code": carrier_code,
        "state": WatchState.waiting,
        "created_at": clock.now(),
        "due_at": clock.now(),
    }
    watched, is_new = await WatchedNumber.get_or_create(number=number, defaults=values)
    if watched.state is WatchState.refused and carrier_code not in ("", watched.carrier_code):
        watched.carrier_code, watched.state = carrier_code, WatchState.waiting
        watched.due_at, watched.reason, is_new = clock.now(), "", True
        await watched.save(update_fields=["carrier_code", "state", "due_at", "reason"])
    if is_new:
        await wake(WatchedNumber._meta.db_table)
    return watched.state in (WatchState.waiting, WatchState.polling)


async def stop_following(parcel_id: UUID) -> Parcel:
    """The person took the number back (mistyped, say); what is pushed of it moves nothing more.

    Raises NotFound, also for a parcel that we ordered ourselves.
    """
    transaction_needed()
    followed = Parcel.select_for_update().filter(carrier=CarrierName.kuaidi100)
    parcel = await followed.get_or_none(id=parcel_id)
    if parcel is None:
        raise NotFound()
    if parcel.cancel_requested_at is None:
        # The fencing token moves on, so that an answer still under way is not recorded.
        parcel.attempts, parcel.leased_until = parcel.attempts + 1, None
        parcel.cancel_requested_at = clock.now()
        await stand(parcel, Standing(ParcelState.cancelled))
    return parcel
