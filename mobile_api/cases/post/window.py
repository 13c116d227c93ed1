"""The window's part of the post: what to hand over, what to look at, and acts at one parcel."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mobile_api.cases.history import note
from mobile_api.cases.post import results
from mobile_api.cases.post.errors import ParcelNotFound
from mobile_api.cases.post.models import PostalTask, PostalTaskState
from mobile_api.cases.post.owner import parcel_of, parcels_of
from mobile_api.cases.post.schemas import AlertView, PostalTaskView, StaffAddress, StaffParcel
from mobile_api.cases.post.views import task_view
from mobile_api.cases.scope import locked, scoped
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.words import WORDS
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import fetch
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.json_columns import UNREADABLE, lacks, read_each
from mobile_api.shared.text.masking import mask_name
from notifications.post.errors import ParcelNotRetryable
from notifications.post.models import Parcel, ParcelAlert
from notifications.post.schemas import Contact
from notifications.post.service import cancel_parcel, order_again, resolve_alert
from notifications.post.states import ALERT_NAMES, STATE_NAMES, AlertKind, Direction

_MOST = 200
# Parcels that wait are few, and all of them are due for a look some time.
_TO_HAND_OVER = """
SELECT p.id, c.item_name, count(l.id) AS printed
FROM parcel p JOIN case_file c ON c.number = p.reference AND p.owner_kind = 'case'
LEFT JOIN label_print l ON l.parcel_id = p.id
WHERE p.due_at IS NOT NULL AND p.state IN ('order_pending', 'ordered')
    AND p.cancel_requested_at IS NULL AND p.direction = 'to_person' AND c.department_key = $1
GROUP BY p.id, c.item_name ORDER BY p.created_at, p.id LIMIT $2
"""
_ALERTS = """
SELECT a.id, a.parcel_id, a.reference, a.kind, a.opened_at
FROM parcel_alert a JOIN parcel p ON p.id = a.parcel_id
JOIN case_file c ON c.number = p.reference AND p.owner_kind = 'case'
WHERE a.resolved_at IS NULL AND c.department_key = $1 ORDER BY a.opened_at, a.id LIMIT $2
"""


async def to_hand_over(caller: Staff) -> list[StaffParcel]:
    """Results of the caller's department that EMS is to collect, those that wait longest first."""
    rows = await fetch(_TO_HAND_OVER, caller.department_key, _MOST)
    parcels = await parcels_of(caller, [row["id"] for row in rows])
    return [_line(parcel, row) for (parcel, _), row in zip(parcels, rows, strict=True)]


def _line(parcel: Parcel, row: dict[str, Any]) -> StaffParcel:
    return StaffParcel(
        id=parcel.id,
        case_number=parcel.reference,
        item_name=row["item_name"],
        waybill_number=parcel.waybill_number,
        state=parcel.state.value,
        state_name=STATE_NAMES[parcel.state],
        receiver_masked=_receiver(parcel),
        created_at=parcel.created_at,
        labels_printed=row["printed"],
    )


def _receiver(parcel: Parcel) -> str:
    return UNREADABLE if lacks(parcel, "receiver") else mask_name(parcel.receiver.name)


async def open_alerts(caller: Staff) -> list[AlertView]:
    """Lost, returned, silent and refused parcels of the caller's department, oldest first."""
    rows = await fetch(_ALERTS, caller.department_key, _MOST)
    return [
        AlertView(
            id=row["id"],
            parcel_id=row["parcel_id"],
            case_number=row["reference"],
            kind=row["kind"],
            text=ALERT_NAMES[AlertKind(row["kind"])],
            opened_at=row["opened_at"],
        )
        for row in rows
    ]


async def resolve(caller: Staff, alert_id: UUID) -> None:
    """Raises ParcelNotFound, also for alerts of other departments."""
    alert = await ParcelAlert.get_or_none(id=alert_id)
    if alert is None:
        raise ParcelNotFound()
    await parcel_of(caller, alert.parcel_id)
    await resolve_alert(alert_id, caller.staff_id)
    await audit(caller, "resolve_parcel_alert", subject_kind="parcel", subject_id=alert.parcel_id)


async def tasks(caller: Staff) -> Sequence[PostalTaskView]:
    """What waits for an address, for pick-up or for a new copy, oldest first."""
    waiting = PostalTask.filter(
        state__in=[PostalTaskState.open, PostalTaskState.held],
        case__department_key=caller.department_key,
    )
    found = waiting.order_by("opened_at", "id").limit(_MOST).prefetch_related("case")
    return [task_view(task, task.case) for task in await read_each(found)]


async def cancel(caller: Staff, parcel_id: UUID, reason: str) -> None:
    """Raises ParcelNotFound, ParcelNotCancellable."""
    parcel, case = await parcel_of(caller, parcel_id)
    await locked(scoped(caller), case.id)
    await cancel_parcel(parcel.id)
    await audit(caller, "cancel_parcel", subject_kind="parcel", subject_id=parcel.id, reason=reason)


async def order_once_more(caller: Staff, parcel_id: UUID, body: StaffAddress) -> None:
    """Order again what EMS refused, with the person's corrected address if one is given.

    Of originals that is where the courier fetches them; the hall stays their receiver.
    Raises ParcelNotFound, ParcelNotRetryable.
    """
    parcel, case = await parcel_of(caller, parcel_id)
    case = await locked(scoped(caller), case.id)
    contact = Contact.of(body.address) if body.address else None
    is_result = parcel.direction is Direction.to_person
    if is_result and case.status is not CaseStatus.completed:
        raise ParcelNotRetryable()
    end = {"receiver" if is_result else "sender": contact}
    await order_again(parcel.id, **end)
    if contact and is_result:
        await results.write_address(case, contact)
        await note(case, actor_of(caller), "address_changed", WORDS.results.address_changed)
    await audit(
        caller,
        "order_parcel_again",
        subject_kind="parcel",
        subject_id=parcel.id,
        reason=body.reason,
    )


async def full_receiver(caller: Staff, parcel_id: UUID, reason: str) -> Contact:
    """The address on the label in full; the look is audited. Raises ParcelNotFound."""
    parcel, _ = await parcel_of(caller, parcel_id)
    await audit(
        caller, "view_full_address", subject_kind="parcel", subject_id=parcel.id, reason=reason
    )
    return parcel.receiver
