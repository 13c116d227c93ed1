"""What silence does, move by move: too late is too late, and the case is accepted from receipt."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from mobile_api.cases.clocks import Light, clocks_of
from mobile_api.cases.models import Case, ClockSegment
from mobile_api.cases.rules import ClockKind
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.filling import elder_card, fault, member, moving_to_spouse
from tests.stack import Stack

pytestmark = pytest.mark.standing_at("2026-11-20T12:00+08:00")

# A Friday noon in China; the fifth working day after it is the next Friday.
FRIDAY = datetime(2026, 11, 20, 4, tzinfo=UTC)
TOO_LATE = FRIDAY + timedelta(days=7, hours=12, minutes=1)


async def test_the_answer_to_a_notice_counts_from_the_day_it_came(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    with clock.standing_at(FRIDAY):
        case = await citizen.submitted_case()
        notice = {"faults": [fault("exit-entry-photo")]}
        assert (await colleague.move(case["id"], "request-correction", notice)).is_success
    with clock.standing_at(FRIDAY + timedelta(days=3)):
        await citizen.sign_in()
        await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    with clock.standing_at(FRIDAY + timedelta(days=20)):
        await stack.settle()
    found = await Case.get(id=case["id"])
    assert found.status == "accepted"
    assert found.accepted_at is not None
    assert clock.beijing_date(found.accepted_at) == date(2026, 11, 23)
    statutory = await ClockSegment.get(case_id=found.id, kind=ClockKind.statutory)
    assert statutory.started_on == date(2026, 11, 23)


async def test_silence_leaves_a_red_light(stack: Stack, citizen: Citizen) -> None:
    with clock.standing_at(FRIDAY):
        case = await citizen.submitted_case()
    with clock.standing_at(TOO_LATE):
        await stack.settle()
        notice = (await clocks_of(await Case.get(id=case["id"]), clock.today()))[0]
    assert (notice.kind, notice.light) == (ClockKind.notice, Light.red)


@pytest.mark.parametrize(
    ("move", "body"),
    [
        ("request-correction", {"faults": [fault("exit-entry-photo")]}),
        ("decline-acceptance", {"reason": "不属本部门职权。"}),
        ("pass-pre-review", None),
    ],
)
async def test_too_late_is_too_late_before_any_worker_looked(
    citizen: Citizen, colleague: Colleague, move: str, body: object
) -> None:
    with clock.standing_at(FRIDAY):
        case = await citizen.submitted_case()
    with clock.standing_at(TOO_LATE):
        await colleague.sign_in()
        refused = await colleague.move(case["id"], move, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "notice_limit_passed")


async def test_what_needs_no_visit_is_accepted_by_silence_after_pre_review_too(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    with clock.standing_at(FRIDAY):
        case = await elder_card(citizen)
        reviewer = await member(stack, client, StaffRole.reviewer, department="wj")
        assert (await reviewer.move(case["id"], "pass-pre-review")).is_success
    with clock.standing_at(TOO_LATE):
        await reviewer.sign_in()
        refused = await reviewer.move(case["id"], "accept")
        await stack.settle()
    assert refused.json()["code"] == "notice_limit_passed"
    assert (await Case.get(id=case["id"])).status == "accepted"


async def test_whoever_has_to_come_in_person_is_waited_for(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    with clock.standing_at(FRIDAY):
        case = await citizen.submitted_case()
        assert (await colleague.move(case["id"], "pass-pre-review")).is_success
    with clock.standing_at(TOO_LATE):
        await stack.settle()
        await colleague.sign_in()
        assert (await Case.get(id=case["id"])).status == "pre_reviewed"
        assert (await colleague.move(case["id"], "accept")).is_success


async def test_four_eyes_also_where_silence_accepted(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    with clock.standing_at(FRIDAY):
        case = await moving_to_spouse(citizen)
    with clock.standing_at(TOO_LATE):
        await stack.settle()
        duties = (StaffRole.decider, StaffRole.reviewer)
        one = await member(stack, client, *duties, department="gaj")
        other = await member(stack, client, StaffRole.decider, department="gaj")
        decision = {"outcome": "approved"}
        assert (await one.move(case["id"], "decide", decision)).json()["code"] == "four_eyes"
        assert (await one.move(case["id"], "take-up")).is_success
        assert (await one.move(case["id"], "decide", decision)).json()["code"] == "four_eyes"
        assert (await other.move(case["id"], "decide", decision)).is_success


@pytest.mark.parametrize("first", ["pass-pre-review", "request-correction"])
async def test_whoever_reviewed_does_not_decide(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, first: str
) -> None:
    case = await moving_to_spouse(citizen)
    one = await member(stack, client, StaffRole.decider, StaffRole.reviewer, department="gaj")
    other = await member(stack, client, StaffRole.reviewer, department="gaj")
    if first == "request-correction":
        notice = {"faults": [fault("marriage-certificate")]}
        assert (await one.move(case["id"], first, notice)).is_success
        await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
        assert (await other.move(case["id"], "pass-pre-review")).is_success
    else:
        assert (await one.move(case["id"], first)).is_success
    assert (await other.move(case["id"], "accept")).is_success
    refused = await one.move(case["id"], "decide", {"outcome": "approved"})
    assert (refused.status_code, refused.json()["code"]) == (409, "four_eyes")
