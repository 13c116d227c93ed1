"""From a row in a feature's transaction to an order at EMS, whatever happens in between."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from mobile_api.shared.errors import NotFound
from mobile_api.shared.ids import new_id
from notifications.post.ems.client import EmsClient
from notifications.post.parcels.errors import (
    OrderNumberTaken,
    ParcelNotCancellable,
    ParcelNotRetryable,
)
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Nobody
from notifications.post.parcels.service import cancel_parcel, order_again
from notifications.post.parcels.states import ParcelState
from tests.committed import committed
from tests.notifications.post.ems.conftest import Simulator
from tests.notifications.post.ems.sample import (
    PERSON,
    fresh,
    outcomes,
    posted,
    posting,
    sent,
    work_off,
)
from tests.simulators_tests.receiver import eventually
from tests.stack import Stack

ORDER, CANCEL = "020003", "020006"
pytestmark = pytest.mark.usefixtures("database")


async def orders_at(simulator: Simulator) -> list[str]:
    parcels = (await simulator.get("parcels"))["parcels"]
    return [parcel["logisticsOrderNo"] for parcel in parcels]


async def later(**time: float) -> None:
    """Let every pause of this length be over."""
    await fetch("UPDATE parcel SET due_at = due_at - $1::interval", timedelta(**time))


async def test_a_posted_parcel_is_ordered(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted(order_number="R1")
    assert parcel.state is ParcelState.order_pending
    assert await work_off(ems_client) == 1
    after = await fresh(parcel)
    assert (after.state, await orders_at(simulator)) == (ParcelState.ordered, ["R1"])
    assert after.waybill_number and after.due_at and after.due_at > clock.now()
    assert (after.leased_until, await DueFault.all().count()) == (None, 0)
    assert await work_off(ems_client) == 0


async def test_workers_are_woken_when_the_feature_commits(stack: Stack) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    connection = await asyncpg.connect(stack.settings.database_url)
    try:
        await connection.add_listener(WAKE_CHANNEL, lambda *notice: heard.put_nowait(notice[3]))
        async with in_transaction():
            parcel = await posting()
        assert await asyncio.wait_for(heard.get(), 5) == "parcel"
        await committed(cancel_parcel(parcel.id))
        assert await asyncio.wait_for(heard.get(), 5) == "parcel_outcome"
    finally:
        await connection.close()


async def test_nothing_is_posted_when_the_feature_fails(ems_client: EmsClient) -> None:
    with pytest.raises(ZeroDivisionError):
        async with in_transaction():
            await posting()
            raise ZeroDivisionError
    assert await work_off(ems_client) == 0


async def test_the_same_order_number_is_the_same_parcel(ems_client: EmsClient) -> None:
    first, again = await posted(order_number="R1"), await posted(order_number="R1")
    assert first.id == again.id
    assert await work_off(ems_client) == 1
    with pytest.raises(OrderNumberTaken):
        await posted(Owner("sample", "another"), order_number="R1")


async def test_racing_posts_make_one_parcel() -> None:
    parcels = await asyncio.gather(*(posted(order_number="R1") for _ in range(8)))
    assert len({parcel.id for parcel in parcels}) == await Parcel.all().count() == 1


async def test_crash_after_the_effect(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    await simulator.fail("reset", api_code=ORDER)
    await work_off(ems_client)
    pending = await fresh(parcel)
    assert pending.state is ParcelState.order_pending
    assert (await DueFault.get()).failures == 1
    assert await work_off(ems_client) == 0
    await later(seconds=31)
    await work_off(ems_client)
    (at_ems,) = (await simulator.get("parcels"))["parcels"]
    assert (await fresh(parcel)).waybill_number == at_ems["waybillNo"]


async def test_worker_killed_before_it_recorded(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    parcel = await posted()
    lost = clock.now() - timedelta(seconds=1)
    await Parcel.filter(id=parcel.id).update(attempts=1, leased_until=lost)
    assert await work_off(ems_client) == 1
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_two_workers_order_each_parcel_once(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    for _ in range(30):
        await posted()
    while sum(await asyncio.gather(work_off(ems_client), work_off(ems_client))):
        pass
    assert await simulator.calls(ORDER) == 30
    assert await Parcel.filter(state=ParcelState.ordered).count() == 30


async def test_a_refusal_is_told_with_its_code(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    await simulator.fail("error", api_code=ORDER, code="B00010", times=3)
    for _ in range(3):
        assert (await fresh(parcel)).state is ParcelState.order_pending
        await work_off(ems_client)
        await later(hours=1)
    failed = await fresh(parcel)
    assert (failed.state, failed.reason) == (ParcelState.order_failed, "B00010")
    assert failed.refusal and failed.due_at is None
    assert await outcomes(parcel) == ["order_failed"]


async def test_a_failed_order_is_ordered_again(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    with pytest.raises(ParcelNotRetryable):
        await committed(order_again(parcel.id))
    await Parcel.filter(id=parcel.id).update(state=ParcelState.order_failed, due_at=None)
    await committed(
        order_again(parcel.id, receiver=PERSON.model_copy(update={"address": "新街2号"}))
    )
    assert await work_off(ems_client) == 1
    after = await fresh(parcel)
    assert (after.state, after.receiver.address) == (ParcelState.ordered, "新街2号")


async def test_silence_of_days_ends_with_a_name(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    parcel = await posted()
    await simulator.fail("bad_gateway", api_code=ORDER, times=None)
    for hours in (1, 71):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            await work_off(ems_client)
        assert (await fresh(parcel)).state is ParcelState.order_pending
        await Parcel.filter(id=parcel.id).update(due_at=clock.now())
    with clock.standing_at(clock.now() + timedelta(hours=73)):
        await work_off(ems_client)
    failed = await fresh(parcel)
    assert (failed.state, failed.reason) == (ParcelState.order_failed, "http_502")


async def test_cancelled_before_anybody_asked(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await committed(cancel_parcel((await posted()).id))
    assert (parcel.state, await outcomes(parcel)) == (ParcelState.cancelled, ["cancelled"])
    assert (await work_off(ems_client), await simulator.calls(ORDER)) == (0, 0)
    assert (await committed(cancel_parcel(parcel.id))).state is ParcelState.cancelled


@pytest.mark.parametrize("reply", ["lost", "received"])
async def test_cancelled_at_ems(ems_client: EmsClient, simulator: Simulator, reply: str) -> None:
    parcel = await posted()
    if reply == "lost":
        await simulator.fail("reset", api_code=ORDER)
    await work_off(ems_client)
    await committed(cancel_parcel(parcel.id))
    while await work_off(ems_client):
        pass
    assert (await fresh(parcel)).state is ParcelState.cancelled
    assert (await simulator.get("parcels"))["parcels"][0]["cancelled"]
    assert await outcomes(parcel) == ["cancelled"]


async def test_too_late_to_cancel(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    await work_off(ems_client)
    await simulator.play((await fresh(parcel)).waybill_number, "stuck")
    await committed(cancel_parcel(parcel.id))
    await work_off(ems_client)
    assert (await fresh(parcel)).state is ParcelState.in_transit
    assert await outcomes(parcel) == ["sent"]
    with pytest.raises(ParcelNotCancellable):
        await committed(cancel_parcel(parcel.id))
    with pytest.raises(NotFound):
        await committed(cancel_parcel(new_id()))


async def test_cancelled_while_the_track_is_asked_for(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    """The wish came after the worker had claimed the parcel, and is not lost with its answer."""
    parcel = await posted()
    await work_off(ems_client)
    await simulator.fail("slow", api_code="040001", seconds=0.5)
    await Parcel.all().update(due_at=clock.now())
    asking = asyncio.create_task(work_off(ems_client))
    assert await eventually(lambda: is_asked(simulator))
    await committed(cancel_parcel(parcel.id))
    assert await asking == 1
    while await work_off(ems_client):
        pass
    assert (await fresh(parcel)).state is ParcelState.cancelled


async def is_asked(simulator: Simulator) -> bool:
    asked = (await simulator.get("requests"))["requests"]
    return any("apiCode=040001" in one["body"] for one in asked)


async def test_one_bad_parcel_does_not_stop_the_others(ems_client: EmsClient) -> None:
    bad, good = await posted(), await posted()
    bad.sender = Nobody()
    await bad.save()
    await work_off(ems_client)
    assert (await fresh(good)).state is ParcelState.ordered
    assert (await DueFault.get()).row_id == bad.id
    assert (await fresh(bad)).leased_until is None


async def test_no_personal_data_in_clear_at_rest() -> None:
    await sent()
    rows = await fetch("SELECT row_to_json(parcel)::text AS row FROM parcel")
    for secret in (PERSON.name, PERSON.phone, PERSON.address):
        assert secret not in rows[0]["row"]
