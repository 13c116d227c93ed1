"""Whole lists, pushed late and out of turn, polled in between: the newest word stands."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from notifications.post.kuaidi100.tracks import Track, read_track
from notifications.post.parcels.models import Parcel, ParcelEvent
from notifications.post.parcels.states import CarrierName, ParcelState
from notifications.post.parcels.tracking import record_answer, record_list
from tests.notifications.post.ems.sample import NOON, START, fresh, outcomes
from tests.notifications.post.kuaidi100.conftest import NUMBER, Simulator, due_now, followed
from tests.notifications.post.parcels.test_meanings import KUAIDI100_STATES
from tests.notifications.post.parcels.test_rows_in_any_order import KUAIDI100, told_in_time
from tests.simulators.clock import Clock
from tests.simulators_tests.receiver import eventually

QUERY = "/poll/query.do"
NUMBERS = (f"SF{number}" for number in count(2 * 10**12))
CODES = sorted(code for codes in KUAIDI100_STATES.values() for code in codes.split())
pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(NOON)]


def track_of(codes: list[str]) -> Track:
    """What Kuaidi100 tells after these, one a minute, newest first."""
    data = [
        {"ftime": f"{START:%Y-%m-%d} 10:{minute:02d}:00", "statusCode": code, "context": "到达"}
        for minute, code in enumerate(codes)
    ]
    return read_track({"nu": NUMBER, "com": "shunfeng", "data": data[::-1]})


async def record(parcel: Parcel, codes: list[str], *, is_push: bool) -> None:
    asked_at, events = clock.now(), track_of(codes).events
    async with in_transaction():
        locked = await Parcel.select_for_update().get(id=parcel.id)
        if is_push:
            await record_list(locked, CarrierName.kuaidi100, events)
        else:
            await record_answer(locked, CarrierName.kuaidi100, events, asked_at)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_lists_in_any_order_with_polls_between(data: st.DataObject) -> None:
    """Pushes are the beginnings of one journey; a poll tells all that there is."""
    codes = data.draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=8))
    lengths = data.draw(st.permutations([*range(1, len(codes) + 1), len(codes)]))
    polls = data.draw(st.lists(st.integers(0, len(lengths)), max_size=2))
    parcel = await followed(next(NUMBERS))
    for turn, length in enumerate(lengths):
        if turn in polls:
            await record(parcel, codes, is_push=False)
        await record(parcel, codes[:length], is_push=True)
    assert (await fresh(parcel)).state is told_in_time(KUAIDI100, codes)
    assert await ParcelEvent.filter(parcel_id=parcel.id).count() == len(codes)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_what_was_taken_back_is_gone_after_a_poll(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=8))
    kept = codes[: data.draw(st.integers(1, len(codes) - 1))]
    parcel = await followed(next(NUMBERS))
    await record(parcel, codes, is_push=True)
    await record(parcel, kept, is_push=True)
    after = await fresh(parcel)
    assert after.state is told_in_time(KUAIDI100, codes)
    assert after.due_at and after.due_at <= clock.now()
    await record(parcel, kept, is_push=False)
    assert (await fresh(parcel)).state is told_in_time(KUAIDI100, kept)


async def test_a_delivery_that_is_taken_back(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    await hook.play("normal")
    await hook.play([], withdraw=2)
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert await hook.poll() == 1
    assert (await fresh(parcel)).state is ParcelState.in_transit
    await hook.play(["5", "303"], status="shutdown")
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert await outcomes(parcel) == ["delivered", "reversed", "delivered"]


async def test_corrected_entries_replace_those_before(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    await hook.play("normal")
    await hook.play(["206"], withdraw=1, spacing_seconds=120)
    codes = {event.op_code for event in await ParcelEvent.filter(parcel_id=parcel.id)}
    assert ("206" in codes, "301" in codes) == (True, False)
    assert (await fresh(parcel)).state is ParcelState.attempted


async def test_an_empty_list_takes_nothing_back(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    await hook.play("stuck")
    await hook.play([], withdraw=2)
    await due_now()
    await hook.poll()
    assert (await fresh(parcel)).state is ParcelState.in_transit


async def test_an_answer_that_a_push_overtook(hook: Simulator) -> None:
    """The poll was answered before the carrier scanned it, and recorded after the push."""
    parcel = await followed()
    asked_at = clock.now()
    await record(parcel, ["103", "5", "301"], is_push=True)
    async with in_transaction():
        locked = await Parcel.select_for_update().get(id=parcel.id)
        events = track_of(["103"]).events
        await record_answer(locked, CarrierName.kuaidi100, events, asked_at)
    assert (await fresh(parcel)).state is ParcelState.delivered


async def test_pushes_and_polls_at_once(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    await hook.play("stuck", pushes="none")
    await due_now()
    await asyncio.gather(
        hook.poll(),
        hook.play(["5"], pushes="each", copies=3),
        hook.poll(),
        *(hook.play([], copies=2) for _ in range(3)),
    )
    assert (await fresh(parcel)).state is ParcelState.out_for_delivery
    assert await outcomes(parcel) == ["sent"]
    assert await hook.calls(QUERY) == 1


async def test_crash_between_store_and_answer(hook: Simulator, simulator_clock: Clock) -> None:
    """Kuaidi100 hangs up before the answer, pushes again, and nothing is told twice."""
    parcel = await followed()
    await hook.subscribe()
    hook.config.push_cut_off_seconds = 0.001
    played = await hook.play("normal")
    assert [one["outcome"] for one in played["pushes"]] == ["pending"]
    hook.config.push_cut_off_seconds = 10
    simulator_clock.advance(1_801)
    assert await eventually(lambda: taken_at_last(hook))
    await hook.play([], copies=3)
    assert (await fresh(parcel)).state is ParcelState.delivered
    assert await outcomes(parcel) == ["delivered"]
    assert await ParcelEvent.all().count() == 5


async def taken_at_last(hook: Simulator) -> bool:
    deliveries = (await hook.get("deliveries"))["deliveries"]
    return any(one["failures"] and one["outcome"] == "delivered" for one in deliveries)
