"""Parcels that are a case's own: the one place where a case, or its counter, finds them."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.cases.models import Case
from mobile_api.cases.post.errors import ParcelNotFound
from mobile_api.cases.post.models import PostalTask
from mobile_api.cases.scope import scoped
from mobile_api.shared.callers import Staff
from mobile_api.shared.json_columns import read_each
from notifications.post.errors import ParcelNotCancellable
from notifications.post.models import Parcel
from notifications.post.service import Owner, cancel_parcel
from notifications.post.states import CarrierName, Direction, ParcelState

KIND = "case"


def owner_of(case: Case) -> Owner:
    """A draft has no number, and no parcel either."""
    return Owner(KIND, case.number or str(case.id))


def parcels_going(case: Case, direction: Direction) -> QuerySet[Parcel]:
    """Of a case that was found in its caller's scope."""
    return Parcel.filter(**owner_of(case).columns, direction=direction)


async def result_of(case: Case, parcel_id: UUID) -> Parcel | None:
    """The posting of the case's result that an event of its history names."""
    return await parcels_going(case, Direction.to_person).get_or_none(id=parcel_id)


async def recall(case: Case, direction: Direction) -> None:
    """What no courier has fetched yet is not wanted any more; the case is locked.

    Every move after which nobody waits for a parcel calls it. One that EMS fetches all the same
    goes on being followed.
    """
    waiting = parcels_going(case, direction).filter(
        carrier=CarrierName.ems,
        state__in=[ParcelState.order_pending, ParcelState.ordered],
        cancel_requested_at=None,
    )
    for parcel in await waiting.order_by("id"):
        # By its row, which is locked only now: a courier may have come in between.
        with suppress(ParcelNotCancellable):
            await cancel_parcel(parcel.id)


async def parcel_of_task(task: PostalTask) -> Parcel:
    """What became of it is why the task is there."""
    return await Parcel.get(id=task.parcel_id)


async def parcel_of(caller: Staff, parcel_id: UUID) -> tuple[Parcel, Case]:
    """A parcel of a case that the caller may see. Raises ParcelNotFound."""
    return (await parcels_of(caller, [parcel_id]))[0]


async def parcels_of(caller: Staff, ids: Sequence[UUID]) -> list[tuple[Parcel, Case]]:
    """In this order, for lists: what cannot be read is missing in its row.

    Raises ParcelNotFound for one that belongs to no case of the caller's.
    """
    parcels = {one.id: one for one in await read_each(Parcel.filter(id__in=list(ids)))}
    numbers = [one.reference for one in parcels.values() if one.owner_kind == KIND]
    found = await read_each(scoped(caller).filter(number__in=numbers))
    cases = {case.number: case for case in found}
    try:
        return [(parcels[one], cases[parcels[one].reference]) for one in ids]
    except KeyError:
        raise ParcelNotFound() from None
