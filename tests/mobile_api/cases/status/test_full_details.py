"""The form shows no whole number to anybody; the applicant alone sees it, proven and audited."""

from datetime import timedelta
from typing import Any

import pytest

from mobile_api.accounts.proofs.models import IdentityProof
from mobile_api.cases.models import Case
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.accounts.identity.test_assurance import stepped_up

PERSONAL = (ID_NUMBER, "13800138000", "张三丰")


async def test_no_answer_about_a_case_holds_a_whole_number(citizen: Citizen) -> None:
    draft = await citizen.passport_draft()
    path = f"/api/v1/cases/{draft['id']}"
    answers = [
        await citizen.call("POST", f"{path}/submit", headers={"Idempotency-Key": "submit-once"}),
        await citizen.call("POST", f"{path}/submit", headers={"Idempotency-Key": "submit-once"}),
        await citizen.call("GET", path),
        await citizen.call("GET", f"{path}/history"),
        await citizen.call("GET", "/api/v1/cases"),
        await citizen.call("POST", f"{path}/withdraw"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert [value for value in PERSONAL for answer in answers if value in answer.text] == []
    assert answers[2].json()["form"]["applicant-id-number"] == "370***********0018"


async def test_the_applicant_sees_it_all_with_a_fresh_proof(
    browser: Browser, citizen: Citizen
) -> None:
    case = await citizen.submitted_case()
    path = f"/api/v1/cases/{case['id']}/full-details"
    refused = (await citizen.call("POST", path)).json()
    assert (refused["code"], refused["needed_level"]) == ("assurance_too_low", 2)
    await stepped_up(browser, citizen)
    full = await citizen.ok("POST", path)
    assert full["form"]["applicant-id-number"] == ID_NUMBER
    [record] = await AuditRecord.filter(action="view_own_details")
    assert (record.subject_kind, str(record.subject_id)) == ("case", case["id"])
    await IdentityProof.all().update(at=clock.now() - timedelta(minutes=16))
    refused = (await citizen.call("POST", path)).json()
    assert (refused["code"], refused["must_be_fresh"]) == ("assurance_too_low", True)
    assert await AuditRecord.filter(action="view_own_details").count() == 1


async def test_a_stranger_finds_no_case(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    other = Citizen(citizen.stack, citizen.client, "somebody-else")
    await other.sign_in()
    refused = await other.call("POST", f"/api/v1/cases/{case['id']}/full-details")
    assert refused.status_code == 404


async def shown_form(citizen: Citizen, path: str, typed: dict[str, str]) -> dict[str, Any]:
    return dict((await citizen.ok("PATCH", path, {"form": typed}))["form"])


async def test_a_form_sent_back_as_it_was_shown_changes_nothing(citizen: Citizen) -> None:
    key = "spouse-id-number"
    draft = await citizen.ok("POST", "/api/v1/cases", {"item_key": "hukou-move-spouse"})
    path = f"/api/v1/cases/{draft['id']}"
    typed = {key: "370000199103070015"}
    shown = await shown_form(citizen, path, typed)
    assert shown == {key: "370***********0015"}
    assert await shown_form(citizen, path, shown) == shown
    assert (await Case.get(id=draft["id"])).form == typed
    changed = await shown_form(citizen, path, {key: ID_NUMBER})
    assert changed == {key: "370***********0018"}
    assert await shown_form(citizen, path, {key: ""}) == {key: ""}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH"])
async def test_it_is_an_act_and_no_read(citizen: Citizen, method: str) -> None:
    case = await citizen.passport_draft()
    answer = await citizen.call(method, f"/api/v1/cases/{case['id']}/full-details")
    assert answer.status_code == 405
