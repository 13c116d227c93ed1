"""One key, one answer: per caller, per request, and only for work that was done."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from mobile_api.cases.models import Case
from mobile_api.shared import clock
from mobile_api.shared.http.idempotency import forget_old_answers
from mobile_api.shared.models import IdempotencyRecord
from tests.actors import Citizen
from tests.stack import Stack

KEY = {"Idempotency-Key": "draft-0001"}
DRAFT = {"item_key": "passport"}


async def create(citizen: Citizen, body: dict[str, str]) -> httpx.Response:
    return await citizen.call("POST", "/api/v1/cases", body, headers=dict(KEY))


async def test_work_that_failed_is_not_remembered(citizen: Citizen) -> None:
    assert (await create(citizen, {"item_key": "no-such-item"})).status_code == 404
    assert (await create(citizen, DRAFT)).status_code == 201


async def test_two_people_may_use_the_same_key(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen
) -> None:
    other = Citizen(stack, client, "li-si")
    await other.sign_in()
    answers = [await create(person, DRAFT) for person in (citizen, other)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 2


async def test_different_bodies_at_once_make_one_draft(citizen: Citizen) -> None:
    bodies = [{"item_key": key} for key in ("passport", "id-card", "marriage", "retire")]
    answers = await asyncio.gather(*(create(citizen, body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await Case.all().count() == 1


async def test_a_key_belongs_to_one_address(citizen: Citizen) -> None:
    case = await citizen.passport_draft()
    path = f"/api/v1/cases/{case['id']}"
    submitted = await citizen.call("POST", f"{path}/submit", headers=dict(KEY))
    assert submitted.status_code == 200
    other = await citizen.call("POST", f"{path}/withdraw", headers=dict(KEY))
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    again = await citizen.call("POST", f"{path}/submit", headers=dict(KEY))
    assert again.json() == submitted.json()


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with blanks", "12345678\x7f"])
async def test_a_key_is_8_to_128_visible_characters(citizen: Citizen, key: str) -> None:
    headers = {"Idempotency-Key": key}
    refused = await citizen.call("POST", "/api/v1/cases", DRAFT, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "/Idempotency-Key")


async def test_an_answer_of_yesterday_is_forgotten_although_it_still_stands_there(
    citizen: Citizen,
) -> None:
    first = await create(citizen, DRAFT)
    with clock.standing_at(clock.now() + timedelta(hours=24)):
        await citizen.sign_in()
        again = await create(citizen, {"item_key": "id-card"})
        assert (again.status_code, again.json()["id"] != first.json()["id"]) == (201, True)
        assert (await create(citizen, DRAFT)).json()["code"] == "idempotency_key_reused"
    assert await IdempotencyRecord.all().count() == 1


async def test_answers_are_kept_for_a_day(citizen: Citizen) -> None:
    first = await create(citizen, DRAFT)
    with clock.standing_at(clock.now() + timedelta(hours=23)):
        assert await forget_old_answers() == 0
    assert (await create(citizen, DRAFT)).json() == first.json()
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        assert await forget_old_answers() == 1
    assert not await IdempotencyRecord.exists()
