"""From when to when a scan can be one of a parcel: carriers give numbers out again, and their
clocks go wrong."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mobile_api.shared import clock
from notifications.post.parcels.carriers import TrackEvent
from notifications.post.parcels.meanings import meaning_of
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName

# A wrong year must not make a scan the newest for ever.
MOST_AHEAD = timedelta(days=1)
# A person tells us of a parcel that they have posted already, and clocks differ; but no carrier
# gives a number out again within a month.
_EARLIEST = timedelta(days=30)


def beginning_of(parcel: Parcel) -> datetime:
    """Scans from before belong to another parcel, which had the number earlier."""
    return parcel.created_at - _EARLIEST


def is_plausible(parcel: Parcel, at: datetime) -> bool:
    return beginning_of(parcel) <= at <= clock.now() + MOST_AHEAD


def of_this_parcel(
    parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]
) -> list[TrackEvent]:
    """Those that can be scans of this parcel.

    What takes another scan back is kept whatever its clock says: `placed_at` gives it its place.
    """
    return [
        one
        for one in events
        if is_plausible(parcel, one.at) or meaning_of(source, one.op_code, one.sub_code).undoes
    ]


def placed_at(parcel: Parcel, at: datetime, received_at: datetime, *, undoes: bool) -> datetime:
    """When a stored scan happened, as far as it can be known.

    Never after we heard of it; and a reversal with a clock that cannot be right when we heard of
    it.
    """
    is_too_old = undoes and at < beginning_of(parcel)
    return received_at if is_too_old else min(at, received_at)
