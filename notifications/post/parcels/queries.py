"""What the owner of a parcel and staff may see of it."""

from collections.abc import Iterable, Sequence

from notifications.post.parcels.models import Parcel, ParcelEvent, ParcelOutcome
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import ParcelEventView, ParcelView
from notifications.post.parcels.standing import Scan, authoritative, place_in_time
from notifications.post.parcels.states import STATE_NAMES


async def parcels_of(owner: Owner) -> list[ParcelView]:
    """Every parcel of an owner, oldest first, each with its track, newest event first.

    For the owner and for staff: the events carry the carrier's own text.
    """
    parcels = await Parcel.filter(**owner.columns).order_by("created_at", "id")
    events = await ParcelEvent.filter(parcel_id__in=[parcel.id for parcel in parcels])
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
        receiver=parcel.receiver.masked(),
        delivered_at=parcel.delivered_at,
        events=[_event_view(event) for event in _newest_first(events)],
    )


def _newest_first(events: Iterable[ParcelEvent]) -> list[ParcelEvent]:
    """What one source said: the same event told by two of them is shown once."""
    by_scan = {_scan(event): event for event in events}
    scans = sorted(authoritative(by_scan), key=place_in_time, reverse=True)
    return [by_scan[scan] for scan in scans]


def _scan(event: ParcelEvent) -> Scan:
    return Scan(event.at, event.op_code, event.sub_code, event.source)


def _event_view(event: ParcelEvent) -> ParcelEventView:
    return ParcelEventView(
        at=event.at,
        text=_scan(event).meaning.text,
        place=" ".join(part for part in (event.city, event.organisation) if part),
        carrier_text=event.description,
    )
