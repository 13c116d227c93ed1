"""Silence for five working days counts as acceptance (行政许可法 32), and told dates hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mobile_api.cases.clocks import clocks_of, due_date
from mobile_api.cases.deadlines import NOTICE_CLOCKS
from mobile_api.cases.models import Case, CaseEvent, ClockSegment
from mobile_api.cases.rules import ClockKind
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import WorkingCalendar
from mobile_api.shared.database import fetch
from mobile_api.shared.due.ended import ended_rows, try_again
from mobile_api.shared.models import CalendarDay
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.stack import Stack

pytestmark = pytest.mark.standing_at("2026-11-20T12:00+08:00")

# A Friday noon in China; the fifth working day after it is the next Friday.
FRIDAY = datetime(2026, 11, 20, 4, tzinfo=UTC)


async def submitted_on_friday(stack: Stack, citizen: Citizen) -> Case:
    with clock.standing_at(FRIDAY):
        case = await citizen.submitted_case()
    return await Case.get(id=case["id"])


async def test_silence_counts_as_acceptance_from_the_day_received(
    stack: Stack, citizen: Citizen
) -> None:
    case = await submitted_on_friday(stack, citizen)
    with clock.standing_at(FRIDAY + timedelta(days=7, hours=11, minutes=59)):
        await stack.settle()
        assert (await Case.get(id=case.id)).status == "submitted"
    with clock.standing_at(FRIDAY + timedelta(days=7, hours=12, minutes=1)):
        await stack.settle()
        await stack.settle()
    event = await CaseEvent.get(case_id=case.id, kind="deem_accepted")
    assert (event.actor_kind, event.status_after) == ("system", "accepted")
    promised = await ClockSegment.get(case_id=case.id, kind="promised")
    assert promised.started_on == date(2026, 11, 20)
    assert (await Case.get(id=case.id)).accepted_at == case.submitted_at


async def test_an_answer_in_time_disarms_the_clock(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    case = await submitted_on_friday(stack, citizen)
    assert (await colleague.move(str(case.id), "pass-pre-review")).is_success
    assert (await colleague.move(str(case.id), "accept")).is_success
    with clock.standing_at(FRIDAY + timedelta(days=30)):
        await stack.settle()
    assert not await CaseEvent.filter(kind="deem_accepted").exists()


async def test_a_typhoon_moves_the_day_on(stack: Stack, citizen: Citizen) -> None:
    case = await submitted_on_friday(stack, citizen)
    await CalendarDay.create(
        region_code=case.region_code, on=date(2026, 11, 25), is_working=False, source="台风停工令"
    )
    with clock.standing_at(FRIDAY + timedelta(days=8)):
        await stack.settle()
        assert (await Case.get(id=case.id)).status == "submitted"
    with clock.standing_at(FRIDAY + timedelta(days=11)):
        await stack.settle()
        assert (await Case.get(id=case.id)).status == "accepted"
    await CalendarDay.filter(region_code=case.region_code).delete()


async def test_a_date_once_told_is_never_shortened(stack: Stack, citizen: Citizen) -> None:
    case = await submitted_on_friday(stack, citizen)
    segment = await ClockSegment.get(case_id=case.id, kind=ClockKind.notice)
    assert segment.told_on == date(2026, 11, 27)
    sooner = WorkingCalendar(dict.fromkeys([date(2026, 11, 21), date(2026, 11, 22)], True))
    assert due_date(segment, sooner).on == date(2026, 11, 27)


async def test_a_promise_over_new_year_is_said_to_be_provisional(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    late = datetime(2026, 12, 25, 4, tzinfo=UTC)
    with clock.standing_at(late):
        await citizen.sign_in()
        await colleague.sign_in()
        case = await citizen.submitted_case()
        assert (await colleague.move(case["id"], "pass-pre-review")).is_success
        assert (await colleague.move(case["id"], "accept")).is_success
        seen = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
        question = {"number": case["number"], "id_number_tail": ID_NUMBER[-6:]}
        asked = await citizen.ok("POST", "/api/v1/case-status-queries", question)
    assert (asked["due_on"], asked["is_provisional"]) == ("2027-01-06", True)
    promised = next(one for one in seen["clocks"] if one["kind"] == "promised")
    # 28-31 December and 4-6 January: 1 January is off, the rest of the calendar not yet published.
    assert (promised["due_on"], promised["is_provisional"]) == ("2027-01-06", True)


async def test_the_light_turns_with_the_days(stack: Stack, citizen: Citizen) -> None:
    case = await submitted_on_friday(stack, citizen)
    lights = [
        (await clocks_of(case, date(2026, 11, day)))[0].light.value for day in (20, 25, 26, 27, 28)
    ]
    assert lights == ["green", "green", "yellow", "yellow", "red"]


async def test_a_clock_that_cannot_run_out_is_named_and_tried_again_when_asked(
    stack: Stack, citizen: Citizen
) -> None:
    """Red before: it was tried every minute for ever, and nobody could list it."""
    case = await submitted_on_friday(stack, citizen)
    await fetch("UPDATE case_file SET status = 'no such' WHERE id = $1", case.id)
    for hours in (0, 24, 48, 73):
        with clock.standing_at(FRIDAY + timedelta(days=8, hours=hours)):
            await stack.settle()
    assert (await ClockSegment.get(case_id=case.id)).due_at is None
    (ended,) = await ended_rows([NOTICE_CLOCKS])
    assert (ended.kind, ended.fault, ended.failures) == ("clock_segment", "UnreadableValue", 4)
    await fetch("UPDATE case_file SET status = 'submitted' WHERE id = $1", case.id)
    assert await try_again(NOTICE_CLOCKS, reason="mended") == 1
    with clock.standing_at(FRIDAY + timedelta(days=12)):
        await stack.settle()
    assert (await Case.get(id=case.id)).status == "accepted"
