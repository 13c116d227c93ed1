"""The clocks of a case, segment by segment: opened, told, ended, run on, and seen as a light."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from mobile_api.accounts.models import Person
from mobile_api.cases import clocks
from mobile_api.cases.clocks import Clock, Light
from mobile_api.cases.models import Case, ClockSegment
from mobile_api.cases.rules import ClockKind
from mobile_api.guides.catalogue.elements import Limit as GuideLimit
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.vocabulary import LimitUnit as GuideUnit
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit, WorkingCalendar
from mobile_api.shared.clock import end_of
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from mobile_api.shared.models import CalendarDay
from tests.tables import tables

CITY = "991300"
# A year that the seed does not reach. 2 January 2040 is a Monday.
MONDAY = date(2040, 1, 2)
TEN = TimeLimit(10, DayKind.working_day)
LAW_AND_PROMISE = (ClockKind.statutory, ClockKind.promised)
INSTANT = datetime(2040, 1, 2, 4, tzinfo=UTC)
pytestmark = pytest.mark.standing_at("2040-01-02T12:00+08:00")


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


@asynccontextmanager
async def two_cases(postgres_url: str) -> AsyncIterator[tuple[Case, Case]]:
    """Two cases of one person, gone when the block ends with all that belongs to them."""
    async with tables(postgres_url):
        person = await Person.create(assurance_level=1, created_at=INSTANT)
        values: dict[str, Any] = {
            "region_code": CITY,
            "item_key": "passport",
            "item_name": "普通护照",
            "guide_version": 1,
            "department_key": "crj",
            "applicant_id": person.id,
            "created_at": INSTANT,
            "touched_at": INSTANT,
        }
        one, other = [await Case.create(**values) for _ in range(2)]
        try:
            yield one, other
        finally:
            await ClockSegment.filter(case_id__in=[one.id, other.id]).delete()
            await Case.filter(id__in=[one.id, other.id]).delete()
            await person.delete()
            await CalendarDay.filter(region_code=CITY).delete()


async def publish(first: date, last: date) -> None:
    """The calendar of the city from `first` to `last`, in which weekends are worked too."""
    count = (last - first).days + 1
    await CalendarDay.bulk_create(
        CalendarDay(region_code=CITY, on=first + timedelta(days=n), is_working=True, source="试")
        for n in range(count)
    )


async def segment(case: Case, kind: ClockKind = ClockKind.notice) -> ClockSegment:
    return await ClockSegment.get(case_id=case.id, kind=kind)


def test_a_day_is_over_at_midnight_in_china() -> None:
    assert end_of(date(2026, 11, 27)) == datetime(2026, 11, 27, 16, tzinfo=UTC)


def test_stored_words_never_change() -> None:
    assert [light.value for light in Light] == ["green", "yellow", "red"]


@pytest.mark.parametrize(("told", "due"), [(after(13), after(14)), (after(20), after(20))])
def test_what_was_told_is_never_shortened(told: date, due: date) -> None:
    stored = ClockSegment(
        started_on=MONDAY, limit_value=10, limit_unit=DayKind.working_day, told_on=told
    )
    assert clocks.limit_of(stored) == TEN
    unpublished = clocks.due_date(stored, WorkingCalendar())
    assert (unpublished.on, unpublished.is_provisional) == (due, True)
    every = WorkingCalendar({after(n): after(n).weekday() < 5 for n in range(30)})
    assert not clocks.due_date(stored, every).is_provisional


@pytest.mark.parametrize("arms_worker", [True, False])
async def test_a_clock_is_opened_and_the_worker_woken(postgres_url: str, arms_worker: bool) -> None:
    woken: asyncio.Queue[str] = asyncio.Queue()
    listener = await asyncpg.connect(postgres_url)
    await listener.add_listener(WAKE_CHANNEL, lambda *said: woken.put_nowait(said[-1]))
    async with two_cases(postgres_url) as (case, _):
        due = await clocks.open_clock(case, ClockKind.notice, TEN, MONDAY, arms_worker=arms_worker)
        stored = await segment(case)
    await listener.execute("SELECT 1")
    await listener.close()
    assert (due.on, stored.told_on, stored.started_on) == (after(14), after(14), MONDAY)
    assert clocks.limit_of(stored) == TEN
    assert stored.due_at == (end_of(after(14)) if arms_worker else None)
    assert woken.qsize() == arms_worker


async def test_a_clock_arms_nobody_unless_asked(postgres_url: str) -> None:
    async with two_cases(postgres_url) as (case, _):
        await clocks.open_clock(case, ClockKind.promised, TEN, MONDAY)
        assert (await segment(case, ClockKind.promised)).due_at is None


async def test_a_decision_has_two_limits_and_the_promise_is_told(postgres_url: str) -> None:
    part_of_a_guide: Any = ServiceGuide.model_construct
    guide = part_of_a_guide(
        statutory_limit=GuideLimit(value=20, unit=GuideUnit.WORKING_DAY),
        promised_limit=GuideLimit(value=7, unit=GuideUnit.CALENDAR_DAY),
    )
    async with two_cases(postgres_url) as (case, _):
        assert await clocks.start_decision_clocks(case, guide, MONDAY) == after(7)
        law, promise = [await segment(case, kind) for kind in LAW_AND_PROMISE]
    assert clocks.limit_of(law) == TimeLimit(20, DayKind.working_day)
    assert clocks.limit_of(promise) == TimeLimit(7, DayKind.calendar_day)
    assert {law.started_on, promise.started_on} == {MONDAY}


async def test_closing_ends_what_runs_of_these_kinds(postgres_url: str) -> None:
    async with two_cases(postgres_url) as (case, other):
        for whose, kind in ((case, ClockKind.notice), (case, ClockKind.promised)):
            await clocks.open_clock(whose, kind, TEN, MONDAY, arms_worker=True)
        await clocks.open_clock(other, ClockKind.notice, TEN, MONDAY, arms_worker=True)
        await clocks.close_clocks(case, after(1), ClockKind.notice)
        await clocks.close_clocks(case, after(2), ClockKind.notice)
        ended, running = [
            await segment(case, kind) for kind in (ClockKind.notice, ClockKind.promised)
        ]
        elsewhere = await segment(other)
    assert (ended.ended_on, ended.due_at) == (after(1), None)
    assert (running.ended_on, running.due_at is None) == (None, False)
    assert (elsewhere.ended_on, elsewhere.due_at is None) == (None, False)


async def test_reopening_lets_one_segment_run_on(postgres_url: str) -> None:
    kinds = (ClockKind.delivery, ClockKind.promised)
    async with two_cases(postgres_url) as (case, other):
        for whose in (case, other):
            for kind in kinds:
                await clocks.open_clock(whose, kind, TEN, MONDAY)
            await clocks.close_clocks(whose, after(1), *kinds)
        await clocks.reopen_clock(case, ClockKind.delivery)
        found = [(await segment(whose, kind)).ended_on for whose in (case, other) for kind in kinds]
    assert found == [None, after(1), after(1), after(1)]


async def test_each_case_has_its_own_clocks_in_order(postgres_url: str) -> None:
    async with two_cases(postgres_url) as (case, other):
        for start in (5, 0, 9):
            await clocks.open_clock(case, ClockKind.correction, TEN, after(start))
        await clocks.open_clock(other, ClockKind.notice, TEN, after(2))
        found = await clocks.clocks_of_each([case, other], MONDAY)
        alone = await clocks.clocks_of(other, MONDAY)
        nothing = await clocks.clocks_of_each([], MONDAY)
    assert [one.started_on for one in found[case.id]] == [after(0), after(5), after(9)]
    assert [one.started_on for one in found[other.id]] == [after(2)]
    assert list(alone) == found[other.id]
    assert nothing == {}


async def test_the_calendar_reaches_from_the_first_start_to_the_last_end(postgres_url: str) -> None:
    async with two_cases(postgres_url) as (case, _):
        await publish(MONDAY, after(300))
        for start in (150, 0):
            await clocks.open_clock(case, ClockKind.correction, TEN, after(start))
        seen = [await clocks.clocks_of(case, today) for today in (MONDAY, after(200))]
    # Weekends are worked in this city: every day up to the last end was read.
    ends = [(after(10), False), (after(160), False)]
    assert [[(one.due_on, one.is_provisional) for one in found] for found in seen] == [ends, ends]
    assert [one.light for one in seen[1]] == [Light.red, Light.red]


async def test_a_clock_as_it_stands_today(postgres_url: str) -> None:
    async with two_cases(postgres_url) as (case, _):
        await clocks.open_clock(case, ClockKind.promised, TEN, MONDAY)
        [running] = await clocks.clocks_of(case, after(2))
        await clocks.close_clocks(case, after(3), ClockKind.promised)
        [ended] = await clocks.clocks_of(case, after(60))
        [not_yet] = await clocks.clocks_of(case, after(1))
    kind, due = ClockKind.promised, after(14)
    assert running == Clock(kind, MONDAY, None, due, True, Light.green, 8)
    assert ended == Clock(kind, MONDAY, after(3), due, True, Light.green, 7)
    assert not_yet == Clock(kind, MONDAY, after(3), due, True, Light.green, 9)


async def test_the_light(postgres_url: str) -> None:
    """Ten working days: yellow with two left, red on the day after the last."""
    async with two_cases(postgres_url) as (case, _):
        await clocks.open_clock(case, ClockKind.promised, TEN, MONDAY)
        seen = [(await clocks.clocks_of(case, after(days)))[0].light for days in (9, 10, 14, 15)]
    assert seen == [Light.green, Light.yellow, Light.yellow, Light.red]


def clock(kind: ClockKind, ended_on: date | None) -> Clock:
    return Clock(kind, MONDAY, ended_on, after(5), False, Light.green, 3)


def test_the_latest_running_clock_is_told() -> None:
    law, promise = [clock(kind, None) for kind in LAW_AND_PROMISE]
    ended = clock(ClockKind.notice, MONDAY)
    cases: Sequence[tuple[list[Clock], Clock | None]] = (
        ([law, promise, ended], promise),
        ([law, ended], law),
        ([ended], None),
        ([], None),
    )
    for given, told in cases:
        assert clocks.running(given) is told
