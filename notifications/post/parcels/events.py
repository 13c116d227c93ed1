"""The stored track of a parcel: what each source said, kept apart by source, from when to when a
scan can be one of it: carriers give numbers out again, and their clocks go wrong."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mobile_api.shared import clock
from notifications.post.parcels.carriers import TrackEvent
from notifications.post.parcels.meanings import meaning_of
from notifications.post.parcels.models import Parcel, ParcelEvent
from notifications.post.parcels.standing import Scan
from notifications.post.parcels.states import CarrierName

Key = tuple[str, datetime]

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


async def scans_of(parcel: Parcel) -> list[Scan]:
    """Every scan of every source that can be one of this parcel."""
    events = await ParcelEvent.filter(parcel_id=parcel.id)
    return [scan for event in events if (scan := scan_of(parcel, event)) is not None]


def scan_of(parcel: Parcel, event: ParcelEvent) -> Scan | None:
    """A stored event at its place in time; None for one of another parcel, stored long ago."""
    source, received_at = event.source, event.received_at
    undoes = bool(meaning_of(source, event.op_code, event.sub_code).undoes)
    if event.at < beginning_of(parcel) and not undoes:
        return None
    at = placed_at(parcel, event.at, received_at, undoes=undoes)
    return Scan(
        at,
        event.op_code,
        event.sub_code,
        source,
        told_at=event.at if at < event.at else None,
        heard_at=received_at if undoes else None,
    )


async def add_events(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> bool:
    """One code at one second is one scan; a sub-code that comes later completes it.

    Answers whether anything was new. The parcel is locked by the caller.
    """
    known = await _known(parcel, source)
    is_news = False
    for one in events:
        event = known.get((one.op_code, one.at))
        if event is None:
            known[one.op_code, one.at] = await _new_event(parcel, source, one)
            is_news = True
        elif one.sub_code and not event.sub_code:
            event.sub_code = one.sub_code
            await event.save(update_fields=["sub_code"])
            is_news = True
    return is_news


async def replace_events(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> bool:
    """Let this source have said exactly these events. Answers whether anything was new."""
    kept = {(one.op_code, one.at) for one in events}
    known = await _known(parcel, source)
    gone = [event.id for key, event in known.items() if key not in kept]
    if gone:
        await ParcelEvent.filter(id__in=gone).delete()
    for one in events:
        event = known.get((one.op_code, one.at))
        if event is not None and event.description != one.description:
            event.description = one.description
            await event.save(update_fields=["description"])
    return await add_events(parcel, source, events)


async def is_behind(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> bool:
    """Whether this list is shorter in time than what is held of its source.

    Then it is an old one that came late, or the carrier took something back: the list itself does
    not say which.
    """
    if not events:
        return False
    stored = await ParcelEvent.filter(parcel_id=parcel.id, source=source)
    held = [event for event in stored if scan_of(parcel, event) is not None]
    return _extent([event.at for event in held]) > _extent(
        [at for _, at in {(one.op_code, one.at) for one in events}]
    )


def _extent(instants: Sequence[datetime]) -> tuple[float, int]:
    newest = max((at.timestamp() for at in instants), default=0.0)
    return newest, len(instants)


async def _known(parcel: Parcel, source: CarrierName) -> dict[Key, ParcelEvent]:
    events = await ParcelEvent.filter(parcel_id=parcel.id, source=source)
    return {(event.op_code, event.at): event for event in events}


async def _new_event(parcel: Parcel, source: CarrierName, one: TrackEvent) -> ParcelEvent:
    return await ParcelEvent.create(
        parcel_id=parcel.id,
        source=source,
        op_code=one.op_code,
        sub_code=one.sub_code,
        at=one.at,
        organisation=one.organisation,
        city=one.city,
        description=one.description,
        received_at=clock.now(),
    )
