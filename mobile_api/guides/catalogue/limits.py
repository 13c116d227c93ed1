"""Comparing limits counted in working days with limits counted in calendar days."""

from mobile_api.guides.catalogue.elements import Limit
from mobile_api.guides.catalogue.vocabulary import LimitUnit

WORKING_DAYS_A_WEEK = 5


def is_longer(promised: Limit, statutory: Limit) -> bool:
    """Whether a promise can end after the statutory limit in an ordinary week.

    Same unit: plain numbers. Otherwise both are seen as calendar days: n working days take at
    most n plus two days for each weekend met, and at least n plus the weekends that must be met.
    Holidays are left out: they lengthen both.
    """
    if promised.unit is statutory.unit:
        return promised.value > statutory.value
    if promised.unit is LimitUnit.WORKING_DAY:
        return most_calendar_days(promised.value) > statutory.value
    return promised.value > fewest_calendar_days(statutory.value)


def most_calendar_days(working_days: int) -> int:
    """Calendar days that `working_days` span when a weekend comes as early as it can."""
    return working_days + 2 * -(-working_days // WORKING_DAYS_A_WEEK)


def fewest_calendar_days(working_days: int) -> int:
    """Calendar days that `working_days` span when they start right after a weekend."""
    return working_days + 2 * ((working_days - 1) // WORKING_DAYS_A_WEEK)


def in_working_days(limit: Limit) -> int:
    """The limit in working days, five of seven calendar days, rounded up; for statistics."""
    if limit.unit is LimitUnit.WORKING_DAY:
        return limit.value
    return -(-limit.value * WORKING_DAYS_A_WEEK // 7)
