"""The leg by post: the carrier's word in the log, and papers that nobody says to have received."""

from datetime import timedelta

import pytest

from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.custody.recording import RECEIVED_WITHIN
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.standing import Standing
from notifications.post.parcels.states import ParcelState
from notifications.post.parcels.tracking import stand
from tests.mobile_api.handoff.custody.papers import (
    NAMES,
    TOLD,
    WAYBILL,
    WAYBILL_BACK,
    Desk,
    HomeDesk,
    TakingDesk,
    found,
)

MOMENT = timedelta(minutes=1)


async def carried(desk: Desk, state: ParcelState, number: str = WAYBILL) -> None:
    """The carrier's track says so."""
    async with in_transaction():
        parcels = Parcel.filter(owner_kind="custody", waybill_number=number)
        parcel = await parcels.select_for_update().get()
        await stand(parcel, Standing(state))
    await desk.work()


async def later(desk: Desk, wait: timedelta) -> None:
    with clock.standing_at(clock.now() + wait):
        await desk.work()


@pytest.mark.parametrize(
    ("state", "step", "place"),
    [
        (ParcelState.delivered, "delivered", "to_home"),
        (ParcelState.returned, "sent_back", "to_taking"),
        (ParcelState.lost, "lost", "missing"),
    ],
)
async def test_the_carriers_word_is_an_entry_of_its_own(
    desk: TakingDesk, state: ParcelState, step: str, place: str
) -> None:
    await desk.posted()
    await carried(desk, ParcelState.in_transit)
    await carried(desk, state)
    await carried(desk, state)
    log = await desk.log()
    last = log["entries"][-1]
    assert (last["step"], last["by"], last["waybill_number"]) == (step, "carrier", WAYBILL)
    assert (log["place"], len(log["entries"])) == (place, 4)
    told = (await desk.there())[-1]
    assert (told["step"], told["facts"]["by"], told["sequence"]) == (step, "carrier", 4)


async def test_the_home_city_still_says_what_was_inside(desk: TakingDesk) -> None:
    await desk.posted()
    await carried(desk, ParcelState.delivered)
    await desk.told("received", facts={"papers": found()})
    assert await desk.place() == "at_home"


async def test_what_the_carrier_says_late_moves_nothing(desk: TakingDesk) -> None:
    await desk.posted()
    await desk.told("received", facts={"papers": found()})
    await carried(desk, ParcelState.delivered)
    assert (await desk.steps())[-1] == "received"


async def test_an_earlier_parcel_moves_nothing_of_a_later_journey(desk: TakingDesk) -> None:
    await desk.posted()
    await desk.told("received", facts={"papers": found()})
    await desk.told("returned", facts={"papers": TOLD, "waybill_number": WAYBILL_BACK})
    await carried(desk, ParcelState.lost)
    assert await desk.place() == "to_taking"


async def test_who_takes_the_carriers_word_back_goes_on_following(desk: TakingDesk) -> None:
    await desk.posted()
    await carried(desk, ParcelState.lost)
    lost = (await desk.log())["last"]
    await desk.write("corrected", corrects=lost, note="快递核实未丢失")
    assert await desk.place() == "to_home"
    assert (await Parcel.get(owner_kind="custody")).cancel_requested_at is None


async def test_a_delivery_that_is_taken_back_is_struck(desk: TakingDesk) -> None:
    await desk.posted()
    await carried(desk, ParcelState.delivered)
    await carried(desk, ParcelState.in_transit)
    log = await desk.log()
    assert [one["step"] for one in log["entries"]][-2:] == ["delivered", "corrected"]
    assert log["entries"][-2]["is_struck"]


async def test_signed_for_by_the_person_they_are_back(home: HomeDesk) -> None:
    await home.on_their_way()
    findings = [{"name": name, "found": "there"} for name in NAMES]
    await home.write("received", findings=findings)
    await home.write("returned", to="person", waybill_number=WAYBILL_BACK)
    await carried(home, ParcelState.delivered, WAYBILL_BACK)
    assert await home.place() == "with_person"


async def test_a_mistyped_number_is_followed_no_more(desk: TakingDesk) -> None:
    await desk.posted()
    posted = (await desk.log())["last"]
    await desk.write("corrected", corrects=posted, note="运单号抄错了")
    assert (await Parcel.get(owner_kind="custody")).state is ParcelState.cancelled
    assert (await desk.steps())[-1] == "corrected"


async def test_what_nobody_has_received_in_time_alarms_staff(desk: TakingDesk) -> None:
    await desk.posted()
    await later(desk, RECEIVED_WITHIN - timedelta(hours=1))
    assert (await desk.row()).custody_problem == ""
    await later(desk, RECEIVED_WITHIN + MOMENT)
    assert (await desk.row()).custody_problem == "custody_overdue"
    view = await desk.handed.view()
    assert view["problem"] == "custody_overdue" and view["problem_text"]
    texts = await desk.handed.texts()
    assert sum("10天没有登记收到" in one for one in texts) == 1
    await desk.told("scanned")
    assert (await desk.row()).custody_problem == "custody_overdue"
    await desk.told("received", facts={"papers": found()})
    assert (await desk.row()).custody_problem == ""


async def test_what_was_received_alarms_nobody(desk: TakingDesk) -> None:
    await desk.posted()
    await desk.told("received", facts={"papers": found()})
    await later(desk, RECEIVED_WITHIN + MOMENT)
    assert (await desk.row()).custody_problem == ""
    assert not await CustodyEntry.filter(due_at__not_isnull=True).exists()


async def test_the_city_that_waits_for_them_is_alarmed_as_well(home: HomeDesk) -> None:
    await home.on_their_way()
    await later(home, RECEIVED_WITHIN + MOMENT)
    assert (await home.row()).custody_problem == "custody_overdue"


async def test_on_the_way_back_as_on_the_way_there(desk: TakingDesk) -> None:
    await desk.posted()
    await desk.told("received", facts={"papers": found()})
    await desk.told("returned", facts={"papers": TOLD, "waybill_number": WAYBILL_BACK})
    await later(desk, RECEIVED_WITHIN + MOMENT)
    assert (await desk.row()).custody_problem == "custody_overdue"
