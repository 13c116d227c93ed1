"""Hours in which nobody is disturbed (免打扰), such as 22:00-07:00, in Beijing's time."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from mobile_api.shared import clock

PATTERN = r"^$|^(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]$"


def free_from(at: datetime, quiet_hours: str) -> datetime:
    """`at`, or the end of the quiet hours that it falls into; empty or equal hours: none."""
    start, end = _minutes(quiet_hours)
    local = at.astimezone(clock.BEIJING)
    minute = local.hour * 60 + local.minute
    is_quiet = start <= minute < end if start <= end else not end <= minute < start
    if not is_quiet:
        return at
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    days = 1 if minute >= end else 0
    return midnight + timedelta(days=days, minutes=end)


@lru_cache(maxsize=4096)
def _minutes(quiet_hours: str) -> tuple[int, int]:
    if not quiet_hours or not re.match(PATTERN, quiet_hours):
        return 0, 0
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in quiet_hours.split("-"))
    return start, end
