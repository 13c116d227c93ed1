"""The counter: one list of faults, duties, four eyes, scope, and races between colleagues."""

import asyncio

import httpx
import pytest

from mobile_api.cases.models import CaseEvent, CorrectionNotice
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.actors import ID_NUMBER, Citizen, Colleague, photo
from tests.mobile_api.cases.filling import fault, member
from tests.stack import Stack


async def test_a_later_round_may_not_bring_up_something_new(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    reviewer = Colleague(stack, client, "reviewer", department="crj", roles=(StaffRole.reviewer,))
    await reviewer.sign_in()
    first = {"faults": [fault("exit-entry-photo")]}
    assert (await reviewer.move(case["id"], "request-correction", first)).is_success
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    second = {"faults": [fault("name-in-pinyin", "form_field")]}
    refused = await reviewer.move(case["id"], "request-correction", second)
    assert (refused.status_code, refused.json()["code"]) == (409, "one_time_notice_rule")
    again = await reviewer.move(case["id"], "request-correction", first)
    assert again.is_success


async def test_newly_supplied_material_may_be_faulted(
    citizen: Citizen, stack: Stack, client: httpx.AsyncClient
) -> None:
    case = await citizen.submitted_case()
    reviewer = Colleague(stack, client, "reviewer", department="crj", roles=(StaffRole.reviewer,))
    await reviewer.sign_in()
    await reviewer.move(case["id"], "request-correction", {"faults": [fault("exit-entry-photo")]})
    file_id = await citizen.upload(photo(30))
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PUT", f"{path}/materials/old-passport", {"file_ids": [file_id]})
    await citizen.ok("POST", f"{path}/submit")
    body = {"faults": [fault("old-passport")]}
    assert (await reviewer.move(case["id"], "request-correction", body)).is_success


async def test_a_changed_field_may_be_faulted(
    citizen: Citizen, stack: Stack, client: httpx.AsyncClient
) -> None:
    case = await citizen.submitted_case()
    reviewer = await member(stack, client, StaffRole.reviewer)
    await reviewer.move(case["id"], "request-correction", {"faults": [fault("old-passport")]})
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"form": {"name-in-pinyin": "ZHANG"}})
    await citizen.ok("POST", f"{path}/submit")
    untouched = {"faults": [fault("household-address", "form_field")]}
    refused = await reviewer.move(case["id"], "request-correction", untouched)
    assert refused.json()["code"] == "one_time_notice_rule"
    changed = {"faults": [fault("name-in-pinyin", "form_field")]}
    assert (await reviewer.move(case["id"], "request-correction", changed)).is_success


async def test_what_came_with_an_earlier_round_may_not_be_faulted_later(
    citizen: Citizen, stack: Stack, client: httpx.AsyncClient
) -> None:
    case = await citizen.submitted_case()
    reviewer = await member(stack, client, StaffRole.reviewer)
    path = f"/api/v1/cases/{case['id']}"
    again = {"faults": [fault("exit-entry-photo")]}
    assert (await reviewer.move(case["id"], "request-correction", again)).is_success
    file_id = await citizen.upload(photo(30))
    await citizen.ok("PUT", f"{path}/materials/old-passport", {"file_ids": [file_id]})
    await citizen.ok("POST", f"{path}/submit")
    assert (await reviewer.move(case["id"], "request-correction", again)).is_success
    await citizen.ok("POST", f"{path}/submit")
    late = {"faults": [fault("old-passport")]}
    refused = await reviewer.move(case["id"], "request-correction", late)
    assert refused.json()["code"] == "one_time_notice_rule"


async def test_a_supervisor_may_sign_a_new_fault(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    await colleague.move(case["id"], "request-correction", {"faults": [fault("old-passport")]})
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    body = {"faults": [fault("exit-entry-photo")]}
    assert (await colleague.move(case["id"], "request-correction", body)).is_success
    assert (await CorrectionNotice.get(round=2)).signed_by_supervisor


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [fault("no-such-material")],
        [fault("unit-consent")],
        [fault("holder-name", "form_field")],
        [fault("old-passport", "form_field")],
        [fault("exit-entry-photo") | {"reason": ""}],
        ["text"],
    ],
)
async def test_a_notice_without_substance_is_refused(
    citizen: Citizen, colleague: Colleague, faults: list[object]
) -> None:
    case = await citizen.submitted_case()
    refused = await colleague.move(case["id"], "request-correction", {"faults": faults})
    assert refused.status_code == 422
    assert (await citizen.ok("GET", f"/api/v1/cases/{case['id']}"))["status"] == "submitted"


async def test_only_one_of_two_reviewers_wins(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    answers = await asyncio.gather(
        colleague.move(case["id"], "pass-pre-review"),
        colleague.move(case["id"], "request-correction", {"faults": [fault("old-passport")]}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await CaseEvent.filter(case_id=case["id"]).count() == 2


async def test_a_withdrawn_case_cannot_be_passed(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    refused = await colleague.move(case["id"], "pass-pre-review")
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")


@pytest.mark.parametrize(
    ("role", "move"),
    [
        (StaffRole.front_desk, "pass-pre-review"),
        (StaffRole.decider, "accept"),
        (StaffRole.reviewer, "decide"),
        (StaffRole.auditor, "complete"),
    ],
)
async def test_duties_are_kept(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, role: StaffRole, move: str
) -> None:
    case = await citizen.submitted_case()
    member = Colleague(stack, client, "one-duty", department="crj", roles=(role,))
    await member.sign_in()
    body = {"outcome": "approved"} if move == "decide" else None
    assert (await member.move(case["id"], move, body)).status_code == 403


async def test_another_department_sees_nothing(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    stranger = Colleague(stack, client, "tax-office", department="sw")
    await stranger.sign_in()
    assert (await stranger.ok("GET", "/staff/v1/cases"))["cases"] == []
    assert (await stranger.call("GET", f"/staff/v1/cases/{case['id']}")).status_code == 404
    assert (await stranger.move(case["id"], "pass-pre-review")).status_code == 404


async def test_full_view_needs_a_reason_and_leaves_a_trace(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    seen = await colleague.ok("GET", f"/staff/v1/cases/{case['id']}")
    assert ID_NUMBER not in str(seen)
    path = f"/staff/v1/cases/{case['id']}/full-applicant"
    assert (await colleague.call("POST", path, {"reason": ""})).status_code == 422
    full = await colleague.ok("POST", path, {"reason": "核对身份"})
    assert full["id_number"] == ID_NUMBER
    record = await AuditRecord.get(action="view_full_applicant")
    assert (record.subject_id, record.reason) == (case["id"], "核对身份")
