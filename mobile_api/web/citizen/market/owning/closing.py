"""When bidding ends, as a day and an hour that people choose."""

from datetime import date, datetime, time
from typing import Any

from mobile_api.shared.clock import BEIJING
from mobile_api.shared.text.amounts import NoSuchDay, day_of

HOURS = ("09:00", "12:00", "17:00", "20:00")
USUAL = "17:00"


def closing_at(day: date, hour: str = USUAL) -> datetime:
    """That hour of the day in China."""
    return datetime.combine(day, time.fromisoformat(hour), BEIJING)


def closing_of(day: str, hour: str) -> Any:
    """What was chosen as an instant; as it was typed where it is none."""
    try:
        found = day_of(day)
    except NoSuchDay:
        found = None
    return closing_at(found, hour if hour in HOURS else USUAL) if found else day
