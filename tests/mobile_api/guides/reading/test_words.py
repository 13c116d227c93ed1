"""How limits, visits and opening hours are said."""

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.places import OpeningHours
from mobile_api.guides.catalogue.vocabulary import LimitUnit
from mobile_api.guides.reading.words import hours, limit, visits


def test_periods_of_the_same_days_stand_on_one_line() -> None:
    morning = OpeningHours(weekdays=[1, 2], opens="09:00", closes="12:00")
    afternoon = OpeningHours(weekdays=[1, 2], opens="13:30", closes="17:00")
    assert hours([morning, afternoon]) == [("周一、周二", "09:00-12:00、13:30-17:00")]


def test_limits_and_visits() -> None:
    assert limit(Limit(value=15, unit=LimitUnit.WORKING_DAY)) == "15个工作日"
    assert (visits(0), visits(1)) == ("不用跑腿", "最多跑1次")
