"""Pushed and polled events become state and outcomes, once each, in any order of arrival."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import claim
from mobile_api.shared.due.faults import DueFault
from notifications.post.ems.client import EmsClient
from notifications.post.ems.operations import Operation
from notifications.post.parcels.models import Parcel, ParcelEvent, ParcelOutcome
from notifications.post.parcels.queries import is_superseded, parcels_of
from notifications.post.parcels.states import ParcelState
from notifications.post.parcels.tracking import REVERSED_TEXT
from tests.notifications.post.ems.conftest import Simulator
from tests.notifications.post.ems.sample import (
    NOON,
    OWNER,
    PERSON,
    START,
    event,
    fresh,
    outcomes,
    posted,
    pushed,
    sent,
    work_off,
)
from tests.notifications.post.parcels.test_standing import TRACKS
from tests.simulators.ems.scripts import SCRIPTS

TRACK = "040001"
pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.standing_at(NOON)]


def track(steps: tuple[str, ...], **more: str) -> list[Operation]:
    return [event(step, minute, **more) for minute, step in enumerate(steps)]


@given(journey=st.sampled_from(TRACKS), data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_pushes_in_any_order_and_repetition(
    journey: tuple[tuple[str, ...], ParcelState], data: st.DataObject
) -> None:
    steps, state = journey
    parcel = await sent()
    pushes = track(steps)
    again = data.draw(st.lists(st.sampled_from(pushes), max_size=3)) if pushes else []
    for push in data.draw(st.permutations(pushes + again)):
        assert await pushed(push)
    after = await fresh(parcel)
    told = await outcomes(parcel)
    assert after.state is state
    assert await ParcelEvent.filter(parcel_id=parcel.id).count() == len(pushes)
    assert all(one != other for one, other in pairwise(told))
    assert (after.delivered_at is not None) == (state is ParcelState.delivered)


async def test_outcomes_of_a_reversed_delivery() -> None:
    parcel = await sent()
    for push in track(SCRIPTS["reversal"]):
        await pushed(push)
    assert await outcomes(parcel) == ["sent", "delivered", "reversed", "delivered"]
    claimed = await claim(ParcelOutcome, limit=9, lease=timedelta(minutes=1))
    rows = [held.row for held in claimed]
    by_number = {row.sequence: row for row in rows}
    assert [by_number[number].text for number in (2, 3)] == ["本人已签收", REVERSED_TEXT]
    assert by_number[4].at == START + timedelta(minutes=9) == (await fresh(parcel)).delivered_at
    assert {(row.parcel_id, row.reference) for row in rows} == {(parcel.id, OWNER.reference)}


async def test_a_track_that_arrives_backwards_tells_only_what_holds() -> None:
    parcel = await sent()
    for push in track(SCRIPTS["reversal"])[::-1]:
        await pushed(push)
    assert await outcomes(parcel) == ["delivered"]


async def test_an_outcome_is_superseded_by_later_ones() -> None:
    parcel = await sent()
    for push in track(("203", "704:10", "743")):
        await pushed(push)
    rows = await ParcelOutcome.filter(parcel_id=parcel.id).order_by("sequence")
    assert [await is_superseded(row) for row in rows] == [True, True, False]
    assert {row.waybill_number for row in rows} == {"1100000000001"}


async def test_racing_pushes_count_once() -> None:
    parcel = await sent()
    await asyncio.gather(*(pushed(push) for push in track(SCRIPTS["normal"]) * 3))
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert (await outcomes(parcel)).count("delivered") == 1
    assert await ParcelEvent.filter(parcel_id=parcel.id).count() == len(SCRIPTS["normal"])


async def test_a_sub_code_that_comes_later_completes_the_scan() -> None:
    parcel = await sent()
    for push in track(("203", "705", "705:8"))[:2]:
        await pushed(push)
    assert (await fresh(parcel)).state is ParcelState.attempted
    await pushed(event("705:8", 1))
    assert (await fresh(parcel)).state is ParcelState.held_at_locker
    assert await ParcelEvent.filter(parcel_id=parcel.id).count() == 2


async def test_waybills_of_others_are_left_alone() -> None:
    parcel = await sent()
    other = event("704:10", waybill_number="1199999999999", orderNo="somebody else's")
    assert not await pushed(other)
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_a_push_before_the_orders_answer_brings_the_waybill() -> None:
    parcel = await posted(order_number="R1")
    assert await pushed(event("203", orderNo="R1"))
    after = await fresh(parcel)
    assert (after.waybill_number, after.state) == ("1100000000001", ParcelState.collected)
    # A number that already has its waybill keeps it.
    assert not await pushed(event("704", waybill_number="1100000000002", orderNo="R1"))


async def test_collected_although_cancelled() -> None:
    parcel = await sent()
    await Parcel.filter(id=parcel.id).update(state=ParcelState.cancelled, told_state="cancelled")
    await pushed(event("999"))
    assert (await fresh(parcel)).state is ParcelState.cancelled
    await pushed(event("203", 1))
    assert (await fresh(parcel)).state is ParcelState.collected


async def test_silent_parcels_are_polled(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    await work_off(ems_client)
    await simulator.play((await fresh(parcel)).waybill_number, "normal")
    assert await work_off(ems_client) == 0
    with clock.standing_at(clock.now() + timedelta(hours=4, seconds=1)):
        assert await work_off(ems_client) == 1
    after = await fresh(parcel)
    assert (after.state, await outcomes(parcel)) == (ParcelState.delivered, ["delivered"])
    assert (await parcels_of(OWNER))[0].events[0].text == "本人已签收"


async def test_a_push_puts_the_next_poll_off(ems_client: EmsClient) -> None:
    parcel = await sent()
    await pushed(event("203"))
    after = await fresh(parcel)
    assert after.due_at and after.due_at > clock.now() + timedelta(hours=3)
    assert await work_off(ems_client) == 0


async def test_the_end_is_watched_for_a_week(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await posted()
    await work_off(ems_client)
    await simulator.play((await fresh(parcel)).waybill_number, "normal")
    for day in range(9):
        with clock.standing_at(clock.now() + timedelta(days=day, seconds=60 * day)):
            await Parcel.filter(due_at__not_isnull=True).update(due_at=clock.now())
            await work_off(ems_client)
    assert (await fresh(parcel)).due_at is None
    assert await simulator.calls(TRACK) == 8
    await pushed(event("743", 99_999, waybill_number=str((await fresh(parcel)).waybill_number)))
    assert (await fresh(parcel)).due_at is not None


async def test_a_failed_poll_is_tried_again(ems_client: EmsClient, simulator: Simulator) -> None:
    parcel = await sent()
    await simulator.fail("bad_gateway", api_code=TRACK)
    await work_off(ems_client)
    after = await fresh(parcel)
    assert (after.state, after.leased_until) == (ParcelState.ordered, None)
    assert (await DueFault.get()).failures == 1
    assert after.due_at and clock.now() < after.due_at < clock.now() + timedelta(minutes=1)


async def test_what_the_owner_sees() -> None:
    await sent()
    for push in track(("203", "702", "704:20"), opDesc="投递员李某,电话13800000000"):
        await pushed(push)
    (view,) = await parcels_of(OWNER)
    assert (view.state_name, view.waybill_number) == ("已签收", "1100000000001")
    assert [one.text for one in view.events][::2] == ["他人代收", "邮政已收取邮件"]
    assert view.receiver.name == "测**"
    assert view.receiver.phone == "139****0001"
    assert "301" not in view.receiver.address and PERSON.county in view.receiver.address
    assert view.events[0].carrier_text.startswith("投递员")
    rows = await fetch("SELECT row_to_json(parcel_event)::text AS row FROM parcel_event")
    assert not any("李某" in row["row"] or "13800000000" in row["row"] for row in rows)
