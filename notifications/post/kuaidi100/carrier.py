"""Kuaidi100 as one of the carriers: it tracks whatever number a parcel has, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.errors import AskedLately, Kuaidi100Refused
from notifications.post.kuaidi100.models import WatchedNumber
from notifications.post.kuaidi100.service import watch_number
from notifications.post.parcels.carriers import Capability, Carrier, TrackEvent
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName, Direction

# Kuaidi100 locks a number that is asked for twice within 30 minutes.
ASK_EVERY = timedelta(minutes=31)
# In one statement, so that two parcels of one envelope cannot ask side by side.
_TAKE_TURN = """
UPDATE watched_number SET asked_at = $2
WHERE number = $1 AND (asked_at IS NULL OR asked_at <= $3) RETURNING carrier_code
"""


class Kuaidi100Carrier(Carrier):
    """Each answer is the whole track of the number."""

    name: ClassVar = CarrierName.kuaidi100
    can: ClassVar = frozenset({Capability.track})
    tells_all: ClassVar = True

    def __init__(self, client: Kuaidi100Client) -> None:
        self._client = client

    async def track(self, parcel: Parcel) -> Sequence[TrackEvent]:
        """Raises AskedLately within half an hour of the last question for this number."""
        number = parcel.waybill_number or ""
        now = clock.now()
        turn = await fetch(_TAKE_TURN, number, now, now - ASK_EVERY)
        if not turn:
            raise AskedLately("asked_lately")
        carrier_code = turn[0]["carrier_code"]
        if not carrier_code:
            carrier_code = await self._client.recognise(number)
            await WatchedNumber.filter(number=number).update(carrier_code=carrier_code)
        track = await self._client.query(carrier_code, number, phone_of(parcel))
        if track.number and track.number.upper() != number:
            raise Kuaidi100Refused("other_number")
        return track.of(parcel)

    async def watch(self, parcel: Parcel) -> None:
        """For a parcel of EMS that fell silent: Kuaidi100 may have heard more of it."""
        known = WatchedNumber.filter(number=parcel.waybill_number or "")
        # A known number is left alone: its row is never locked after a parcel's, only before.
        if parcel.waybill_number and not await known.exists():
            await watch_number(parcel.waybill_number, parcel.carrier_code or parcel.carrier.value)


def phone_of(parcel: Parcel) -> str:
    """The last digits of the hall's phone; a person's phone never goes to Kuaidi100."""
    return parcel.receiver.phone[-4:] if parcel.direction is Direction.to_hall else ""
