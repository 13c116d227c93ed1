"""Limits in working days and in calendar days are compared as an ordinary week runs."""

import pytest

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.limits import (
    fewest_calendar_days,
    in_working_days,
    is_longer,
    most_calendar_days,
)
from mobile_api.guides.catalogue.vocabulary import LimitUnit

WORKING, CALENDAR = LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY


@pytest.mark.parametrize(
    ("promised", "statutory", "longer"),
    [
        ((20, WORKING), (20, WORKING), False),
        ((21, WORKING), (20, WORKING), True),
        ((7, WORKING), (15, CALENDAR), False),  # passport: 11 days at the latest
        ((1, WORKING), (3, CALENDAR), False),  # accepted on a Friday, done on Monday
        ((3, WORKING), (3, CALENDAR), True),
        ((30, CALENDAR), (20, WORKING), True),
        ((7, CALENDAR), (6, WORKING), False),
    ],
)
def test_is_longer(
    promised: tuple[int, LimitUnit], statutory: tuple[int, LimitUnit], longer: bool
) -> None:
    first, second = (
        Limit(value=promised[0], unit=promised[1]),
        Limit(value=statutory[0], unit=statutory[1]),
    )
    assert is_longer(first, second) is longer


def test_working_days_span_at_least_and_at_most() -> None:
    assert [fewest_calendar_days(days) for days in (1, 5, 6, 10, 11)] == [1, 5, 8, 12, 15]
    assert [most_calendar_days(days) for days in (1, 5, 6, 10, 11)] == [3, 7, 10, 14, 17]


def test_statistics_count_five_days_a_week() -> None:
    values = [in_working_days(Limit(value=days, unit=CALENDAR)) for days in (1, 7, 15, 60)]
    assert values == [1, 5, 11, 43]
