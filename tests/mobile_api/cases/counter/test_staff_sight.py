"""What the counter gets to see: nothing that was not handed in, nothing personal unmasked."""

import httpx
import pytest

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import fetch
from mobile_api.shared.models import AuditRecord
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.mobile_api.cases.filling import SPOUSE_ID_NUMBER, fault, member, moving_to_spouse
from tests.stack import Stack

OTHER_ID_NUMBER = SPOUSE_ID_NUMBER


async def test_a_draft_that_was_withdrawn_never_reached_the_counter(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.passport_draft()
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/withdraw")
    assert (await colleague.call("GET", f"/staff/v1/cases/{case['id']}")).status_code == 404
    queue = await colleague.ok("GET", "/staff/v1/cases", params={"status": "withdrawn"})
    assert queue["cases"] == []


async def test_what_a_changed_answer_hides_is_not_handed_in(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.passport_draft(
        form={
            "name-in-pinyin": "ZHANG SANFENG",
            "holder-name": "李小四",
            "loss-reason": "途中遗失",
        }
    )
    path = f"/api/v1/cases/{case['id']}"
    first = {"situation": "first", "holder-age": "adult", "state-worker": "no"}
    await citizen.ok("PATCH", path, {"situation": first})
    await citizen.ok("POST", f"{path}/submit")
    seen = await colleague.ok("GET", f"/staff{path[4:]}")
    assert not {"holder-name", "loss-reason"} & set(seen["form"])
    assert "name-in-pinyin" in seen["form"]
    link = await colleague.move(case["id"], "materials/old-passport/1/link")
    assert link.status_code == 404
    kept = await citizen.ok("GET", path)
    assert kept["form"]["holder-name"] == "李小四"


async def test_persons_and_addresses_in_the_form_are_masked_until_asked_for(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    case = await moving_to_spouse(citizen)
    reviewer = await member(stack, client, StaffRole.reviewer, department="gaj")
    seen = (await reviewer.call("GET", f"/staff/v1/cases/{case['id']}")).text
    assert not [one for one in ("小四", SPOUSE_ID_NUMBER, "幸福路", "501室") if one in seen]
    assert "和平街道" in seen
    full = (await reviewer.move(case["id"], "full-applicant", {"reason": "核对配偶"})).json()
    assert full["form"]["spouse-id-number"] == SPOUSE_ID_NUMBER
    assert full["id_number"] == ID_NUMBER


async def test_a_later_statement_of_identity_does_not_change_the_case(
    client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    await citizen.declare_real_name(OTHER_ID_NUMBER)
    full = (await colleague.move(case["id"], "full-applicant", {"reason": "核对身份"})).json()
    assert full["id_number"] == ID_NUMBER
    masked = await colleague.ok("GET", f"/staff/v1/cases/{case['id']}")
    assert masked["id_number_masked"].endswith(ID_NUMBER[-4:])
    await colleague.move(case["id"], "request-correction", {"faults": [fault("old-passport")]})
    await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    full = (await colleague.move(case["id"], "full-applicant", {"reason": "核对身份"})).json()
    assert full["id_number"] == OTHER_ID_NUMBER
    question = {"number": case["number"], "id_number_tail": OTHER_ID_NUMBER[-6:]}
    assert (await client.post("/api/v1/case-status-queries", json=question)).is_success


async def test_a_reason_may_be_long_and_is_sealed(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    reason = "核对张三丰的身份。" * 30
    assert (await colleague.move(case["id"], "full-applicant", {"reason": reason})).is_success
    rows = await fetch("SELECT reason FROM audit_record WHERE action = 'view_full_applicant'")
    assert len(rows) == 1
    assert "张三丰".encode() not in bytes(rows[0]["reason"])


@pytest.mark.parametrize("role", [StaffRole.auditor, StaffRole.publisher])
async def test_who_handles_no_cases_reads_no_papers(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, role: StaffRole
) -> None:
    case = await citizen.submitted_case()
    stranger = await member(stack, client, role)
    path = f"/staff/v1/cases/{case['id']}"
    answers = [
        await stranger.call("GET", "/staff/v1/cases"),
        await stranger.call("GET", path),
        await stranger.call("POST", f"{path}/full-applicant", {"reason": "好奇"}),
        await stranger.call("POST", f"{path}/materials/old-passport/1/link"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert (await stranger.call("GET", f"{path}/history")).is_success


@pytest.mark.parametrize(
    "place", ["old-passport/0", "old-passport/-99999", "old-passport/70000", "k" * 300 + "/1"]
)
async def test_no_page_is_no_fault_of_ours(
    citizen: Citizen, colleague: Colleague, place: str
) -> None:
    case = await citizen.submitted_case()
    assert (await colleague.move(case["id"], f"materials/{place}/link")).status_code == 404


async def test_every_look_at_a_material_leaves_a_trace(
    citizen: Citizen, colleague: Colleague
) -> None:
    case = await citizen.submitted_case()
    pages = {one["key"]: one["file_ids"] for one in case["materials"]}
    link = await colleague.move(case["id"], "materials/old-passport/1/link")
    assert (await colleague.client.get(link.json()["url"])).content[:3] == b"\xff\xd8\xff"
    record = await AuditRecord.get(action="view_material")
    assert [record.subject_id] == pages["old-passport"]
    assert record.caller_key.startswith("staff:")
