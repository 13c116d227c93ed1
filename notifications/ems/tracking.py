"""Track events become the parcel's state and, where it matters, an outcome for its followers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mobile_api.shared import clock
from mobile_api.shared.claims import wake
from mobile_api.shared.database import in_transaction
from notifications.ems.models import Parcel, ParcelEvent, ParcelOutcome
from notifications.ems.operation_codes import operation
from notifications.ems.operations import Operation
from notifications.ems.standing import Scan, Standing, standing_of
from notifications.ems.states import (
    ENDED,
    FINAL,
    STATE_NAMES,
    Outcome,
    ParcelState,
    outcome_to_tell,
)

POLL_EVERY = timedelta(hours=4)
# A delivery can be undone, so it is looked at for a while after the end.
WATCH_EVERY, WATCH_FOR = timedelta(hours=24), timedelta(days=7)

REVERSED_TEXT = "此前的签收或退回记录已撤销,邮件仍在途中"


async def record_push(operation_: Operation) -> bool:
    """Take one pushed event (040002). False: no parcel of ours, which is no fault of the push.

    EMS pushes every waybill of the customer number, also those that other systems ordered.
    """
    async with in_transaction():
        parcel = await _locked(operation_)
        if parcel is None:
            return False
        await record_operations(parcel, [operation_])
        return True


async def record_operations(parcel: Parcel, operations: Sequence[Operation]) -> None:
    """Add events to the locked parcel's track and recompute where it stands."""
    await _add(parcel, operations)
    events = await ParcelEvent.filter(parcel_id=parcel.id)
    scans = [Scan(event.at, event.op_code, event.sub_code) for event in events]
    await stand(parcel, standing_of(scans, _base(parcel)))


async def stand(parcel: Parcel, standing: Standing) -> None:
    """Write where the locked parcel stands now, tell what is new, and set when to look again."""
    now = clock.now()
    at = standing.scan.at if standing.scan else now
    was_ended = parcel.state in ENDED
    parcel.state, parcel.failures = standing.state, 0
    if standing.state is not ParcelState.order_failed:
        parcel.reason, parcel.refusal = "", None
    parcel.delivered_at = at if standing.state is ParcelState.delivered else None
    if standing.state not in ENDED:
        parcel.ended_at = None
    elif not was_ended or parcel.ended_at is None:
        parcel.ended_at = now
    parcel.due_at = _next_look(parcel, now)
    await _tell(parcel, standing, at)
    await parcel.save()


def _next_look(parcel: Parcel, now: datetime) -> datetime | None:
    if parcel.state is ParcelState.ordered and parcel.cancel_requested_at:
        return now
    if parcel.state not in ENDED:
        return now + POLL_EVERY
    is_watched = parcel.state in FINAL and parcel.ended_at and now < parcel.ended_at + WATCH_FOR
    return now + WATCH_EVERY if is_watched else None


async def _locked(operation_: Operation) -> Parcel | None:
    """The parcel of this waybill; one whose waybill was lost with the order's answer adopts it."""
    rows = Parcel.select_for_update().order_by("-created_at")
    parcel = await rows.filter(waybill_number=operation_.waybill_number).first()
    if parcel is None and operation_.order_number:
        parcel = await rows.filter(
            order_number=operation_.order_number, waybill_number=None
        ).first()
        if parcel is not None:
            parcel.waybill_number = operation_.waybill_number
    return parcel


def _base(parcel: Parcel) -> ParcelState:
    if parcel.state is ParcelState.cancelled:
        return ParcelState.cancelled
    return ParcelState.ordered


async def _add(parcel: Parcel, operations: Sequence[Operation]) -> None:
    """One code at one second is one scan; a sub-code that comes later completes it."""
    known = {(e.op_code, e.at): e for e in await ParcelEvent.filter(parcel_id=parcel.id)}
    for one in operations:
        event = known.get((one.op_code, one.at))
        if event is None:
            known[one.op_code, one.at] = await _new_event(parcel, one)
        elif one.sub_code and not event.sub_code:
            event.sub_code = one.sub_code
            await event.save(update_fields=["sub_code"])


async def _new_event(parcel: Parcel, one: Operation) -> ParcelEvent:
    return await ParcelEvent.create(
        parcel_id=parcel.id, op_code=one.op_code, sub_code=one.sub_code, at=one.at,
        organisation=one.organisation, city=one.city, description=one.description,
        received_at=clock.now(),
    )  # fmt: skip


async def _tell(parcel: Parcel, standing: Standing, at: datetime) -> None:
    new, parcel.told_state = outcome_to_tell(parcel.told_state, standing.state)
    if new is None:
        return
    parcel.outcomes_told += 1
    await ParcelOutcome.create(
        parcel_id=parcel.id, reference=parcel.reference, sequence=parcel.outcomes_told,
        waybill_number=parcel.waybill_number, outcome=new, text=_text(new, standing), at=at,
        due_at=clock.now(),
    )  # fmt: skip
    await wake(ParcelOutcome._meta.db_table)


def _text(outcome: Outcome, standing: Standing) -> str:
    if outcome is Outcome.reversed:
        return REVERSED_TEXT
    scan = standing.scan
    return operation(scan.op_code, scan.sub_code).text if scan else STATE_NAMES[standing.state]
