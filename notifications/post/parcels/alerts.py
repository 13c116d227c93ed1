"""What staff should look at: a parcel that fell silent, is lost, refused, back, or not fetched."""

from datetime import datetime, timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.errors import NotFound
from notifications.post.parcels.models import Parcel, ParcelAlert
from notifications.post.parcels.standing import Standing
from notifications.post.parcels.states import SILENT_AFTER, AlertKind, ParcelState

# Lockers and counters keep a parcel for about a week; the person is reminded well before.
HELD_FOR = timedelta(days=3)
_BY_STATE = {
    ParcelState.lost: AlertKind.lost,
    ParcelState.returned: AlertKind.returned,
    ParcelState.order_failed: AlertKind.order_failed,
}
# While a parcel that was refused is still on its way, somebody can do something about it.
_REFUSAL_OPEN = {ParcelState.attempted, ParcelState.returning, ParcelState.in_transit}


async def resolve_alert(alert_id: UUID, staff_id: UUID) -> None:
    """A member of staff has dealt with it; the same cause does not open it again.

    Raises NotFound.
    """
    transaction_needed()
    alert = await ParcelAlert.select_for_update().get_or_none(id=alert_id)
    if alert is None:
        raise NotFound()
    if alert.resolved_at is None:
        alert.resolved_at, alert.resolved_by = clock.now(), staff_id
        await alert.save(update_fields=["resolved_at", "resolved_by"])


async def review_alerts(parcel: Parcel, standing: Standing) -> None:
    """Open what the locked parcel calls for now, and close what it no longer calls for."""
    now = clock.now()
    causes = causes_of(parcel, standing, now)
    rows = await ParcelAlert.filter(parcel_id=parcel.id)
    known = {(row.kind, row.cause_at): row for row in rows}
    for kind, cause_at in causes.items():
        row = known.pop((kind, cause_at), None)
        if row is None:
            await ParcelAlert.create(
                parcel_id=parcel.id,
                reference=parcel.reference,
                kind=kind,
                cause_at=cause_at,
                opened_at=now,
            )
        elif row.resolved_at and not row.resolved_by:
            await ParcelAlert.filter(id=row.id).update(resolved_at=None)
    over = [row.id for row in known.values() if row.resolved_at is None]
    if over:
        await ParcelAlert.filter(id__in=over).update(resolved_at=now)


def causes_of(parcel: Parcel, standing: Standing, now: datetime) -> dict[AlertKind, datetime]:
    """What a parcel in this standing calls for at `now`, and since when."""
    since = standing.scan.at if standing.scan else parcel.ordering_since
    causes: dict[AlertKind, datetime] = {}
    if kind := _BY_STATE.get(parcel.state):
        causes[kind] = since
    if standing.alert and parcel.state in _REFUSAL_OPEN:
        asked, asked_at = standing.alert
        causes[asked] = asked_at
    if parcel.state is ParcelState.held_at_locker and now >= since + HELD_FOR:
        causes[AlertKind.locker_expiring] = since
    if is_silent(parcel, now):
        causes[AlertKind.silent] = parcel.news_at or parcel.ordering_since
    return causes


def is_silent(parcel: Parcel, now: datetime) -> bool:
    """Whether the parcel has said nothing new for longer than is usual where it stands."""
    limit = SILENT_AFTER.get(parcel.state)
    return limit is not None and now >= (parcel.news_at or parcel.ordering_since) + limit
