"""A limit that the city changes on a day holds for what begins from that day on, for nothing older.

31 December 2026 is a Thursday, 1 January 2027 a Friday and a day off.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile_api.cases.clocks import clocks_of, limit_of
from mobile_api.cases.models import Case, CaseEvent, ClockSegment
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.filling import fault
from tests.mobile_api.ruling import from_new_year, with_rules
from tests.stack import Stack

LAST_MINUTE = datetime(2026, 12, 31, 23, 55, tzinfo=clock.BEIJING)
FIRST_MINUTE = datetime(2027, 1, 1, 0, 1, tzinfo=clock.BEIJING)
pytestmark = pytest.mark.standing_at("2026-12-31T23:50+08:00")


async def stored(case: dict[str, Any], kind: ClockKind) -> TimeLimit:
    return limit_of(await ClockSegment.get(case_id=case["id"], kind=kind))


async def submitted_at(citizen: Citizen, instant: datetime) -> dict[str, Any]:
    draft = await citizen.passport_draft()
    with clock.standing_at(instant):
        return dict(await citizen.ok("POST", f"/api/v1/cases/{draft['id']}/submit"))


async def test_a_clock_keeps_the_limit_of_the_day_it_started(
    stack: Stack, citizen: Citizen, tmp_path: Path
) -> None:
    three = with_rules(tmp_path, notice=from_new_year(5, 3, "working_day"))
    with stack.having(RULES, three):
        old, new = [await submitted_at(citizen, when) for when in (LAST_MINUTE, FIRST_MINUTE)]
        limits = [await stored(case, ClockKind.notice) for case in (old, new)]
        with clock.standing_at(FIRST_MINUTE + timedelta(days=6)):
            # Thursday: Monday, Tuesday and Wednesday have passed without a word.
            await stack.settle()
    assert limits == [TimeLimit(days, DayKind.working_day) for days in (5, 3)]
    statuses = [(await Case.get(id=case["id"])).status.value for case in (old, new)]
    assert statuses == ["submitted", "accepted"]
    said = await CaseEvent.get(case_id=new["id"], kind="deem_accepted")
    assert said.public_text.startswith("三个工作日内未告知补正,依法")


async def test_each_clock_asks_for_the_rule_of_its_own_day(
    stack: Stack, citizen: Citizen, colleague: Colleague, tmp_path: Path
) -> None:
    """Submitted in the old year; sent back and decided in the new one."""
    rules = with_rules(
        tmp_path,
        correction=from_new_year(30, 20, "calendar_day"),
        delivery=from_new_year(10, 7, "working_day"),
    )
    with stack.having(RULES, rules):
        first, second = [await submitted_at(citizen, LAST_MINUTE) for _ in range(2)]
        with clock.standing_at(FIRST_MINUTE):
            notice = {"faults": [fault("exit-entry-photo")]}
            assert (await colleague.move(first["id"], "request-correction", notice)).is_success
            for move in ("pass-pre-review", "accept"):
                assert (await colleague.move(second["id"], move)).is_success
            decision = {"outcome": "approved"}
            assert (await colleague.move(second["id"], "decide", decision)).is_success
    assert await stored(first, ClockKind.correction) == TimeLimit(20, DayKind.calendar_day)
    assert await stored(second, ClockKind.delivery) == TimeLimit(7, DayKind.working_day)


async def test_the_light_turns_as_it_did_when_the_clock_started(
    stack: Stack, citizen: Citizen, tmp_path: Path
) -> None:
    with stack.having(RULES, with_rules(tmp_path, yellow_light=from_new_year(20, 60, "percent"))):
        old, new = [await submitted_at(citizen, when) for when in (LAST_MINUTE, FIRST_MINUTE)]
        # Two of five working days have passed: three are left.
        today = (FIRST_MINUTE + timedelta(days=4)).date()
        lights = [
            (await clocks_of(await Case.get(id=case["id"]), today))[0].light.value
            for case in (old, new)
        ]
    assert lights == ["green", "yellow"]
