"""Two devices with one draft: who says what it saw is told of the other, and no page is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from mobile_api.shared import clock
from tests.actors import Citizen, photo
from tests.stack import Stack
from uploads.models import StoredFile

NOTE = "passport-situation-note"
PHOTO = "exit-entry-photo"


def seeing(tag: str) -> dict[str, Any]:
    return {"headers": {"If-Match": tag}}


def noted(text: str) -> dict[str, Any]:
    return {"form": {NOTE: text}}


@pytest.fixture
async def draft(citizen: Citizen) -> dict[str, Any]:
    return await citizen.passport_draft()


@pytest.fixture
def path(draft: dict[str, Any]) -> str:
    return f"/api/v1/cases/{draft['id']}"


async def test_words_of_another_device_are_not_overwritten(citizen: Citizen, path: str) -> None:
    old = (await citizen.call("GET", path)).headers["ETag"]
    await citizen.ok("PATCH", path, noted("出差急用"), **seeing(old))
    refused = await citizen.call("PATCH", path, noted(""), **seeing(old))
    assert (refused.status_code, refused.json()["code"]) == (412, "case_changed")
    assert (await citizen.ok("GET", path))["form"][NOTE] == "出差急用"


async def test_who_cannot_send_patch_fills_in_by_post(citizen: Citizen, path: str) -> None:
    old = (await citizen.call("GET", path)).headers["ETag"]
    filled = await citizen.ok("POST", f"{path}/filling", noted("出差急用"), **seeing(old))
    assert filled["form"][NOTE] == "出差急用"
    refused = await citizen.call("POST", f"{path}/filling", noted(""), **seeing(old))
    assert (refused.status_code, refused.json()["code"]) == (412, "case_changed")
    wrong = {"form": {"no-such-field": 1}}
    answers = [
        await citizen.call(method, at, wrong)
        for method, at in (("PATCH", path), ("POST", f"{path}/filling"))
    ]
    assert answers[0].status_code == answers[1].status_code == 422
    assert answers[0].json()["errors"] == answers[1].json()["errors"]


@pytest.mark.parametrize(
    "tag", ['"{version}"', 'W/"{version}"', '"{version}.0123"', '"of old", "{version}"', "*"]
)
async def test_what_is_seen_can_be_said_in_every_way(
    citizen: Citizen, draft: dict[str, Any], path: str, tag: str
) -> None:
    seen = tag.format(version=(await citizen.ok("GET", path))["version"])
    assert (await citizen.call("PATCH", path, noted("一"), **seeing(seen))).is_success


@pytest.mark.parametrize("tag", ['""', "0", '"0.1"', ","])
async def test_what_is_no_version_of_the_case_is_none(
    citizen: Citizen, path: str, tag: str
) -> None:
    assert (await citizen.call("PATCH", path, noted("一"), **seeing(tag))).status_code == 412


async def test_a_change_repeated_because_its_answer_was_lost(citizen: Citizen, path: str) -> None:
    old = (await citizen.call("GET", path)).headers["ETag"]
    pages = {"file_ids": [await citizen.upload(photo(9))]}
    for method, where, body in (
        ("PATCH", path, noted("一")),
        ("PUT", f"{path}/materials/{PHOTO}", pages),
    ):
        first = await citizen.ok(method, where, body, **seeing(old))
        again = await citizen.ok(method, where, body, **seeing(old))
        assert again["version"] == first["version"]
        old = f'"{again["version"]}"'


async def test_of_changes_at_once_one_holds(citizen: Citizen, path: str) -> None:
    old = (await citizen.call("GET", path)).headers["ETag"]
    calls = [citizen.call("PATCH", path, noted(f"第{n}台"), **seeing(old)) for n in range(8)]
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    won = next(answer.json() for answer in answers if answer.is_success)
    assert (await citizen.ok("GET", path))["form"][NOTE] == won["form"][NOTE]


async def test_what_was_not_seen_is_not_submitted(citizen: Citizen, path: str) -> None:
    seen = (await citizen.call("GET", path)).headers["ETag"]
    changed = await citizen.ok("PATCH", path, noted("同事后来填的"))
    refused = await citizen.call("POST", f"{path}/submit", **seeing(seen))
    assert refused.json()["code"] == "case_changed"
    version = f'"{changed["version"]}"'
    submitted = await citizen.ok("POST", f"{path}/submit", **seeing(version))
    assert submitted["status"] == "submitted"
    # Tapped again, with the version of before: it is done already.
    assert (await citizen.call("POST", f"{path}/submit", **seeing(version))).is_success


async def test_the_version_stands_for_the_content_only(citizen: Citizen, path: str) -> None:
    first = await citizen.ok("PATCH", path, noted("一"))
    await citizen.ok("PATCH", path, noted("二"))
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        back = await citizen.ok("PATCH", path, noted("一"))
    assert back["version"] == first["version"]
    assert back["touched_at"] != first["touched_at"]


async def test_a_page_that_only_another_device_knew_can_be_given_again(
    stack: Stack, citizen: Citizen, path: str
) -> None:
    one, other = await citizen.upload(photo(11)), await citizen.upload(photo(12))
    where = f"{path}/materials/{PHOTO}"
    await citizen.ok("PUT", where, {"file_ids": [one]})
    stale = (await citizen.call("GET", path)).headers["ETag"]
    await citizen.ok("PUT", where, {"file_ids": [other]})
    refused = await citizen.call("PUT", where, {"file_ids": []}, **seeing(stale))
    assert refused.json()["code"] == "case_changed"
    await stack.settle()
    with clock.standing_at(clock.now() + timedelta(hours=23)):
        await stack.settle()
        await citizen.sign_in()
        kept = await citizen.ok("PUT", where, {"file_ids": [one, other]})
    files = {material["key"]: material["file_ids"] for material in kept["materials"]}
    assert files[PHOTO] == [one, other]
    await stack.settle()
    assert (await StoredFile.get(id=one)).expires_at is None
