"""How much one applicant may have under way, also when asked for all at once."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mobile_api.cases.applying import ceilings
from mobile_api.cases.rules import RULES
from mobile_api.shared import clock
from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.ruling import row, with_rules
from tests.stack import Stack

CASES = "/api/v1/cases"
DRAFT = {"item_key": "passport", "situation": {}}


async def answers(citizen: Citizen, paths: list[str], body: object = None) -> list[str]:
    """The codes of refusals, empty where it was done, in their order."""
    called = await asyncio.gather(*(citizen.call("POST", path, body) for path in paths))
    return sorted("" if one.is_success else one.json()["code"] for one in called)


async def test_of_many_drafts_at_once_the_last_are_refused(
    stack: Stack, citizen: Citizen, tmp_path: Path
) -> None:
    """Red before: 300 drafts of one person in three seconds."""
    with stack.having(RULES, with_rules(tmp_path, drafts=[row(3, "times")])):
        assert await answers(citizen, [CASES] * 5, DRAFT) == ["", "", "", *["too_many_drafts"] * 2]
        (first, *_) = (await citizen.ok("GET", CASES))["cases"]
        await citizen.ok("POST", f"{CASES}/{first['id']}/withdraw")
        await citizen.ok("POST", CASES, DRAFT)


async def test_others_have_room_of_their_own(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, tmp_path: Path
) -> None:
    stranger = Citizen(stack, client, "somebody-else")
    await stranger.sign_in()
    with stack.having(RULES, with_rules(tmp_path, drafts=[row(1, "times")])):
        await citizen.ok("POST", CASES, DRAFT)
        await stranger.ok("POST", CASES, DRAFT)


async def test_open_cases_of_one_item(stack: Stack, citizen: Citizen, tmp_path: Path) -> None:
    """Red before: twelve submissions of one item by one person."""
    drafts = [(await citizen.passport_draft())["id"] for _ in range(4)]
    paths = [f"{CASES}/{one}/submit" for one in drafts]
    with stack.having(RULES, with_rules(tmp_path, open_cases=[row(2, "times")])):
        done = await answers(citizen, paths)
        assert done == ["", "", "too_many_open_cases", "too_many_open_cases"]
        cases = (await citizen.ok("GET", CASES))["cases"]
        submitted = [one["id"] for one in cases if one["status"] == "submitted"]
        # Told again it is still the same answer; and what ends makes room.
        await citizen.ok("POST", f"{CASES}/{submitted[0]}/submit")
        await citizen.ok("POST", f"{CASES}/{submitted[0]}/withdraw")
        assert (await answers(citizen, paths)).count("") == 2


async def test_what_is_withdrawn_makes_no_room_without_end(
    stack: Stack, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red before: sixty submissions of one person in five seconds, each withdrawn at once."""
    monkeypatch.setattr(ceilings, "MOST_BEGUN", 3)
    began = clock.now()
    for hours in range(3):
        with clock.standing_at(began + timedelta(hours=hours)):
            await citizen.sign_in()
            case = await citizen.ok("POST", CASES, DRAFT)
            await citizen.ok("POST", f"{CASES}/{case['id']}/withdraw")
    with clock.standing_at(began + timedelta(hours=4)):
        await citizen.sign_in()
        refused = await citizen.call("POST", CASES, DRAFT)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        # A day after the first, less what the calls themselves took.
        assert 19 * 3600 < int(refused.headers["Retry-After"]) <= 20 * 3600
    with clock.standing_at(began + timedelta(hours=25)):
        await citizen.sign_in()
        await citizen.ok("POST", CASES, DRAFT)


async def test_an_answer_to_a_correction_is_never_too_many(
    stack: Stack, citizen: Citizen, tmp_path: Path
) -> None:
    case = await citizen.submitted_case()
    with stack.having(RULES, with_rules(tmp_path, open_cases=[row(1, "times")])):
        assert (await citizen.call("POST", f"{CASES}/{case['id']}/submit")).is_success


async def test_a_list_of_names_is_not_tried_one_by_one(citizen: Citizen) -> None:
    details = {"name": "张三丰", "id_number": ID_NUMBER, "phone": "13800138000"}
    called = [await citizen.call("PUT", "/api/v1/me/real-name", details) for _ in range(11)]
    assert called[0].is_success
    assert (called[-1].status_code, called[-1].json()["code"]) == (429, "too_many_requests")


@pytest.mark.parametrize("name", ["drafts", "open_cases"])
def test_a_city_may_say_how_many(tmp_path: Path, name: str) -> None:
    rules = with_rules(tmp_path, **{name: [row(9, "times")]})
    assert getattr(rules, name).root[0].amount == 9
