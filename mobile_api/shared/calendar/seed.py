"""Fill the national calendar: published years from chinesecalendar, later ones provisionally."""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import holidays

from mobile_api.shared.calendar.working_days import NATIONAL
from mobile_api.shared.database import in_transaction
from mobile_api.shared.models import CalendarDay

_PUBLISHED = "国务院办公厅节假日安排通知(chinesecalendar)"
_PROVISIONAL = "全国年节及纪念日放假办法推算,调休待国务院办公厅通知"


async def seed_calendar(first_year: int, last_year: int) -> int:
    """Insert the missing days of these years; answers how many. Rows that stand are kept.

    A provisional year is replaced once its notice is known to chinesecalendar.
    """
    wanted = [day for year in range(first_year, last_year + 1) for day in _days_of(year)]
    async with in_transaction():
        published = {day.on.year for day in wanted if not day.is_provisional}
        for year in published:
            await CalendarDay.filter(
                region_code=NATIONAL,
                is_provisional=True,
                on__gte=date(year, 1, 1),
                on__lte=date(year, 12, 31),
            ).delete()
        standing = set(await CalendarDay.filter(region_code=NATIONAL).values_list("on", flat=True))
        missing = [day for day in wanted if day.on not in standing]
        await CalendarDay.bulk_create(missing, batch_size=500, ignore_conflicts=True)
    return len(missing)


def _days_of(year: int) -> Iterator[CalendarDay]:
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        yield from _provisional_days(year)
        return
    for day in _each_day(year):
        yield _row(day, chinese_calendar.is_workday(day), is_provisional=False)


def _provisional_days(year: int) -> Iterator[CalendarDay]:
    statutory = holidays.country_holidays("CN", years=year)
    for day in _each_day(year):
        yield _row(day, day.weekday() < 5 and day not in statutory, is_provisional=True)


def _each_day(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return (first + timedelta(days=n) for n in range(length))


def _row(day: date, is_working: bool, *, is_provisional: bool) -> CalendarDay:
    source = _PROVISIONAL if is_provisional else _PUBLISHED
    return CalendarDay(
        region_code=NATIONAL,
        on=day,
        is_working=is_working,
        is_provisional=is_provisional,
        source=source,
    )
