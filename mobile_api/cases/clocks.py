"""Clock segments of a case: opened and closed by moves, their ends computed from the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mobile_api.cases.models import Case, ClockSegment
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import Limit
from mobile_api.shared.calendar.working_days import (
    DayKind,
    DueDate,
    TimeLimit,
    WorkingCalendar,
    calendar_between,
    calendar_for,
    last_touched,
)
from mobile_api.shared.clock import end_of
from mobile_api.shared.database import fetch
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.ids import new_id


class Light(StrEnum):
    """红绿灯: green, yellow when little is left, red when the limit has passed."""

    green = "green"
    yellow = "yellow"
    red = "red"


@dataclass(frozen=True, slots=True)
class Clock:
    """A segment as it stands today."""

    kind: ClockKind
    started_on: date
    ended_on: date | None
    due_on: date
    is_provisional: bool
    light: Light
    working_days_left: int


def limit_of(segment: ClockSegment) -> TimeLimit:
    return TimeLimit(segment.limit_value, segment.limit_unit)


def due_date(segment: ClockSegment, calendar: WorkingCalendar) -> DueDate:
    """The end of a segment by today's calendar; a date once told is never shortened."""
    computed = calendar.due(segment.started_on, limit_of(segment))
    return DueDate(max(computed.on, segment.told_on), computed.is_provisional)


# The segment, and in the same statement the day by which somebody has to act.
_OPEN = """
WITH opened AS (
    INSERT INTO clock_segment (
        id, case_id, kind, started_on, limit_value, limit_unit, told_on, due_at, attempts
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
)
UPDATE case_file SET due_on = LEAST(due_on, $7) WHERE id = $2
"""


async def due_of(case: Case, limit: TimeLimit, start: date) -> DueDate:
    """The end that a segment would have, which its person would be told."""
    calendar = await calendar_for(case.region_code, start, limit)
    return calendar.due(start, limit)


async def open_clock(
    case: Case, kind: ClockKind, limit: TimeLimit, start: date, *, arms_worker: bool = False
) -> DueDate:
    """Start a segment in the running transaction; answers the date that the person is told."""
    due = await due_of(case, limit, start)
    armed = end_of(due.on) if arms_worker else None
    values = (new_id(), case.id, kind.value, start, limit.value, limit.unit.value, due.on, armed)
    await fetch(_OPEN, *values)
    if arms_worker:
        await wake(ClockSegment._meta.db_table)
    return due


async def start_decision_clocks(case: Case, guide: ServiceGuide, start: date) -> date:
    """Open the statutory and the promised clock (行政许可法 42); answers the promised day."""
    await open_clock(case, ClockKind.statutory, _limit(guide.statutory_limit), start)
    promised = await open_clock(case, ClockKind.promised, promised_limit(guide), start)
    return promised.on


def promised_limit(guide: ServiceGuide) -> TimeLimit:
    """承诺时限 as a guide says it."""
    return _limit(guide.promised_limit)


def _limit(limit: Limit) -> TimeLimit:
    return TimeLimit(limit.value, DayKind(limit.unit.value))


async def close_clocks(case: Case, on: date, *kinds: ClockKind) -> None:
    """End the running segments of these kinds; nothing remains armed."""
    running_ones = ClockSegment.filter(case_id=case.id, kind__in=kinds, ended_on=None)
    if await running_ones.update(ended_on=on, due_at=None):
        await note_due(case)


async def reopen_clock(case: Case, kind: ClockKind) -> None:
    """Let a segment run on, because what ended it turned out not to be so."""
    await ClockSegment.filter(case_id=case.id, kind=kind).update(ended_on=None)
    await note_due(case)


_NOTE_DUE = """
UPDATE case_file SET due_on = (
    SELECT min(told_on) FROM clock_segment WHERE case_id = case_file.id AND ended_on IS NULL
) WHERE id = $1
"""


async def note_due(case: Case) -> None:
    """Write into the case by when somebody has to act. In the transaction of what changed it."""
    await fetch(_NOTE_DUE, case.id)


async def clocks_of(case: Case, today: date) -> Sequence[Clock]:
    """All segments of a case in the order they began."""
    return (await clocks_of_each([case], today))[case.id]


async def clocks_of_each(cases: Sequence[Case], today: date) -> dict[UUID, list[Clock]]:
    """The clocks of many cases of one region, in two queries however many there are."""
    clocks: dict[UUID, list[Clock]] = {case.id: [] for case in cases}
    segments = await ClockSegment.filter(case_id__in=list(clocks)).order_by("started_on", "id")
    if segments:
        start = min(segment.started_on for segment in segments)
        until = max(_last_day_needed(segment) for segment in segments)
        calendar = await calendar_between(cases[0].region_code, start, max(until, today))
        for segment in segments:
            clocks[segment.case_id].append(_as_of(segment, calendar, today))
    return clocks


def _last_day_needed(segment: ClockSegment) -> date:
    return max(last_touched(segment.started_on, limit_of(segment)), segment.told_on)


def _as_of(segment: ClockSegment, calendar: WorkingCalendar, today: date) -> Clock:
    due = due_date(segment, calendar)
    at = min(segment.ended_on or today, today)
    left = calendar.working_days_between(at, due.on)
    whole = calendar.working_days_between(segment.started_on, due.on)
    yellow = whole * RULES.here().yellow_light.on(segment.started_on).amount // 100
    return Clock(
        kind=ClockKind(segment.kind),
        started_on=segment.started_on,
        ended_on=segment.ended_on,
        due_on=due.on,
        is_provisional=due.is_provisional,
        light=_light(at, due.on, left, yellow),
        working_days_left=left,
    )


def running(clocks: Sequence[Clock]) -> Clock | None:
    """The clock that the person is told of: the latest that still runs."""
    return next((one for one in reversed(clocks) if one.ended_on is None), None)


def _light(at: date, due_on: date, left: int, yellow: int) -> Light:
    if at > due_on:
        return Light.red
    return Light.yellow if left <= yellow else Light.green
