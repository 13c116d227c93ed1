"""Working days of law: limits are counted in them, statutory holidays excluded (行政许可法 82).

The period starts the day after the event and ends with its last day; a period in calendar days
that ends on a day off runs to the next working day (民法典 201, 203, applied by analogy).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from mobile_api.shared import clock
from mobile_api.shared.models import CalendarDay
from mobile_api.shared.process.parts import SETTINGS

NATIONAL = "000000"
_DAY = timedelta(days=1)
# A month of days off in a row does not occur; used to bound what is read of the table.
_SLACK_DAYS = 40


class DayKind(StrEnum):
    """工作日 / 自然日."""

    working_day = "working_day"
    calendar_day = "calendar_day"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit of law or promise."""

    value: int
    unit: DayKind


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day of a limit; provisional when it rests on a calendar not yet published."""

    on: date
    is_provisional: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """Days known to be working or off; unknown ones follow the weekend and count as provisional."""

    working: Mapping[date, bool] = field(default_factory=dict)
    provisional: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return self.working.get(day, day.weekday() < 5)

    def is_provisional(self, day: date) -> bool:
        return day in self.provisional or day not in self.working

    def due(self, start: date, limit: TimeLimit) -> DueDate:
        """Last day of `limit` that began with an event on `start`."""
        if limit.unit is DayKind.working_day:
            return self._due_in_working_days(start, limit.value)
        day = start + timedelta(days=limit.value)
        while not self.is_working(day):
            day += _DAY
        return DueDate(day, self.is_provisional(day))

    def _due_in_working_days(self, start: date, count: int) -> DueDate:
        day, provisional = start, False
        while count > 0:
            day += _DAY
            provisional = provisional or self.is_provisional(day)
            count -= self.is_working(day)
        return DueDate(day, provisional)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)


async def calendar_for(region_code: str, start: date, limit: TimeLimit) -> WorkingCalendar:
    """The part of the calendar that a limit from `start` can touch; a city's rows override."""
    return await calendar_between(region_code, start, last_touched(start, limit))


async def last_day_of(limit: TimeLimit, start: date | None = None) -> date:
    """The last day of a limit from `start`, today unless it is said, in this instance's region."""
    start = start or clock.today()
    calendar = await calendar_for(SETTINGS.here().region_code, start, limit)
    return calendar.due(start, limit).on


def last_touched(start: date, limit: TimeLimit) -> date:
    """A day by which a limit from `start` has surely ended."""
    return start + timedelta(days=limit.value * 2 + _SLACK_DAYS)


async def calendar_between(region_code: str, start: date, until: date) -> WorkingCalendar:
    """The calendar of a region from `start` to `until`, both included."""
    regions = (NATIONAL, region_code)
    rows = await CalendarDay.filter(region_code__in=regions, on__gte=start, on__lte=until)
    rows.sort(key=lambda row: row.region_code != NATIONAL)
    working = {row.on: row.is_working for row in rows}
    provisional = {row.on: row.is_provisional for row in rows}
    return WorkingCalendar(working, frozenset(day for day, is_so in provisional.items() if is_so))
