"""What staff are shown: a parcel that fell silent, is lost, refused, back, or not fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest

from mobile_api.shared import clock
from mobile_api.shared.errors import NotFound
from mobile_api.shared.ids import new_id
from notifications.post.ems.carrier import EmsCarrier
from notifications.post.ems.client import EmsClient
from notifications.post.kuaidi100.account import Kuaidi100Account
from notifications.post.kuaidi100.carrier import Kuaidi100Carrier
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.models import WatchedNumber
from notifications.post.parcels.alerts import resolve_alert
from notifications.post.parcels.models import Parcel, ParcelAlert, ParcelOutcome
from notifications.post.parcels.states import SILENT_AFTER, CarrierName, ParcelState
from tests.committed import committed
from tests.notifications.post.ems.conftest import Simulator
from tests.notifications.post.ems.sample import (
    NOON,
    OWNER,
    event,
    fresh,
    outcomes,
    posted,
    pushed,
    sent,
    work_off,
    work_off_carriers,
)

TRACK, ORDER = "040001", "020003"
pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.standing_at(NOON)]


@contextmanager
def later(**time: float) -> Iterator[None]:
    with clock.standing_at(clock.now() + timedelta(**time)):
        yield


async def looked_at(client: EmsClient) -> None:
    """Let the parcel's next look be due, and look."""
    await Parcel.filter(due_at__not_isnull=True).update(due_at=clock.now(), leased_until=None)
    assert await work_off(client) == 1


async def shown() -> list[tuple[str, bool]]:
    """Every alert of the case, oldest first: its kind, and whether it is open."""
    alerts = await ParcelAlert.filter(reference=OWNER.reference).order_by("opened_at")
    return [(alert.kind.value, alert.resolved_at is None) for alert in alerts]


async def under_way(client: EmsClient, simulator: Simulator, script: str) -> Parcel:
    parcel = await posted()
    await work_off(client)
    await simulator.play((await fresh(parcel)).waybill_number, script)
    await looked_at(client)
    return await fresh(parcel)


async def test_silence_is_asked_about_and_then_shown(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    parcel = await under_way(ems_client, simulator, "stuck")
    limit = SILENT_AFTER[ParcelState.in_transit]
    for days, open_ones in ((limit.days - 1, []), (limit.days, [("silent", True)])):
        with later(days=days, minutes=1):
            await looked_at(ems_client)
        assert await shown() == open_ones
    assert (await ParcelAlert.get()).parcel_id == parcel.id
    await simulator.play(parcel.waybill_number, "normal")
    with later(days=limit.days, minutes=2):
        await looked_at(ems_client)
    assert await shown() == [("silent", False)]


async def test_a_carrier_that_cannot_be_asked_is_silent_too(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    await under_way(ems_client, simulator, "stuck")
    await simulator.fail("bad_gateway", api_code=TRACK, times=None)
    with later(days=5):
        await looked_at(ems_client)
    assert await shown() == [("silent", True)]


@pytest.mark.parametrize(
    ("script", "shown_as"),
    [
        ("lost", [("lost", True)]),
        ("returning", [("refused", True)]),
        ("refused", [("returned", True)]),
        ("normal", []),
        ("held", []),
    ],
)
async def test_what_a_journey_calls_for(
    ems_client: EmsClient, simulator: Simulator, script: str, shown_as: list[tuple[str, bool]]
) -> None:
    await under_way(ems_client, simulator, script)
    assert await shown() == shown_as


async def test_a_refusal_is_over_when_it_is_delivered() -> None:
    parcel = await sent()
    for minute, step in enumerate(("203", "702", "705:7", "705:7", "702", "704:10")):
        await pushed(event(step, minute))
        if minute == 3:
            assert await shown() == [("refused", True)]
    assert await shown() == [("refused", False)]
    assert (await fresh(parcel)).state is ParcelState.delivered


async def test_a_parcel_waits_to_be_fetched(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await under_way(ems_client, simulator, "held")
    assert await outcomes(parcel) == ["held"]
    for days in (2, 3, 4):
        with later(days=days, minutes=5):
            await looked_at(ems_client)
    assert await outcomes(parcel) == ["held", "still_held"]
    assert await shown() == [("locker_expiring", True)]
    await simulator.play(parcel.waybill_number, ["748"])
    with later(days=4, hours=1):
        await looked_at(ems_client)
    assert await outcomes(parcel) == ["held", "still_held", "delivered"]
    assert await shown() == [("locker_expiring", False)]


async def test_a_locker_and_the_courier_again() -> None:
    parcel = await sent()
    for minute, step in enumerate(("203", "702", "747", "749", "705:1", "747", "748")):
        await pushed(event(step, minute))
    assert await outcomes(parcel) == ["sent", "held", "delivered"]


async def test_undone_into_a_locker_tells_both() -> None:
    parcel = await sent()
    for step, minute in (("203", 0), ("704:50", 9), ("747", 5), ("743", 10)):
        await pushed(event(step, minute))
    assert await outcomes(parcel) == ["sent", "delivered", "reversed", "held"]
    told = await ParcelOutcome.filter(parcel_id=parcel.id, outcome="held").get()
    assert told.text == "邮件已放入包裹柜或自提点,请尽快领取"


async def test_an_order_that_failed(ems_client: EmsClient, simulator: Simulator) -> None:
    await posted()
    await simulator.fail("error", api_code=ORDER, code="B00010", times=3)
    for _ in range(3):
        await looked_at(ems_client)
    assert await shown() == [("order_failed", True)]


async def test_staff_resolve_a_cause_once(ems_client: EmsClient, simulator: Simulator) -> None:
    await under_way(ems_client, simulator, "lost")
    alert = await ParcelAlert.get()
    await committed(resolve_alert(alert.id, new_id()))
    await committed(resolve_alert(alert.id, new_id()))
    with later(hours=25):
        await looked_at(ems_client)
    assert await shown() == [("lost", False)]
    with pytest.raises(NotFound):
        await committed(resolve_alert(uuid4(), new_id()))


async def test_a_cause_that_comes_again_is_open_again() -> None:
    await sent()
    for step, minute in (("203", 0), ("705:7", 5), ("704:10", 9)):
        await pushed(event(step, minute))
    assert await shown() == [("refused", False)]
    await pushed(event("743", 10))
    assert await shown() == [("refused", True)]


async def test_silence_at_ems_is_asked_of_kuaidi100(
    ems_client: EmsClient, simulator: Simulator
) -> None:
    parcel = await under_way(ems_client, simulator, "stuck")
    account = Kuaidi100Account("customer", "key", "salt")
    witness = Kuaidi100Carrier(Kuaidi100Client(simulator.url, account, simulator.session))
    carriers = {CarrierName.ems: EmsCarrier(ems_client), CarrierName.kuaidi100: witness}
    for days, numbers in ((1, 0), (5, 1), (6, 1)):
        with later(days=days):
            await Parcel.all().update(due_at=clock.now(), leased_until=None)
            await work_off_carriers(carriers)
        assert await WatchedNumber.filter(number=parcel.waybill_number).count() == numbers
    assert (await WatchedNumber.get()).carrier_code == "ems"
