"""What became of a parcel goes to the feature whose it is, and to nobody else."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.due.working import work_off
from notifications.post.kuaidi100.service import follow_parcel
from notifications.post.parcels.errors import OrderNumberTaken
from notifications.post.parcels.models import Parcel, ParcelOutcome
from notifications.post.parcels.outcomes import OUTCOMES, Handlers, hand_over
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.queries import parcels_of
from notifications.post.parcels.service import cancel_parcel
from tests.notifications.post.ems.sample import HALL, OWNER, posted
from tests.stack import Stack

pytestmark = pytest.mark.usefixtures("stack")
LICENCE = Owner("licence", OWNER.reference)


async def cancelled(owner: Owner) -> Parcel:
    """A parcel with an outcome that is due."""
    parcel = await posted(owner)
    async with in_transaction():
        return await cancel_parcel(parcel.id)


async def worked_off(handlers: Handlers) -> int:
    return await work_off(OUTCOMES, partial(hand_over, handlers))


async def test_each_kind_has_its_own_handler() -> None:
    told: list[tuple[str, Owner]] = []

    async def of_samples(outcome: ParcelOutcome) -> None:
        told.append(("samples", outcome.parcel.owner))

    async def of_licences(outcome: ParcelOutcome) -> None:
        told.append(("licences", outcome.parcel.owner))

    for owner in (OWNER, LICENCE):
        await cancelled(owner)
    handlers = {"sample": of_samples, "licence": of_licences}
    assert await worked_off(handlers) == 2
    assert sorted(told, key=lambda one: one[0]) == [("licences", LICENCE), ("samples", OWNER)]
    assert await worked_off(handlers) == 0


async def test_the_whole_worker_keeps_what_nobody_answers_for(stack: Stack) -> None:
    await cancelled(LICENCE)
    await stack.settle()
    outcome, fault = await ParcelOutcome.get(), await DueFault.get()
    assert outcome.due_at is not None
    assert (fault.fault, fault.row_id) == ("no_handler_of_licence", outcome.id)


async def test_what_nobody_answers_for_ends_with_a_name() -> None:
    await cancelled(LICENCE)
    assert await worked_off({}) == 1
    with clock.standing_at(clock.now() + timedelta(days=4)):
        assert await worked_off({}) == 1
    assert (await ParcelOutcome.get()).due_at is None
    fault = await DueFault.get()
    assert fault.fault == "no_handler_of_licence" and fault.ended_at is not None


async def test_what_the_handler_wrote_and_that_it_did_is_one() -> None:
    async def fails(outcome: ParcelOutcome) -> None:
        await Parcel.filter(id=outcome.parcel_id).update(contents="改了")
        raise LookupError

    parcel = await cancelled(OWNER)
    await worked_off({"sample": fails})
    assert (await Parcel.get(id=parcel.id)).contents == "证照"
    assert (await ParcelOutcome.get()).due_at is not None


async def test_the_same_reference_of_two_kinds_is_not_the_same_owner() -> None:
    await posted(OWNER, order_number="A1")
    assert await parcels_of(LICENCE) == []
    with pytest.raises(OrderNumberTaken):
        await posted(LICENCE, order_number="A1")


async def test_a_followed_number_is_one_parcel_per_owner() -> None:
    told: dict[str, Any] = {"waybill_number": "SF1", "contents": "材料", "receiver": HALL}
    async with in_transaction():
        first, again, other = [
            await follow_parcel(owner, **told) for owner in (OWNER, OWNER, LICENCE)
        ]
    assert first.id == again.id != other.id
