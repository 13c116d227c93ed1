"""When is the counter open? Weekdays, weekends of its own, holidays, shifts, single dates."""

from datetime import date

import pytest

from mobile_api.centre.hours import hours_on, week_of
from mobile_api.guides.catalogue.places import Counter
from mobile_api.shared.calendar.working_days import WorkingCalendar

WORK = {"weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "17:00"}
CALENDAR = WorkingCalendar(
    {
        date(2026, 10, 1): False,  # Thursday, national day
        date(2026, 9, 20): True,  # Sunday, worked instead
        date(2026, 11, 23): True,
        date(2026, 11, 21): False,
    }
)


def counter(**more: object) -> Counter:
    return Counter.model_validate(
        {
            "key": "one",
            "name": "窗口",
            "hall": "hall",
            "place": "一楼",
            "departments": ["gaj"],
            "phones": [{"number": "12345", "purpose": "咨询"}],
            "hours": [WORK],
            **more,
        }
    )


WEEKEND = {"hours": [WORK, {"weekdays": [6, 7], "opens": "10:00", "closes": "16:00"}]}
CLOSED = {"on": "2026-11-23", "is_closed": True, "reason": "系统升级"}
SHORT = {
    "on": "2026-11-23",
    "is_closed": False,
    "opens": "09:00",
    "closes": "12:00",
    "reason": "培训",
}


@pytest.mark.parametrize(
    ("more", "day", "opens", "reason"),
    [
        ({}, date(2026, 11, 23), ["09:00"], None),
        ({}, date(2026, 11, 21), [], None),
        (WEEKEND, date(2026, 11, 21), ["10:00"], None),
        ({}, date(2026, 10, 1), [], "法定节假日"),
        ({"open_on_holidays": True}, date(2026, 10, 1), ["09:00"], None),
        ({}, date(2026, 9, 20), ["09:00"], "调休上班"),
        (WEEKEND, date(2026, 9, 20), ["10:00"], None),
        ({"exceptions": [CLOSED]}, date(2026, 11, 23), [], "系统升级"),
        ({"exceptions": [SHORT]}, date(2026, 11, 23), ["09:00"], "培训"),
    ],
)
def test_hours_of_a_date(
    more: dict[str, object], day: date, opens: list[str], reason: str | None
) -> None:
    found = hours_on(counter(**more), CALENDAR, day)
    assert [one.opens for one in found.periods] == opens
    assert found.reason == reason


def test_a_year_without_notice_is_provisional() -> None:
    days = week_of(counter(), CALENDAR, date(2026, 11, 23), 2)
    assert [one.is_provisional for one in days] == [False, True]
