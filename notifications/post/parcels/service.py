"""What features ask of EMS: post a parcel, cancel it, order it again after a refusal."""

from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.errors import NotFound
from notifications.post.parcels.errors import (
    OrderNumberTaken,
    ParcelNotCancellable,
    ParcelNotRetryable,
)
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Contact
from notifications.post.parcels.standing import Standing
from notifications.post.parcels.states import Direction, ParcelState
from notifications.post.parcels.tracking import stand


async def post_parcel(
    owner: Owner,
    *,
    order_number: str,
    sender: Contact,
    receiver: Contact,
    contents: str,
    direction: Direction = Direction.to_person,
    weight_grams: int = 100,
    receiver_pays: bool = False,
) -> Parcel:
    """Write a parcel that a worker will order at EMS; in the caller's transaction.

    `order_number`: ours, unique, up to 50 characters; the same one twice is the same parcel.
    `contents`: what the label says is inside. What becomes of it goes to the handler of
    `owner.kind` (`outcomes`). Raises OrderNumberTaken when the number belongs to another owner.
    """
    now = clock.now()
    values = {
        **owner.columns,
        "direction": direction,
        "contents": contents,
        "sender": sender,
        "receiver": receiver,
        "weight_grams": weight_grams,
        "receiver_pays": receiver_pays,
        "state": ParcelState.order_pending,
        "created_at": now,
        "ordering_since": now,
        "due_at": now,
    }
    transaction_needed()
    parcel, is_new = await Parcel.get_or_create(order_number=order_number, defaults=values)
    if parcel.owner != owner:
        raise OrderNumberTaken()
    if is_new:
        await _rouse_workers()
    return parcel


async def cancel_parcel(parcel_id: UUID) -> Parcel:
    """Ask that the parcel be cancelled; done at once when EMS has never been asked for it.

    Otherwise a worker asks EMS, and the outcome `cancelled` or `sent` tells how it ended.
    Raises NotFound, ParcelNotCancellable once it is collected or over.
    """
    parcel = await _locked(parcel_id)
    if parcel.state is ParcelState.order_pending and parcel.attempts == 0:
        await stand(parcel, Standing(ParcelState.cancelled))
    elif parcel.state in (ParcelState.order_pending, ParcelState.ordered):
        parcel.cancel_requested_at = parcel.due_at = clock.now()
        await parcel.save(update_fields=["cancel_requested_at", "due_at"])
        await _rouse_workers()
    elif parcel.state is not ParcelState.cancelled:
        raise ParcelNotCancellable()
    return parcel


async def order_again(
    parcel_id: UUID, *, sender: Contact | None = None, receiver: Contact | None = None
) -> Parcel:
    """Order a parcel again whose order failed, with a corrected end if one is given.

    A wish to cancel it is over: what failed need not be cancelled. Raises NotFound,
    ParcelNotRetryable.
    """
    parcel = await _locked(parcel_id)
    if parcel.state is not ParcelState.order_failed:
        raise ParcelNotRetryable()
    if sender is not None:
        parcel.sender = sender
    if receiver is not None:
        parcel.receiver = receiver
    parcel.state, parcel.told_state = ParcelState.order_pending, None
    parcel.reason, parcel.refusal = "", None
    parcel.ended_at, parcel.cancel_requested_at = None, None
    parcel.ordering_since = clock.now()
    parcel.due_at = clock.now()
    await parcel.save()
    await _rouse_workers()
    return parcel


async def _locked(parcel_id: UUID) -> Parcel:
    transaction_needed()
    parcel = await Parcel.select_for_update().get_or_none(id=parcel_id)
    if parcel is None:
        raise NotFound()
    return parcel


async def _rouse_workers() -> None:
    await wake(Parcel._meta.db_table)
