"""A number is watched as long as it must be, with as few subscriptions as a month allows."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from mobile_api.shared import clock
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.kuaidi100.service import stop_following
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.states import ParcelState
from tests.committed import committed
from tests.notifications.post.ems.sample import fresh
from tests.notifications.post.kuaidi100.conftest import (
    NUMBER,
    Simulator,
    due_now,
    followed,
    watched,
)
from tests.simulators_tests.receiver import eventually

SUBSCRIBE, QUERY, RECOGNISE = "/poll", "/poll/query.do", "/autonumber/auto"
pytestmark = pytest.mark.usefixtures("stack")


@contextmanager
def later(**time: float) -> Iterator[None]:
    with clock.standing_at(clock.now() + timedelta(**time)):
        yield


async def test_a_followed_number_is_subscribed_once(simulator: Simulator) -> None:
    first, again = await followed(), await followed()
    assert first.id == again.id
    assert [await simulator.subscribe() for _ in range(2)] == [1, 0]
    row = await watched()
    assert (row.state, len(row.subscribed_at)) == (WatchState.polling, 1)
    assert await simulator.calls(SUBSCRIBE) == 1
    assert await simulator.poll() == 0


async def test_two_workers_subscribe_each_number_once(simulator: Simulator) -> None:
    for number in range(30):
        await followed(f"SF10000000000{number}")
    while sum(await asyncio.gather(simulator.subscribe(), simulator.subscribe())):
        pass
    assert await simulator.calls(SUBSCRIBE) == 30


async def test_a_person_who_does_not_know_the_carrier(simulator: Simulator) -> None:
    await simulator.play("stuck", carrier_code="yunda", pushes="none")
    await followed(carrier_code="")
    await simulator.subscribe()
    assert ((await watched()).carrier_code, await simulator.calls(RECOGNISE)) == ("yunda", 1)


async def test_crash_after_the_effect(simulator: Simulator) -> None:
    await followed()
    await simulator.post("faults", path=SUBSCRIBE, kind="reset")
    await simulator.subscribe()
    assert (await watched()).state is WatchState.waiting
    with later(minutes=2):
        await simulator.subscribe()
    row = await watched()
    # Answered with 501, for it had been subscribed: counted once all the same.
    assert (row.state, len(row.subscribed_at), row.reason) == (WatchState.polling, 1, "")


async def test_given_up_and_subscribed_again(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    with later(days=3):
        await hook.play([], status="abort")
        assert (await watched()).state is WatchState.waiting
        assert await hook.subscribe() == 0
    with later(days=3, minutes=31):
        assert await hook.subscribe() == 1
        # The abort is pushed once more, as after an answer that was lost.
        await hook.post("numbers/" + NUMBER + "/play", script=[], status="abort")
    row = await watched()
    assert (row.state, len(row.subscribed_at)) == (WatchState.polling, 2)
    assert (await fresh(parcel)).state is ParcelState.ordered


async def test_four_a_month_and_then_slow_questions(hook: Simulator) -> None:
    parcel = await followed()
    for round_ in range(4):
        with later(days=4 * round_, hours=1):
            await hook.subscribe()
        with later(days=4 * round_ + 3, hours=1):
            await hook.play([], status="abort")
    row = await watched()
    assert (row.state, row.due_at, row.reason) == (WatchState.spent, None, "month_spent")
    assert await hook.calls(SUBSCRIBE) == 4
    await hook.play("stuck", pushes="none")
    with later(days=17):
        assert await hook.poll() == 1
        after = await fresh(parcel)
        assert after.due_at and after.due_at > clock.now() + timedelta(hours=11)
    assert after.state is ParcelState.in_transit


async def test_a_month_later_there_are_subscriptions_again(simulator: Simulator) -> None:
    await followed()
    spent = tuple(clock.now() - timedelta(days=day) for day in (1, 2, 3, 30))
    await WatchedNumber.all().update(subscribed_at=spent)
    await simulator.subscribe()
    assert (await watched()).state is WatchState.spent
    await WatchedNumber.all().update(due_at=clock.now())
    with later(days=2):
        await simulator.subscribe()
    assert ((await watched()).state, len((await watched()).subscribed_at)) == ("polling", 4)


@pytest.mark.parametrize(("code", "state"), [("701", "refused"), ("601", "waiting")])
async def test_not_subscribed(simulator: Simulator, code: str, state: str) -> None:
    await followed()
    await simulator.post("faults", path=SUBSCRIBE, kind="error", code=code)
    await simulator.subscribe()
    row = await watched()
    assert (row.state, row.reason, row.subscribed_at) == (state, code, ())
    assert (row.due_at is None) == (state == "refused")
    # A number that will never be pushed is asked for.
    assert await simulator.poll() == (state == "refused")


async def test_one_question_in_half_an_hour(simulator: Simulator) -> None:
    parcel = await followed()
    await simulator.play("stuck", pushes="none")
    for minutes, calls in ((0, 1), (5, 1), (29, 1), (32, 2)):
        with later(minutes=minutes):
            await Parcel.all().update(due_at=clock.now(), leased_until=None)
            await simulator.poll()
        assert await simulator.calls(QUERY) == calls
    assert (await fresh(parcel)).state is ParcelState.in_transit


async def test_signed_for(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    await hook.play("normal", status="shutdown")
    assert (await watched()).state is WatchState.ended
    assert (await fresh(parcel)).state is ParcelState.delivered


async def test_a_number_taken_back_and_given_again(hook: Simulator) -> None:
    parcel = await followed(carrier_code="refused")
    await hook.subscribe()
    assert (await watched()).state is WatchState.refused
    await committed(stop_following(parcel.id))
    assert (await followed(carrier_code="yuantong")).id == parcel.id
    await hook.subscribe()
    await hook.play("normal")
    after = await fresh(parcel)
    assert (after.state, after.carrier_code) == (ParcelState.delivered, "yuantong")
    assert (await watched()).state is WatchState.polling


async def test_a_number_that_was_signed_for_before(hook: Simulator) -> None:
    await followed()
    await hook.subscribe()
    await hook.play("normal", status="shutdown")
    second = await followed(owner=Owner("sample", "another"))
    assert await hook.poll() == 1
    assert (await fresh(second)).state is ParcelState.delivered


async def test_a_number_taken_back_moves_nothing_more(hook: Simulator) -> None:
    parcel = await followed()
    await hook.subscribe()
    assert (await committed(stop_following(parcel.id))).state is ParcelState.cancelled
    assert (await committed(stop_following(parcel.id))).state is ParcelState.cancelled
    await hook.play("normal")
    await due_now()
    assert await hook.poll() == 0
    assert (await fresh(parcel)).state is ParcelState.cancelled


async def test_a_number_taken_back_while_it_is_asked_for(hook: Simulator) -> None:
    parcel = await followed()
    await hook.play("normal", pushes="none")
    await hook.post("faults", path=QUERY, kind="slow", seconds=0.5)
    await due_now()
    asking = asyncio.create_task(hook.poll())
    assert await eventually(lambda: has_been_asked(hook))
    await committed(stop_following(parcel.id))
    assert await asking == 1
    assert (await fresh(parcel)).state is ParcelState.cancelled


async def has_been_asked(hook: Simulator) -> bool:
    return await hook.calls(QUERY) == 1


async def test_an_account_that_lets_no_number_in_ends_the_tries(simulator: Simulator) -> None:
    """Red before: every number was tried for ever."""
    await followed()
    await simulator.post("faults", path=SUBSCRIBE, kind="error", code="601", times=None)
    for days in (0, 3, 8):
        with later(days=days):
            await simulator.subscribe()
    row = await watched()
    assert (row.state, row.reason, row.due_at) == (WatchState.refused, "601", None)
    with later(days=8, minutes=1):
        assert await simulator.poll() == 1
