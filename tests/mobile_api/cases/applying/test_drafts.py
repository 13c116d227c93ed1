"""Drafts: filled piece by piece, nothing lost, and every value that does not fit is told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from mobile_api.cases.models import Case
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.actors import ADDRESS, Citizen, Colleague, photo
from tests.stack import Stack
from uploads.models import StoredFile

RETIRING = {"item_key": "retire", "situation": {"insured-as": "flexible"}}


async def gaps(citizen: Citizen, path: str) -> dict[str, str]:
    refused = await citizen.call("POST", f"{path}/submit")
    assert refused.status_code == 422
    return {fault["path"]: fault["code"] for fault in refused.json()["errors"]}


async def test_what_is_left_out_stays(citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"form": {"passport-situation-note": "出差急用"}})
    changed = await citizen.ok("PATCH", path, {"situation": case["situation"]})
    assert changed["form"] == {
        "name-in-pinyin": "ZHANG SANFENG",
        "passport-situation-note": "出差急用",
    }
    assert changed["delivery_kind"] == "post"


@pytest.mark.standing_at("2026-11-25T10:00+08:00")
@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("retire-on", "2026-13-01", "shape"),
        ("retire-on", "20260101", "shape"),
        ("retire-on", "2026-12-01", None),
        ("retire-on", "２０２６-１２-０１", None),
        ("retire-on", "2026年12月1日", None),
        ("pension-bank-account", "1234567", "shape"),
        ("pension-bank-account", "6222 0000 1111 2222", None),
        ("pension-bank-account", "6222-0000-1111-2222", None),
        ("pension-bank-account", "\u200b\u3000", "missing"),
        ("pension-bank-account", "6222x0000", "shape"),
        ("pension-bank-account", "6" * 3000, "string_too_long"),
        ("pension-bank-account", "", "missing"),
    ],
)
async def test_values_that_do_not_fit_are_gaps(
    citizen: Citizen, key: str, value: str, code: str | None
) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", RETIRING)
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"form": {key: value}})
    assert (await gaps(citizen, path)).get(f"/form/{key}") == code


async def test_what_is_not_posted_cannot_be_sent(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "marriage"})
    path = f"/api/v1/cases/{case['id']}"
    await citizen.ok("PATCH", path, {"delivery": {"kind": "post", "address": ADDRESS}})
    assert (await gaps(citizen, path))["/delivery/kind"] == "no_post"


async def test_a_page_of_two_cases_outlives_one_of_them(stack: Stack, citizen: Citizen) -> None:
    file_id = await citizen.upload(photo(7))
    paths = []
    for _ in range(2):
        case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
        paths.append(f"/api/v1/cases/{case['id']}/materials/exit-entry-photo")
        await citizen.ok("PUT", paths[-1], {"file_ids": [file_id]})
    await citizen.ok("PUT", paths[0], {"file_ids": []})
    assert (await StoredFile.get(id=file_id)).expires_at is None
    await citizen.ok("PUT", paths[1], {"file_ids": []})
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await stack.settle()
    assert (await StoredFile.get(id=file_id)).state == "abandoned"


@pytest.fixture
async def closing() -> AsyncIterator[Callable[[str, str], Awaitable[None]]]:
    """Changes one element of the passport's guide; put right again after the test."""
    where = "WHERE item_key = 'passport' AND catalogue_version = 1"
    before = (await fetch(f"SELECT content::text FROM guide_version {where}"))[0]["content"]

    async def change(element: str, value: str) -> None:
        await fetch(
            f"UPDATE guide_version SET content = jsonb_set(content::jsonb, $1, $2) {where}",
            [element],
            f'"{value}"',
        )

    yield change
    await fetch(f"UPDATE guide_version SET content = $1 {where}", before)


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("state", "suspended", "not_online"),
        ("state", "cancelled", "guide_not_found"),
        ("online_level", "published_only", "not_online"),
    ],
)
async def test_what_is_closed_takes_no_more_applications(
    citizen: Citizen,
    closing: Callable[[str, str], Awaitable[None]],
    element: str,
    value: str,
    code: str,
) -> None:
    case, standing = await citizen.passport_draft(), await citizen.submitted_case()
    await closing(element, value)
    answers = [
        await citizen.call("POST", "/api/v1/cases", {"item_key": "passport"}),
        await citizen.call("POST", f"/api/v1/cases/{case['id']}/submit"),
    ]
    assert [answer.json()["code"] for answer in answers] == [code] * 2
    assert (await citizen.call("POST", f"/api/v1/cases/{standing['id']}/submit")).is_success


async def test_an_unknown_material_is_not_quoted(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    path = f"/api/v1/cases/{case['id']}/materials/zhang-sanfeng-13800138000"
    refused = await citizen.call("PUT", path, {"file_ids": []})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "/key")
    assert "13800138000" not in refused.text


async def test_a_submitted_case_is_not_edited(citizen: Citizen, colleague: Colleague) -> None:
    case = await citizen.submitted_case()
    path = f"/api/v1/cases/{case['id']}"
    answers = [
        await citizen.call("PATCH", path, {"form": {"name-in-pinyin": "LI"}}),
        await citizen.call("PUT", f"{path}/materials/old-passport", {"file_ids": []}),
    ]
    assert [answer.json()["code"] for answer in answers] == ["move_not_allowed"] * 2
    assert (await citizen.ok("GET", path))["form"]["name-in-pinyin"] == "ZHANG SANFENG"


async def test_what_the_account_knows_is_not_asked_and_not_overruled(citizen: Citizen) -> None:
    case = await citizen.passport_draft(
        form={"name-in-pinyin": "ZHANG SANFENG", "applicant-name": "别人"}
    )
    submitted = await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit")
    assert submitted["form"]["applicant-name"] == "张**"
    assert submitted["form"]["applicant-phone"] == "138****8000"
    kept = (await Case.get(id=submitted["id"])).form or {}
    assert (kept["applicant-name"], kept["applicant-phone"]) == ("张三丰", "13800138000")
