"""Who is told by which channel and when: preferences, quiet hours, bursts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mobile_api.shared import clock
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.policy import CHANNEL_POLICY, ChannelPolicy
from notifications.preferences import Preferences, preferences_of, set_preferences
from notifications.quiet_hours import free_from
from notifications.sending.lane import Lane
from notifications.words import reasons
from notifications.words.templates import TEMPLATES
from tests.notifications.paper_channel import PaperChannel
from tests.notifications.telling import chain_of, tell_correction, tell_posted
from tests.stack import Stack

pytestmark = pytest.mark.standing_at("2026-11-03T12:00+08:00")

WAY = ChannelName.mini_program
NIGHT = "22:00-07:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-03T{text}+08:00")


@pytest.mark.parametrize(
    ("now", "then", "days"),
    [
        ("21:59", "21:59", 0),
        ("22:00", "07:00", 1),
        ("23:30", "07:00", 1),
        ("00:00", "07:00", 0),
        ("06:59", "07:00", 0),
        ("07:00", "07:00", 0),
        ("12:00", "12:00", 0),
    ],
)
def test_night_ends_at_seven(now: str, then: str, days: int) -> None:
    assert free_from(at(now), NIGHT) == at(then) + timedelta(days=days)


@pytest.mark.parametrize(
    ("quiet", "then"),
    [("12:00-14:00", "14:00"), ("", "12:30"), ("09:00-09:00", "12:30"), ("13:00-12:00", "12:30")],
)
def test_quiet_hours_need_not_be_at_night(quiet: str, then: str) -> None:
    assert free_from(at("12:30"), quiet) == at(then)


@given(some.datetimes(timezones=some.just(clock.BEIJING)), some.times(), some.times())
def test_free_hours_come_within_a_day_and_stay_free(now: datetime, a: object, b: object) -> None:
    quiet = f"{a:%H:%M}-{b:%H:%M}"
    free = free_from(now, quiet)
    assert now <= free <= now + timedelta(days=1)
    assert free_from(free, quiet) == free


@pytest.fixture
def person(stack: Stack, database: None) -> Iterator[UUID]:
    events = frozenset(TEMPLATES)
    ways = dict.fromkeys((WAY, ChannelName.sms), events)
    with stack.having(CHANNEL_POLICY, ChannelPolicy(ways, quiet_hours=NIGHT)):
        yield uuid4()


async def test_at_night_it_waits_for_the_morning_and_says_so(person: UUID) -> None:
    with clock.standing_at(at("23:00")):
        await tell_posted(person)
        await Lane(WAY, PaperChannel(WAY)).work_off()
    ((_, state, reason),) = await chain_of(person, "posted")
    assert (state, reason) == (DeliveryState.pending, reasons.QUIET_HOURS)
    assert (await Delivery.get(channel=WAY)).due_at == at("07:00") + timedelta(days=1)


async def test_the_next_channel_does_not_ring_at_night_either(person: UUID) -> None:
    with clock.standing_at(at("21:59")):
        await tell_correction(person)
    with clock.standing_at(at("22:10")):
        stranger = PaperChannel(WAY)
        stranger.strangers.add(person)
        await Lane(WAY, stranger).work_off()
    sms = await Delivery.get(channel=ChannelName.sms)
    assert (sms.state, sms.due_at) == (DeliveryState.pending, at("07:00") + timedelta(days=1))


async def test_ones_own_quiet_hours_go_before_those_of_the_city(person: UUID) -> None:
    await set_preferences(person, Preferences(quiet_hours=""))
    with clock.standing_at(at("23:00")):
        await tell_posted(person)
    row = await Delivery.get(channel=WAY)
    assert (row.reason, row.due_at) == ("", row.created_at)


async def test_what_is_turned_off_is_not_used_but_the_inbox_is(person: UUID) -> None:
    choices = {"mini_program": False, "mini_program:posted": True, "in_app": False}
    await set_preferences(person, Preferences(choices))
    await tell_correction(person)
    await tell_posted(person)
    assert [name for name, *_ in await chain_of(person, "correction")] == [ChannelName.sms]
    assert [name for name, *_ in await chain_of(person, "posted")] == [WAY]
    assert await Delivery.filter(channel=ChannelName.in_app).count() == 2


async def test_a_changed_wish_opens_no_second_way_for_what_was_told(person: UUID) -> None:
    await set_preferences(person, Preferences({"mini_program": False}))
    await tell_correction(person)
    await set_preferences(person, Preferences())
    await tell_correction(person)
    assert [name for name, *_ in await chain_of(person, "correction")] == [ChannelName.sms]


async def test_preferences_are_replaced(person: UUID) -> None:
    assert await preferences_of(person) == Preferences()
    for wanted in (Preferences({"sms": False}, "21:00-08:00"), Preferences({"sms:posted": True})):
        await set_preferences(person, wanted)
        assert await preferences_of(person) == wanted


async def test_of_a_burst_that_still_waits_only_the_last_is_told(person: UUID) -> None:
    paper = PaperChannel(WAY)
    with clock.standing_at(at("23:00")):
        for key in ("first", "second", "third"):
            await tell_correction(person, key=key)
    with clock.standing_at(at("07:01") + timedelta(days=1)):
        await Lane(WAY, paper).work_off()
    assert len(paper.asked) == 1
    for key in ("first", "second"):
        merged = {(state, reason) for _, state, reason in await chain_of(person, key)}
        assert merged == {(DeliveryState.merged, reasons.MERGED)}
    assert (await chain_of(person, "third"))[0][1] == DeliveryState.sent
    assert await Delivery.filter(channel=ChannelName.in_app).count() == 3


async def test_what_is_about_something_else_or_was_sent_is_not_merged(person: UUID) -> None:
    paper = PaperChannel(WAY)
    with clock.standing_at(at("12:00")):
        await tell_correction(person, key="sent")
        await Lane(WAY, paper).work_off()
        await tell_correction(uuid4(), key="somebody else")
        await tell_posted(person)
        await tell_correction(person, key="last")
    merged = await Delivery.filter(state=DeliveryState.merged).count()
    assert merged == 0
    with clock.standing_at(at("12:00") + timedelta(days=2)):
        await tell_correction(person, key="much later")
    assert await Delivery.filter(state=DeliveryState.merged).count() == 0
