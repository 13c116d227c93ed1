"""Which rows of the calendar a limit is counted by, and what is not known counts as provisional."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest

from mobile_api.shared.calendar.working_days import (
    NATIONAL,
    DueDate,
    Limit,
    LimitUnit,
    WorkingCalendar,
    calendar_between,
    calendar_for,
    last_touched,
)
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.models import CalendarDay
from tests.tables import tables

CITY, OTHER_CITY = "991100", "991200"
# A year that the seed does not reach. 2 January 2040 is a Monday.
MONDAY = date(2040, 1, 2)
pytestmark = pytest.mark.standing_at("2040-01-02T12:00+08:00")
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]


def days(count: int, unit: LimitUnit = LimitUnit.working_day) -> Limit:
    return Limit(count, unit)


@asynccontextmanager
async def calendar(postgres_url: str, *rows: CalendarDay) -> AsyncIterator[None]:
    async with tables(postgres_url):
        await CalendarDay.bulk_create(rows)
        try:
            yield
        finally:
            await CalendarDay.filter(on__gte=date(2039, 1, 1)).delete()


def row(region: str, on: date, *, works: bool, provisional: bool = False) -> CalendarDay:
    return CalendarDay(
        region_code=region, on=on, is_working=works, is_provisional=provisional, source="试"
    )


def test_stored_words_never_change() -> None:
    assert [unit.value for unit in LimitUnit] == ["working_day", "calendar_day"]
    assert NATIONAL == "000000"


def test_only_a_published_day_is_sure() -> None:
    known = WorkingCalendar({WEEK[0]: True, WEEK[1]: True}, frozenset({WEEK[1]}))
    assert [known.is_provisional(day) for day in WEEK[:3]] == [False, True, True]


def test_days_that_nobody_published_follow_the_week() -> None:
    assert [WorkingCalendar().is_working(day) for day in WEEK] == [True] * 5 + [False] * 2


def test_one_unsure_day_on_the_way_makes_the_end_unsure() -> None:
    known = WorkingCalendar(dict.fromkeys(WEEK, True), frozenset({WEEK[2]}))
    assert known.due(WEEK[0], days(1)) == DueDate(WEEK[1], False)
    assert known.due(WEEK[0], days(3)) == DueDate(WEEK[3], True)
    assert known.due(WEEK[2], days(1)) == DueDate(WEEK[3], False)


def test_calendar_days_count_every_day_and_end_on_a_working_one() -> None:
    known = WorkingCalendar(dict.fromkeys(WEEK, True) | {WEEK[3]: False})
    calendar_days = LimitUnit.calendar_day
    assert known.due(WEEK[0], days(2, calendar_days)) == DueDate(WEEK[2], False)
    assert known.due(WEEK[0], days(3, calendar_days)) == DueDate(WEEK[4], False)
    sunday = WorkingCalendar().due(MONDAY, days(6, calendar_days))
    assert sunday == DueDate(MONDAY + timedelta(days=7), True)


def test_no_days_end_where_they_begin() -> None:
    assert WorkingCalendar().due(MONDAY, days(0)) == DueDate(MONDAY, False)


def test_working_days_between_leave_out_the_first_and_count_the_last() -> None:
    count = WorkingCalendar().working_days_between
    assert count(MONDAY, MONDAY) == 0
    assert count(MONDAY, WEEK[1]) == 1
    assert count(MONDAY, MONDAY + timedelta(days=7)) == 5
    assert count(WEEK[4], WEEK[6]) == 0


@pytest.mark.parametrize("count", [1, 20, 60])
def test_what_is_read_reaches_over_forty_days_off(count: int) -> None:
    off = {MONDAY + timedelta(days=n): False for n in range(1, 41)}
    calendar = WorkingCalendar(off)
    assert calendar.due(MONDAY, days(count)).on <= last_touched(MONDAY, days(count))
    every = WorkingCalendar(off | {MONDAY + timedelta(days=n): True for n in range(41, 200)})
    assert every.due(MONDAY, days(count)).on == MONDAY + timedelta(days=40 + count)


def test_what_is_read_reaches_over_the_longest_holiday() -> None:
    assert last_touched(MONDAY, days(1)) >= MONDAY + timedelta(days=42)
    assert last_touched(MONDAY, days(100)) >= MONDAY + timedelta(days=240)


async def test_a_row_of_the_city_overrides_the_nation(postgres_url: str) -> None:
    rows = [row(region, WEEK[0], works=region == CITY) for region in (CITY, NATIONAL)]
    closed = [row(region, WEEK[1], works=region == NATIONAL) for region in (NATIONAL, CITY)]
    abroad = row(OTHER_CITY, WEEK[2], works=False)
    async with calendar(postgres_url, *rows, *closed, abroad), in_transaction():
        # In whatever order the database finds them: here as they were written.
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            await fetch(f"SET LOCAL enable_{way} = off")
        found = await calendar_between(CITY, MONDAY, WEEK[6])
        other = await calendar_between(OTHER_CITY, MONDAY, WEEK[6])
    assert [found.is_working(day) for day in WEEK[:3]] == [True, False, True]
    assert [other.is_working(day) for day in WEEK[:3]] == [False, True, False]
    assert dict(found.working) == {WEEK[0]: True, WEEK[1]: False}


async def test_both_ends_are_read_and_nothing_outside(postgres_url: str) -> None:
    rows = [row(NATIONAL, day, works=True, provisional=day == WEEK[2]) for day in WEEK]
    async with calendar(postgres_url, *rows):
        found = await calendar_between(CITY, WEEK[1], WEEK[3])
    assert list(found.working) == WEEK[1:4]
    assert found.provisional == {WEEK[2]}


async def test_a_limit_is_counted_by_all_days_that_it_can_touch(postgres_url: str) -> None:
    span = [MONDAY + timedelta(days=n) for n in range(-1, 60)]
    rows = [row(NATIONAL, day, works=False) for day in span]
    async with calendar(postgres_url, *rows):
        found = await calendar_for(CITY, MONDAY, days(1))
    assert min(found.working) == MONDAY
    assert max(found.working) == last_touched(MONDAY, days(1))
