"""Working days of law: make-up Sundays, the year not yet published, and dates already told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.shared.calendar.seed import seed_calendar
from mobile_api.shared.calendar.working_days import (
    NATIONAL,
    Limit,
    LimitUnit,
    WorkingCalendar,
    calendar_between,
    calendar_for,
)
from mobile_api.shared.models import CalendarDay
from tests.stack import Stack

pytestmark = pytest.mark.standing_at("2026-11-21T10:00+08:00")

REGION = "999900"


def working(count: int) -> Limit:
    return Limit(count, LimitUnit.working_day)


async def due(start: date, limit: Limit) -> tuple[date, bool]:
    found = (await calendar_for(REGION, start, limit)).due(start, limit)
    return found.on, found.is_provisional


async def test_make_up_weekend_days_count(stack: Stack) -> None:
    # 2026-02-14 (Saturday) is worked, 15 to 23 February are off, 28 (Saturday) is worked again.
    assert await due(date(2026, 2, 13), working(1)) == (date(2026, 2, 14), False)
    assert await due(date(2026, 2, 14), working(1)) == (date(2026, 2, 24), False)
    assert await due(date(2026, 2, 27), working(1)) == (date(2026, 2, 28), False)


async def test_a_limit_into_the_unpublished_year_is_provisional(stack: Stack) -> None:
    on, is_provisional = await due(date(2026, 11, 21), working(30))
    assert (on, is_provisional) == (date(2027, 1, 4), True)


async def test_new_year_of_the_unpublished_year_is_off(stack: Stack) -> None:
    calendar = await calendar_between(REGION, date(2027, 1, 1), date(2027, 2, 10))
    assert not calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 2, 8))  # 初三
    assert calendar.is_provisional(date(2027, 1, 4))


async def test_a_city_closes_for_a_typhoon(stack: Stack) -> None:
    day = date(2026, 11, 23)
    await CalendarDay.create(region_code=REGION, on=day, is_working=False, source="台风停工令")
    assert await due(date(2026, 11, 20), working(1)) == (date(2026, 11, 24), False)
    await CalendarDay.filter(region_code=REGION).delete()


async def test_calendar_days_that_end_on_a_day_off_run_on(stack: Stack) -> None:
    fifteen = Limit(15, LimitUnit.calendar_day)
    assert await due(date(2026, 9, 20), fifteen) == (date(2026, 10, 8), False)


async def test_a_notice_replaces_what_was_provisional(stack: Stack) -> None:
    worked = date(2026, 2, 14)  # a make-up Saturday that no rule of thumb knows
    await CalendarDay.filter(region_code=NATIONAL, on=worked).update(
        is_working=False, is_provisional=True, source="推算"
    )
    assert await seed_calendar(2026, 2026) == 1
    calendar = await calendar_between(REGION, worked, worked)
    assert (calendar.is_working(worked), calendar.is_provisional(worked)) == (True, False)
    assert await seed_calendar(2026, 2027) == 0


def test_unknown_days_never_raise() -> None:
    found = WorkingCalendar().due(date(2031, 12, 25), working(10))
    assert found.is_provisional


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(1, 60),
    st.sets(st.dates(date(2024, 1, 1), date(2029, 12, 31)), max_size=40),
)
def test_due_and_count_agree(start: date, count: int, off: set[date]) -> None:
    calendar = WorkingCalendar(dict.fromkeys(off, False))
    last = calendar.due(start, working(count)).on
    assert calendar.is_working(last)
    assert calendar.working_days_between(start, last) == count


@pytest.mark.parametrize("count", [1, 5, 20])
def test_a_longer_limit_never_ends_earlier(count: int) -> None:
    calendar = WorkingCalendar()
    start = date(2026, 11, 21)
    assert calendar.due(start, working(count)).on < calendar.due(start, working(count + 1)).on
