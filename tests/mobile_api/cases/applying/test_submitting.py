"""Submitting: once though tapped often, every gap at once, nothing lost."""

import asyncio

import httpx
import pytest

from mobile_api.cases.models import Case, CaseEvent
from tests.actors import Citizen, photo
from tests.stack import Stack


async def test_five_taps_are_one_case(citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    path = f"/api/v1/cases/{case['id']}/submit"
    answers = await asyncio.gather(*(citizen.ok("POST", path) for _ in range(5)))
    assert len({answer["number"] for answer in answers}) == 1
    assert await CaseEvent.filter(kind="submit").count() == 1


async def test_numbers_are_distinct_when_many_submit_at_once(
    stack: Stack, citizen: Citizen
) -> None:
    drafts = [await citizen.passport_draft() for _ in range(3)]
    paths = [f"/api/v1/cases/{draft['id']}/submit" for draft in drafts]
    answers = await asyncio.gather(*(citizen.ok("POST", path) for path in paths))
    assert len({answer["number"] for answer in answers}) == 3


async def test_every_gap_is_told_at_once(citizen: Citizen) -> None:
    situation = {"situation": "renewal", "holder-age": "adult", "state-worker": "no"}
    case = await citizen.ok(
        "POST", "/api/v1/cases", {"item_key": "passport", "situation": situation}
    )
    await citizen.ok(
        "PATCH", f"/api/v1/cases/{case['id']}", {"delivery": {"kind": "post", "address": None}}
    )
    refused = await citizen.call("POST", f"/api/v1/cases/{case['id']}/submit")
    assert refused.status_code == 422
    assert [fault["path"] for fault in refused.json()["errors"]] == [
        "/form/name-in-pinyin",
        "/materials/exit-entry-photo",
        "/materials/old-passport",
        "/delivery/address",
    ]


async def test_open_questions_are_gaps(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    refused = await citizen.call("POST", f"/api/v1/cases/{case['id']}/submit")
    paths = [fault["path"] for fault in refused.json()["errors"]]
    assert "/situation/situation" in paths


async def test_without_real_name_nothing_is_submitted(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    person = Citizen(stack, client, "nameless")
    await person.sign_in()
    case = await person.passport_draft()
    refused = await person.call("POST", f"/api/v1/cases/{case['id']}/submit")
    assert (refused.status_code, refused.json()["code"]) == (403, "real_name_needed")
    assert (await Case.get(id=case["id"])).status == "draft"


async def test_a_fully_online_item_needs_its_level(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "health-permit"})
    refused = await citizen.call("POST", f"/api/v1/cases/{case['id']}/submit")
    assert refused.json()["code"] == "assurance_too_low"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"item_key": "no-such-item"}, 404, "guide_not_found"),
        ({"item_key": "passport", "situation": {"situation": "nothing"}}, 422, "invalid_input"),
        ({"item_key": "passport", "situation": {"moon": "full"}}, 422, "invalid_input"),
        ({"item_key": "PASSPORT!"}, 422, "invalid_input"),
        ({}, 422, "invalid_input"),
        ({"item_key": "passport", "colour": "red"}, 422, "invalid_input"),
    ],
)
async def test_bad_drafts_are_refused(
    citizen: Citizen, body: dict[str, object], status: int, code: str
) -> None:
    refused = await citizen.call("POST", "/api/v1/cases", body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_the_same_key_earns_the_same_draft(citizen: Citizen) -> None:
    headers = {"Idempotency-Key": "draft-0001"}
    body = {"item_key": "passport"}
    drafts = await asyncio.gather(
        *(citizen.call("POST", "/api/v1/cases", body, headers=dict(headers)) for _ in range(4))
    )
    assert {draft.status_code for draft in drafts} == {201}
    assert len({draft.json()["id"] for draft in drafts}) == 1
    other = await citizen.call("POST", "/api/v1/cases", {"item_key": "id-card"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_someone_elses_file_is_not_taken(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    other = Citizen(stack, client, "li-si")
    await other.sign_in()
    file_id = await other.upload(photo())
    case = await citizen.passport_draft()
    path = f"/api/v1/cases/{case['id']}/materials/old-passport"
    refused = await citizen.call("PUT", path, {"file_ids": [file_id]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "/file_ids/0"
    kept = await citizen.ok("GET", f"/api/v1/cases/{case['id']}")
    assert [len(one["file_ids"]) for one in kept["materials"] if one["key"] == "old-passport"] == [
        1
    ]


async def test_a_changed_answer_hides_its_material(citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    path = f"/api/v1/cases/{case['id']}"
    situation = {"situation": "first", "holder-age": "adult", "state-worker": "no"}
    changed = await citizen.ok("PATCH", path, {"situation": situation})
    assert "old-passport" not in [one["key"] for one in changed["materials"]]
    back = await citizen.ok("PATCH", path, {"situation": case["situation"]})
    assert [len(one["file_ids"]) for one in back["materials"] if one["key"] == "old-passport"] == [
        1
    ]


async def test_withdrawn_is_withdrawn(citizen: Citizen) -> None:
    case = await citizen.submitted_case()
    path = f"/api/v1/cases/{case['id']}"
    for _ in range(2):
        assert (await citizen.ok("POST", f"{path}/withdraw"))["status"] == "withdrawn"
    refused = await citizen.call("POST", f"{path}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")
    assert await CaseEvent.filter(kind="withdraw").count() == 1
