"""Track events become the parcel's state and, where it matters, an outcome for its followers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.due.wakes import wake
from notifications.post.parcels.alerts import HELD_FOR, review_alerts
from notifications.post.parcels.carriers import TrackEvent
from notifications.post.parcels.events import (
    add_events,
    is_behind,
    of_this_parcel,
    replace_events,
    scans_of,
)
from notifications.post.parcels.models import Parcel, ParcelOutcome
from notifications.post.parcels.standing import Standing, standing_of
from notifications.post.parcels.states import (
    ENDED,
    FINAL,
    STATE_NAMES,
    CarrierName,
    ParcelNews,
    ParcelState,
    outcome_to_tell,
)

# Kuaidi100 pushes by itself, and each question to it costs money and locks the number.
POLL_EVERY = {CarrierName.ems: timedelta(hours=4), CarrierName.kuaidi100: timedelta(hours=12)}
# A delivery can be undone, so it is looked at for a while after the end.
WATCH_EVERY = {CarrierName.ems: timedelta(hours=24), CarrierName.kuaidi100: timedelta(days=3)}
WATCH_FOR = timedelta(days=7)

REVERSED_TEXT = "此前的签收或退回记录已撤销,邮件仍在途中"


async def record_push(waybill_number: str, order_number: str, events: Sequence[TrackEvent]) -> bool:
    """Take what EMS pushed (040002). False: no parcel of ours, which is no fault of the push.

    EMS pushes every waybill of the customer number, also those that other systems ordered.
    """
    transaction_needed()
    parcel = await _locked(waybill_number, order_number)
    if parcel is None:
        return False
    await record_events(parcel, CarrierName.ems, events)
    return True


async def record_events(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> None:
    """Add events to the locked parcel's track and recompute where it stands."""
    events = of_this_parcel(parcel, source, events)
    await _settle(parcel, is_news=await add_events(parcel, source, events))


async def record_list(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> bool:
    """Take the whole list that a source pushed; it replaces what that source said before.

    A list that is behind what is held is an old push that came late, or something was taken back:
    it changes nothing (False), and the carrier is asked at once, for its answer is certain.
    An empty list says that nothing is known just now, and takes nothing back.
    """
    events = of_this_parcel(parcel, source, events)
    if await is_behind(parcel, source, events):
        if parcel.carrier is source:
            parcel.due_at = clock.now()
            await parcel.save(update_fields=["due_at"])
            await wake(Parcel._meta.db_table)
        return False
    await _replace(parcel, source, events)
    return True


async def record_answer(
    parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent], asked_at: datetime
) -> None:
    """Take the whole list that a source answered, even one that takes something back.

    Unless a push came since `asked_at` which knows more than this answer.
    """
    events = of_this_parcel(parcel, source, events)
    was_overtaken = parcel.listed_at is not None and parcel.listed_at >= asked_at
    if was_overtaken and await is_behind(parcel, source, events):
        await _settle(parcel, is_news=False)
    else:
        await _replace(parcel, source, events)


async def _replace(parcel: Parcel, source: CarrierName, events: Sequence[TrackEvent]) -> None:
    is_news = False
    if events:
        is_news = await replace_events(parcel, source, events)
        parcel.listed_at = clock.now()
    await _settle(parcel, is_news=is_news)


async def look_over(parcel: Parcel) -> None:
    """See whether the locked parcel calls for an alert, although nothing was heard of it."""
    standing = standing_of(await scans_of(parcel), _base(parcel))
    await review_alerts(parcel, standing)


async def _settle(parcel: Parcel, *, is_news: bool) -> None:
    if is_news:
        parcel.news_at = clock.now()
    await stand(parcel, standing_of(await scans_of(parcel), _base(parcel)))


async def stand(parcel: Parcel, standing: Standing) -> None:
    """Write where the locked parcel stands now, tell what is new, and set when to look again."""
    now = clock.now()
    at = standing.scan.at if standing.scan else now
    was_ended = parcel.state in ENDED
    parcel.state = standing.state
    if standing.state is not ParcelState.order_failed:
        parcel.reason, parcel.refusal = "", None
    parcel.delivered_at = at if standing.state is ParcelState.delivered else None
    if standing.state not in ENDED:
        parcel.ended_at = None
    elif not was_ended or parcel.ended_at is None:
        parcel.ended_at = now
    parcel.due_at = _next_look(parcel, now)
    while await _tell(parcel, standing, at):
        pass
    await parcel.save()
    await review_alerts(parcel, standing)


def _next_look(parcel: Parcel, now: datetime) -> datetime | None:
    if parcel.state is ParcelState.ordered and parcel.cancel_requested_at:
        return now
    if parcel.state not in ENDED:
        return now + POLL_EVERY[parcel.carrier]
    is_watched = parcel.state in FINAL and parcel.ended_at and now < parcel.ended_at + WATCH_FOR
    return now + WATCH_EVERY[parcel.carrier] if is_watched else None


async def _locked(waybill_number: str, order_number: str) -> Parcel | None:
    """The parcel of this waybill; one whose waybill was lost with the order's answer adopts it."""
    rows = Parcel.select_for_update().order_by("-created_at")
    ordered = rows.filter(carrier=CarrierName.ems)
    parcel = await ordered.filter(waybill_number=waybill_number).first()
    if parcel is None and order_number:
        parcel = await ordered.filter(order_number=order_number, waybill_number=None).first()
        if parcel is not None:
            parcel.waybill_number = waybill_number
    return parcel


def _base(parcel: Parcel) -> ParcelState:
    """What holds without any scan: an order that we cancelled stays so, a scan of it may go."""
    if parcel.state is ParcelState.cancelled and parcel.carrier is CarrierName.ems:
        return ParcelState.cancelled
    return ParcelState.ordered


async def _tell(parcel: Parcel, standing: Standing, at: datetime) -> bool:
    is_long_held = clock.now() >= at + HELD_FOR
    new, parcel.told_state = outcome_to_tell(
        parcel.told_state, standing.state, is_long_held=is_long_held
    )
    if new is None:
        return False
    parcel.outcomes_told += 1
    await ParcelOutcome.create(
        parcel_id=parcel.id,
        reference=parcel.reference,
        sequence=parcel.outcomes_told,
        waybill_number=parcel.waybill_number,
        outcome=new,
        text=_text(new, standing),
        at=at,
        due_at=clock.now(),
    )
    await wake(ParcelOutcome._meta.db_table)
    return True


def _text(outcome: ParcelNews, standing: Standing) -> str:
    if outcome is ParcelNews.reversed:
        return REVERSED_TEXT
    return standing.scan.meaning.text if standing.scan else STATE_NAMES[standing.state]
