"""Sessions: codes work once, tokens run out, ended sessions end everywhere."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import jwt
import pytest

from mobile_api.accounts.models import Person, StaffMember
from mobile_api.shared import clock
from tests.actors import PASSWORD, Citizen, Colleague
from tests.simulators import defaults
from tests.stack import Stack
from wechat.models import WechatBinding


async def code_of(stack: Stack, client: httpx.AsyncClient, user: str) -> str:
    who = {"app_id": defaults.MINI_PROGRAM_APP_ID, "user": user}
    answer = await client.post(stack.wechat + "/_simulator/login", json=who)
    return str(answer.json()["code"])


async def test_a_code_works_once(stack: Stack, client: httpx.AsyncClient) -> None:
    code = await code_of(stack, client, "once")
    path = "/api/v1/sessions/mini-program"
    assert (await client.post(path, json={"code": code})).status_code == 201
    assert (await client.post(path, json={"code": code})).status_code == 401


async def test_two_first_sign_ins_are_one_person(stack: Stack, client: httpx.AsyncClient) -> None:
    codes = [await code_of(stack, client, "twice") for _ in range(4)]
    path = "/api/v1/sessions/mini-program"
    answers = await asyncio.gather(*(client.post(path, json={"code": code}) for code in codes))
    assert {answer.status_code for answer in answers} == {201}
    assert await Person.all().count() == 1


async def test_an_old_token_is_refused_and_refreshed(citizen: Citizen) -> None:
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert (await citizen.call("GET", "/api/v1/me")).status_code == 401
        body = {"refresh_token": citizen.tokens["refresh_token"]}
        citizen.tokens = (await citizen.client.post("/api/v1/sessions/refresh", json=body)).json()
        assert (await citizen.call("GET", "/api/v1/me")).status_code == 200


async def test_signing_out_ends_the_access_token_too(citizen: Citizen) -> None:
    body = {"refresh_token": citizen.tokens["refresh_token"]}
    assert (await citizen.client.post("/api/v1/sessions/end", json=body)).status_code == 204
    for _ in range(200):
        if (await citizen.call("GET", "/api/v1/me")).status_code == 401:
            break
        await asyncio.sleep(0.01)
    else:
        pytest.fail("the ended session still works")
    refused = await citizen.client.post("/api/v1/sessions/refresh", json=body)
    assert refused.json()["code"] == "session_ended"


async def test_who_left_the_service_gets_in_no_more(
    client: httpx.AsyncClient, colleague: Colleague
) -> None:
    await StaffMember.all().update(is_active=False)
    who = {"username": colleague.username, "password": PASSWORD}
    refused = await client.post("/staff/v1/sessions", json=who)
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_credentials")
    body = {"refresh_token": colleague.tokens["refresh_token"]}
    refused = await client.post("/api/v1/sessions/refresh", json=body)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")


async def test_a_shift_ends_and_a_phone_stays_signed_in(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    for hours, actor in ((12, colleague), (30 * 24, citizen)):
        body = {"refresh_token": actor.tokens["refresh_token"]}
        path = "/api/v1/sessions/refresh"
        with clock.standing_at(clock.now() + timedelta(hours=hours, minutes=1)):
            assert (await actor.client.post(path, json=body)).status_code == 401
        with clock.standing_at(clock.now() + timedelta(hours=hours, minutes=-1)):
            assert (await actor.client.post(path, json=body)).status_code == 201


async def test_a_closed_account_starts_nothing(citizen: Citizen) -> None:
    await WechatBinding.all().delete()
    await Person.all().delete()
    for method, path in (("GET", "/api/v1/me"), ("POST", "/api/v1/cases")):
        body = {"item_key": "passport"} if method == "POST" else None
        assert (await citizen.call(method, path, body)).status_code == 401
    body = {"refresh_token": citizen.tokens["refresh_token"]}
    assert (await citizen.client.post("/api/v1/sessions/refresh", json=body)).status_code == 401


async def test_a_matched_identity_is_not_declared_anew(citizen: Citizen) -> None:
    await Person.all().update(assurance_level=2)
    details = {"name": "李四", "id_number": "370000199103070015", "phone": "13800138001"}
    refused = await citizen.call("PUT", "/api/v1/me/real-name", details)
    assert (refused.status_code, refused.json()["code"]) == (409, "real_name_fixed")
    assert (await citizen.ok("GET", "/api/v1/me"))["name_masked"] == "张**"


async def test_what_is_mine_is_shown_masked(citizen: Citizen) -> None:
    shown = await citizen.ok("GET", "/api/v1/me")
    assert shown == {
        "has_real_name": True,
        "assurance_level": 1,
        "name_masked": "张**",
        "id_number_masked": "370***********0018",
        "phone_masked": "138****8000",
    }


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer a.b.c"])
async def test_garbage_tokens_are_refused(client: httpx.AsyncClient, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await client.get("/api/v1/me", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_token_signed_by_another_key_is_refused(client: httpx.AsyncClient) -> None:
    claims = {"kind": "citizen", "sub": str(uuid4()), "sid": str(uuid4()), "lvl": 4, "exp": 9e9}
    forged = jwt.encode(claims, b"k" * 32, "HS256")
    answer = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {forged}"})
    assert answer.status_code == 401


async def test_a_citizen_is_no_staff_and_staff_no_citizen(
    citizen: Citizen, colleague: Colleague
) -> None:
    assert (await citizen.call("GET", "/staff/v1/cases")).status_code == 403
    assert (await colleague.call("GET", "/api/v1/cases")).status_code == 403


async def test_every_wrong_detail_is_told_at_once_and_never_echoed(citizen: Citizen) -> None:
    details = {"name": "--", "id_number": "110101199002300014", "phone": "12345678901"}
    refused = await citizen.call("PUT", "/api/v1/me/real-name", details)
    assert refused.status_code == 422
    found = {fault["path"]: fault["code"] for fault in refused.json()["errors"]}
    assert set(found) == {"/name", "/id_number", "/phone"}
    assert found["/id_number"] == "id_number_birth_date"
    assert not any(value in refused.text for value in ("110101199002300014", "12345678901"))
