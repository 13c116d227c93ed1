"""What a push of Kuaidi100 changes: the number's subscription, and every parcel that has it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from notifications.post.kuaidi100.errors import PushNotGenuine
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.kuaidi100.subscriptions import arm_again
from notifications.post.kuaidi100.tracks import Track, carrier_code_of, read_track
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName
from notifications.post.parcels.tracking import record_list

ABORTED, SIGNED_FOR = "abort", "shutdown"
NEVER_GIVEN_UP_WITHIN = timedelta(days=1)
# EMS in the words of Kuaidi100; others give out the same digits (10, 11, 50) too.
_EMS_CODES = frozenset({"ems", "emsguoji", "youzhengguonei"})


async def take(param: Mapping[str, Any]) -> bool:
    """Store a genuine push in the running transaction. False: a number that we do not watch.

    The whole list comes every time, with `shutdown` when it was signed for and with `abort` when
    Kuaidi100 gave up (three days without a record, sixty without a change). Raises PushNotGenuine
    when it names no number.
    """
    transaction_needed()
    track = read_track(param.get("lastResult"), param.get("destResult"))
    if not track.number:
        raise PushNotGenuine("no number")
    rows = WatchedNumber.select_for_update()
    watched = await rows.get_or_none(number=track.number.upper())
    if watched is None:
        return False
    corrected = await _correct_carrier(watched, param)
    is_of_ems = (track.carrier_code or watched.carrier_code) in _EMS_CODES
    for parcel in await _parcels(watched.number, is_of_ems=is_of_ems):
        if corrected and parcel.carrier is CarrierName.kuaidi100:
            parcel.carrier_code = watched.carrier_code
        await _record(parcel, track)
    await _follow_status(watched, param.get("status"))
    return True


async def _parcels(number: str, *, is_of_ems: bool) -> list[Parcel]:
    """Those that a track is about, in one order for everybody, so that pushes and polls cannot
    lock each other out. What we ordered at EMS is moved by no other carrier's track."""
    rows = Parcel.select_for_update().filter(waybill_number=number).order_by("id")
    return [
        parcel
        for parcel in await rows
        if (is_of_ems if parcel.carrier is CarrierName.ems else not parcel.cancel_requested_at)
    ]


async def _record(parcel: Parcel, track: Track) -> None:
    if not await record_list(parcel, CarrierName.kuaidi100, track.of(parcel)):
        # Kept apart from the list: the corrected carrier holds even if the list is an old one.
        await parcel.save(update_fields=["carrier_code"])


async def _correct_carrier(watched: WatchedNumber, param: Mapping[str, Any]) -> bool:
    """`autoCheck` 1: Kuaidi100 found that the number is another carrier's (`comOld`, `comNew`)."""
    corrected = carrier_code_of(param.get("comNew"))
    if str(param.get("autoCheck")) != "1" or not corrected or corrected == watched.carrier_code:
        return False
    watched.carrier_code = corrected
    await watched.save(update_fields=["carrier_code"])
    return True


async def _follow_status(watched: WatchedNumber, status: Any) -> None:
    if status == ABORTED:
        if watched.state is WatchState.polling and not _is_fresh(watched):
            await arm_again(watched)
    elif status == SIGNED_FOR:
        watched.state, watched.reason, watched.due_at = WatchState.ended, "", None
        await watched.save(update_fields=["state", "reason", "due_at"])


def _is_fresh(watched: WatchedNumber) -> bool:
    """Kuaidi100 gives nobody up within days of the subscription: that abort is an old one, pushed
    again after we had subscribed anew."""
    last = max(watched.subscribed_at, default=None)
    return last is not None and clock.now() < last + NEVER_GIVEN_UP_WITHIN
