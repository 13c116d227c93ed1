"""A move made as the day ends belongs to one day, in its number, its clocks and its instants."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mobile_api.cases.models import Case, ClockSegment, CorrectionNotice
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.shared import clock
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.filling import fault
from tests.mobile_api.ruling import row, with_rules
from tests.stack import Stack

EVENING = "2026-11-26T23:50+08:00"
MIDNIGHT = datetime(2026, 11, 27, tzinfo=clock.BEIJING)
# How long before midnight a move begins: some end before it, some after, some have it in between.
MILLISECONDS = range(1, 60, 4)
pytestmark = pytest.mark.standing_at(EVENING)


@pytest.fixture(autouse=True)
def many(stack: Stack, tmp_path: Path) -> Iterator[None]:
    """One person has more cases under way here than a city lets them have."""
    with stack.having(RULES, with_rules(tmp_path, open_cases=[row(100, "times")])):
        yield


async def started(case_id: object, kind: ClockKind) -> object:
    return (await ClockSegment.filter(case_id=case_id, kind=kind).order_by("-id")[:1])[0].started_on


def before_midnight(milliseconds: int) -> datetime:
    return MIDNIGHT - timedelta(milliseconds=milliseconds)


async def test_an_application(citizen: Citizen) -> None:
    for early in MILLISECONDS:
        draft = await citizen.passport_draft()
        with clock.standing_at(before_midnight(early)):
            await citizen.ok("POST", f"/api/v1/cases/{draft['id']}/submit")
        case = await Case.get(id=draft["id"])
        assert case.submitted_at and case.number
        day = clock.beijing_date(case.submitted_at)
        assert (case.number[6:14], await started(case.id, ClockKind.notice)) == (
            f"{day:%Y%m%d}",
            day,
        )


async def test_an_acceptance(citizen: Citizen, colleague: Colleague) -> None:
    for early in MILLISECONDS:
        case_id = (await citizen.submitted_case())["id"]
        await colleague.move(case_id, "pass-pre-review")
        with clock.standing_at(before_midnight(early)):
            assert (await colleague.move(case_id, "accept")).is_success
        case = await Case.get(id=case_id)
        assert case.accepted_at
        day = clock.beijing_date(case.accepted_at)
        for kind in (ClockKind.statutory, ClockKind.promised):
            assert await started(case.id, kind) == day


async def test_a_correction(citizen: Citizen, colleague: Colleague) -> None:
    notice = {"faults": [fault("exit-entry-photo")]}
    for early in MILLISECONDS:
        case_id = (await citizen.submitted_case())["id"]
        with clock.standing_at(before_midnight(early)):
            assert (await colleague.move(case_id, "request-correction", notice)).is_success
        issued_at = (await CorrectionNotice.get(case_id=case_id)).issued_at
        assert await started(case_id, ClockKind.correction) == clock.beijing_date(issued_at)
