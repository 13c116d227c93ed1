"""Events that no sound city sends: refused or shown as they are, and the case stays readable."""

from datetime import date, timedelta
from typing import Any

import pytest

from mobile_api.shared import clock
from tests.mobile_api.handoff.outgoing.handed import FAULTS, Handed
from tests.mobile_api.personal_data.test_deleting import DELETION

NEVER = ["9999-12-31", "0001-01-01"]


async def asked_until(handed: Handed, day: str, fault: dict[str, str] | None = None) -> Any:
    await handed.sent()
    await handed.tell("checked")
    facts = {"round": 1, "count": 1, "answer_by": day}
    plain = {"faults": [fault]} if fault else FAULTS
    return (await handed.tell("correction_requested", facts=facts, plain=plain)).answered


def next_saturday(after: date) -> date:
    return after + timedelta(days=(5 - after.weekday()) % 7)


@pytest.mark.parametrize("day", NEVER)
async def test_a_day_that_no_calendar_has(handed: Handed, day: str) -> None:
    answered = await asked_until(handed, day)
    assert (answered.status, answered.code) == (422, "event_malformed")
    await handed.citizen.ok("GET", handed.own)


@pytest.mark.parametrize("day", NEVER)
@pytest.mark.parametrize("fact", ["accepted_on", "statutory_due_on", "promised_due_on"])
async def test_limits_that_no_calendar_has(handed: Handed, fact: str, day: str) -> None:
    await handed.sent()
    facts = await handed.accepted_facts() | {fact: day}
    answered = (await handed.tell("accepted", facts=facts)).answered
    assert (answered.status, answered.code) == (422, "event_malformed")


@pytest.mark.parametrize("offset", ["", "Z"])
async def test_a_receipt_of_no_time(handed: Handed, offset: str) -> None:
    """Without an offset it is no instant; with one it lies far ahead."""
    await handed.sent()
    years = 7_000 if offset else 0
    at = f"{clock.today().year + years}-12-01T00:00:00{offset}"
    answered = (await handed.tell("checked", receipt_says={"at": at})).answered
    assert (answered.status, answered.code) == (422, "receipt_wrong")
    await handed.view()


@pytest.mark.parametrize("target", ["material", "form_field"])
async def test_a_fault_that_our_guide_does_not_have(handed: Handed, target: str) -> None:
    fault = {"target": target, "key": "their-own", "reason": "缺少。", "advice": "请补交。"}
    assert (await asked_until(handed, await handed.working_day(20), fault)).status == 202
    [shown] = (await handed.citizen.ok("GET", handed.own))["correction"]["faults"]
    assert (shown["name"], shown["reason"]) == ("当地要求的其他内容", "缺少。")
    await handed.colleague.ok("GET", f"/staff/v1/cases/{handed.case_id}")


async def test_the_day_that_was_told_is_shown_also_on_a_weekend(handed: Handed) -> None:
    day = next_saturday(clock.today() + timedelta(days=20)).isoformat()
    await asked_until(handed, day)
    shown = await handed.citizen.ok("GET", handed.own)
    assert shown["correction"]["answer_by"] == day


async def test_an_account_with_a_case_elsewhere_does_not_end(handed: Handed) -> None:
    await handed.sent()
    refused = await handed.citizen.call("POST", DELETION, {})
    assert (refused.status_code, refused.json()["code"]) == (409, "open_cases")
