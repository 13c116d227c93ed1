"""When a counter is open on a date: weekday hours, holidays, and dates that differ."""

from collections.abc import Sequence
from datetime import date, timedelta

from mobile_api.guides.catalogue.service import Counter, HoursException
from mobile_api.shared.calendar.working_days import WorkingCalendar
from mobile_api.shared.http.schema import AnswerBody

_MONDAY = 1


class Period(AnswerBody):
    """Open from-to, local time HH:MM."""

    opens: str
    closes: str


class DayHours(AnswerBody):
    """One date at one counter; no period means closed, `reason` says why it differs.

    `is_provisional`: the holidays of that year are not announced yet.
    """

    on: date
    periods: list[Period]
    reason: str | None
    is_provisional: bool


def week_of(
    counter: Counter, calendar: WorkingCalendar, first: date, days: int
) -> Sequence[DayHours]:
    """The counter's hours on `days` dates from `first`."""
    dates = (first + timedelta(days=number) for number in range(days))
    return [hours_on(counter, calendar, day) for day in dates]


def hours_on(counter: Counter, calendar: WorkingCalendar, day: date) -> DayHours:
    """An exception of the counter wins; then holidays; then the hours of the weekday.

    A weekday that is off is a holiday; a Saturday or Sunday that is worked (调休) has the hours
    of a Monday, unless the counter has hours of its own for it.
    """
    provisional = calendar.is_provisional(day)
    exception = next((one for one in counter.exceptions if one.on == day), None)
    if exception is not None:
        return DayHours(
            on=day, periods=_of_exception(exception), reason=exception.reason, is_provisional=False
        )
    weekday = day.isoweekday()
    is_weekend = weekday > 5
    if not is_weekend and not calendar.is_working(day) and not counter.open_on_holidays:
        return DayHours(on=day, periods=[], reason="法定节假日", is_provisional=provisional)
    periods = _of_weekday(counter, weekday)
    if is_weekend and calendar.is_working(day) and not periods:
        periods = _of_weekday(counter, _MONDAY)
        return DayHours(on=day, periods=periods, reason="调休上班", is_provisional=provisional)
    return DayHours(on=day, periods=periods, reason=None, is_provisional=provisional)


def _of_exception(exception: HoursException) -> list[Period]:
    if exception.is_closed or exception.opens is None or exception.closes is None:
        return []
    return [Period(opens=exception.opens, closes=exception.closes)]


def _of_weekday(counter: Counter, weekday: int) -> list[Period]:
    return [
        Period(opens=hours.opens, closes=hours.closes)
        for hours in counter.hours
        if weekday in hours.weekdays
    ]
