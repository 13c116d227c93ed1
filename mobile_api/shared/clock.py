"""The one place that asks what time it is, so that deadlines can be tested at any date."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import PlainSerializer, WithJsonSchema

BEIJING = ZoneInfo("Asia/Shanghai")
_shift = timedelta()


def now() -> datetime:
    """Present instant, UTC."""
    return datetime.now(UTC) + _shift


def shift() -> timedelta:
    """How far our time is ahead of the machine's: nothing, outside of tests and demo.

    For the few neighbours that cannot be moved with us, as a store that has a clock of its own.
    """
    return _shift


def today() -> date:
    """Present date in China, which is the date of law."""
    return now().astimezone(BEIJING).date()


def beijing_date(instant: datetime) -> date:
    """The date of law on which `instant` falls."""
    return instant.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in China."""
    return datetime.combine(day, time(), BEIJING)


def end_of(day: date) -> datetime:
    """The instant in which `day` is over in China (民法典 203: the last day runs to 24:00)."""
    return start_of(day + timedelta(days=1))


def in_beijing(instant: datetime) -> str:
    """RFC 3339 with offset +08:00, whole seconds."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let the clock run on from `instant`: for tests of deadlines, and for what the demo plays."""
    global _shift
    before, _shift = _shift, instant - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before


Instant = Annotated[
    datetime,
    PlainSerializer(in_beijing, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
