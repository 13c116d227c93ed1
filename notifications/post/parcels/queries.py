"""What the owner of a parcel and staff may see of it."""

from collections.abc import Iterable, Sequence

from mobile_api.shared.json_columns import UNREADABLE, lacks, read_each
from notifications.post.parcels.events import scan_of
from notifications.post.parcels.models import Parcel, ParcelEvent, ParcelOutcome
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import MaskedContact, ParcelEventView, ParcelView
from notifications.post.parcels.standing import Scan, authoritative, place_in_time
from notifications.post.parcels.states import STATE_NAMES


async def parcels_of(owner: Owner) -> list[ParcelView]:
    """Every parcel of an owner, oldest first, each with its track, newest event first.

    For the owner and for staff: the events carry the carrier's own text.
    """
    parcels = await read_each(Parcel.filter(**owner.columns).order_by("created_at", "id"))
    if not parcels:
        return []
    ids = [parcel.id for parcel in parcels]
    events = await read_each(ParcelEvent.filter(parcel_id__in=ids))
    return [_view(parcel, [e for e in events if e.parcel_id == parcel.id]) for parcel in parcels]


async def is_superseded(outcome: ParcelOutcome) -> bool:
    """Whether a later outcome of the same parcel exists, which makes this one history.

    Ask it with the follower's own row locked: several workers follow outcomes side by side.
    """
    later = ParcelOutcome.filter(parcel_id=outcome.parcel_id, sequence__gt=outcome.sequence)
    return await later.exists()


def _view(parcel: Parcel, events: Sequence[ParcelEvent]) -> ParcelView:
    return ParcelView(
        id=parcel.id,
        reference=parcel.reference,
        waybill_number=parcel.waybill_number,
        carrier_code=parcel.carrier_code or parcel.carrier.value,
        direction=parcel.direction,
        state=parcel.state,
        state_name=STATE_NAMES[parcel.state],
        contents=parcel.contents,
        receiver=_nobody() if lacks(parcel, "receiver") else parcel.receiver.masked(),
        delivered_at=parcel.delivered_at,
        events=_newest_first(parcel, events),
    )


def _nobody() -> MaskedContact:
    return MaskedContact(name=UNREADABLE, phone="", address="")


def _newest_first(parcel: Parcel, events: Iterable[ParcelEvent]) -> list[ParcelEventView]:
    """What one source said: the same event told by two of them is shown once."""
    by_scan = {scan: event for event in events if (scan := scan_of(parcel, event)) is not None}
    scans = sorted(authoritative(by_scan), key=place_in_time, reverse=True)
    return [_event_view(scan, by_scan[scan]) for scan in scans]


def _event_view(scan: Scan, event: ParcelEvent) -> ParcelEventView:
    return ParcelEventView(
        at=scan.at,
        text=scan.meaning.text,
        place=" ".join(part for part in (event.city, event.organisation) if part),
        carrier_text=UNREADABLE if lacks(event, "description") else event.description,
    )
