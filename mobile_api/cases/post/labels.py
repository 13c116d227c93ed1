"""Labels of the window: fetched from EMS, put into one PDF, and marked as printed."""

import asyncio
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import pikepdf
from tortoise.exceptions import IntegrityError

from mobile_api.cases.post.errors import (
    LabelNotReady,
    LabelPrintedBefore,
    LabelRefused,
)
from mobile_api.cases.post.models import LabelPrint
from mobile_api.cases.post.owner import parcels_of
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.errors import AppError, FieldFault, TemporarilyUnavailable
from notifications.post.errors import EmsError, EmsRefused
from notifications.post.models import Parcel
from notifications.post.service import EmsClient
from notifications.post.states import CarrierName, ParcelState

_AT_ONCE = 5
_WITHOUT_LABEL = frozenset(
    {ParcelState.order_pending, ParcelState.order_failed, ParcelState.cancelled}
)


@dataclass(frozen=True, slots=True)
class FetchedLabels:
    """A PDF with a page per parcel; `numbers`: the how many-th printing of each this will be."""

    document: bytes
    numbers: Mapping[UUID, int]
    size: str


async def fetch_labels(
    ems: EmsClient | None,
    caller: Staff,
    parcel_ids: Sequence[UUID],
    size: str,
    *,
    prints_again: bool,
) -> FetchedLabels:
    """Ask EMS for the labels, in the order given; `record_printing` before anybody sees them.

    Raises ParcelNotFound, LabelNotReady and LabelPrintedBefore (which ones), LabelRefused,
    TemporarilyUnavailable.
    """
    ids = list(dict.fromkeys(parcel_ids))
    parcels = [parcel for parcel, _ in await parcels_of(caller, ids)]
    _check_ready(parcels)
    printed = await _times_printed(ids)
    before = {one for one, times in printed.items() if times}
    if before and not prints_again:
        raise _about(ids, before, LabelPrintedBefore)
    pages = await _fetched(ems, parcels, size)
    document = await asyncio.to_thread(_merged, pages)
    return FetchedLabels(document, {one: printed[one] + 1 for one in ids}, size)


async def record_printing(caller: Staff, labels: FetchedLabels) -> None:
    """Each printing is recorded and audited, all of them or none.

    Two windows that print the same label at once: one of them is told. Raises LabelPrintedBefore.
    """
    transaction_needed()
    for parcel_id, number in labels.numbers.items():
        await _record(caller, parcel_id, number, labels.size)


def _check_ready(parcels: Sequence[Parcel]) -> None:
    unready = {
        parcel.id
        for parcel in parcels
        if parcel.carrier is not CarrierName.ems
        or parcel.waybill_number is None
        or parcel.cancel_requested_at is not None
        or parcel.state in _WITHOUT_LABEL
    }
    if unready:
        raise _about([one.id for one in parcels], unready, LabelNotReady)


def _about(ids: Sequence[UUID], meant: Collection[UUID], error: type[AppError]) -> AppError:
    """The error with the place of every parcel that it is about."""
    places = [number for number, one in enumerate(ids) if one in meant]
    faults = [FieldFault(f"/parcel_ids/{one}", error.code, error.title) for one in places]
    return error(faults)


async def _times_printed(ids: Sequence[UUID]) -> dict[UUID, int]:
    times = dict.fromkeys(ids, 0)
    for found in await LabelPrint.filter(parcel_id__in=ids).values_list("parcel_id", "number"):
        times[found[0]] = max(times[found[0]], found[1])
    return times


async def _fetched(ems: EmsClient | None, parcels: Sequence[Parcel], size: str) -> list[bytes]:
    if ems is None:
        raise TemporarilyUnavailable(retry_after=60)
    client, gate = ems, asyncio.Semaphore(_AT_ONCE)

    async def fetch(parcel: Parcel) -> bytes:
        async with gate:
            return await client.label_pdf(parcel.waybill_number or "", size)

    try:
        async with asyncio.TaskGroup() as side_by_side:
            pages = [side_by_side.create_task(fetch(parcel)) for parcel in parcels]
    except ExceptionGroup as faults:
        if faults.subgroup(EmsRefused):
            raise LabelRefused() from None
        if faults.subgroup(EmsError):
            raise TemporarilyUnavailable(retry_after=30) from None
        raise
    return [page.result() for page in pages]


async def _record(caller: Staff, parcel_id: UUID, number: int, size: str) -> None:
    try:
        await LabelPrint.create(
            parcel_id=parcel_id,
            number=number,
            size=size,
            printed_at=clock.now(),
            printed_by=caller.staff_id,
        )
    except IntegrityError:
        raise LabelPrintedBefore() from None
    await audit(caller, "print_label", subject_kind="parcel", subject_id=parcel_id)


def _merged(pages: Sequence[bytes]) -> bytes:
    """Raises TemporarilyUnavailable for a label that is no sound PDF."""
    whole = pikepdf.new()
    try:
        for page in pages:
            with pikepdf.open(io.BytesIO(page)) as label:
                whole.pages.extend(label.pages)
    except pikepdf.PdfError:
        raise TemporarilyUnavailable(retry_after=30) from None
    held = io.BytesIO()
    whole.save(held)
    return held.getvalue()
