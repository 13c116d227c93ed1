"""Signing in by phone: a code is right once, guesses are few, and nobody learns who is known."""

import asyncio
import json

import pytest

from mobile_api.accounts.errors import PhoneCodeWrong
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.codes import check_code, forget_old_codes, use_code
from mobile_api.accounts.phones.models import CodePurpose, PhoneCode
from tests.actors import ID_NUMBER, Citizen
from tests.committed import committed
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser


async def fault(user: PhoneUser, kind: str, **more: str) -> None:
    """The next message meets a bad day at the provider."""
    body = {"path": "/", "kind": kind, **more}
    await user.client.post(user.stack.simulators["sms"] + "/_simulator/faults", json=body)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_the_first_code_makes_an_account_and_the_next_opens_it(user: PhoneUser) -> None:
    assert (await user.enter()).status_code == 201
    first = await user.ok("GET", "/api/v1/me/bindings")
    assert first["bindings"][0]["label"] == f"199****{user.number[-4:]}"
    with later(user.stack, minutes=2):
        assert (await user.enter()).status_code == 201
        again = await user.ok("GET", "/api/v1/me/bindings")
    assert again["bindings"][0]["id"] == first["bindings"][0]["id"]
    assert await Person.all().count() == 1


@pytest.mark.parametrize("form", ["+86 {}", "0086-{}", "86{}"])
async def test_a_number_is_the_same_however_it_is_written(user: PhoneUser, form: str) -> None:
    code, number = await user.code(), form.format(user.number)
    body = {"phone": number, "code": code, "code_ticket": user.ticket}
    answer = await user.client.post("/api/v1/sessions/phone", json=body)
    assert answer.status_code == (422 if form.startswith("86") else 201)


async def test_a_number_that_was_only_declared_opens_nothing(
    citizen: Citizen, user: PhoneUser
) -> None:
    details = {"name": "张三丰", "id_number": ID_NUMBER, "phone": user.number}
    await citizen.ok("PUT", "/api/v1/me/real-name", details)
    assert (await user.enter()).status_code == 201
    assert not (await user.ok("GET", "/api/v1/me"))["has_real_name"]


async def test_known_and_unknown_numbers_get_the_same_answer(
    user: PhoneUser, other: PhoneUser
) -> None:
    await user.enter()
    with later(user.stack, minutes=2):
        known, unknown = await user.ask(), await other.ask()
    told = [answer.json() | {"code_ticket": ""} for answer in (known, unknown)]
    assert (known.status_code, told[0]) == (unknown.status_code, told[1])
    assert known.status_code == 202
    tickets = {len(answer.json()["code_ticket"]) for answer in (known, unknown)}
    assert tickets == {64}


async def test_a_code_is_right_once_also_when_two_come_at_once(user: PhoneUser) -> None:
    code = await user.code()
    answers = await asyncio.gather(*(user.enter(code) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert await Person.all().count() == 1


async def test_of_two_calls_that_checked_a_code_one_uses_it(user: PhoneUser) -> None:
    code = await user.code()
    checked = [
        await check_code(user.number, code, user.ticket, CodePurpose.sign_in) for _ in range(2)
    ]
    await committed(use_code(checked[0]))
    with pytest.raises(PhoneCodeWrong):
        await committed(use_code(checked[1]))


async def test_each_ticket_opens_with_its_own_code(user: PhoneUser) -> None:
    first = await user.code()
    with later(user.stack, seconds=61):
        second = await user.code()
        assert first == second or (await user.enter(first)).status_code == 422
        assert (await user.enter(second)).status_code == 201


async def test_a_code_for_something_else_signs_nobody_in(user: PhoneUser) -> None:
    assert (await user.enter(await user.code("bind"))).json()["code"] == "phone_code_wrong"


async def test_a_code_lasts_five_minutes(user: PhoneUser) -> None:
    code = await user.code()
    with later(user.stack, seconds=301):
        assert (await user.enter(code)).json()["code"] == "phone_code_wrong"


async def test_parallel_guesses_never_exceed_the_tries(user: PhoneUser) -> None:
    code = await user.code()
    guesses = [user.enter(other_than(code)) for _ in range(20)]
    assert {answer.status_code for answer in await asyncio.gather(*guesses)} == {422}
    assert [row.tries for row in await PhoneCode.all()] == [5]
    assert (await user.enter(code)).status_code == 422


async def test_an_idempotency_key_saves_no_try(user: PhoneUser) -> None:
    code = await user.code()
    for number in range(5):
        body = {"phone": user.number, "code": other_than(code), "code_ticket": user.ticket}
        headers = {"Idempotency-Key": f"guess-number-{number}"}
        await user.client.post("/api/v1/sessions/phone", json=body, headers=headers)
    assert (await user.enter(code)).status_code == 422


async def test_one_code_a_minute_three_an_hour(user: PhoneUser) -> None:
    assert [(await user.ask()).status_code for _ in range(2)] == [202, 429]
    for minutes in range(1, 3):
        with later(user.stack, seconds=61 * minutes):
            assert (await user.ask()).status_code == 202
    with later(user.stack, seconds=61 * 3):
        refused = await user.ask()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 3000 < int(refused.headers["Retry-After"]) <= 3600


async def test_parallel_requests_send_one_message(user: PhoneUser) -> None:
    answers = await asyncio.gather(*(user.ask() for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [202] + [429] * 5
    # Counted at the provider's door: its own limits must not be what held the others back.
    seen = await user.client.get(user.stack.simulators["sms"] + "/_simulator/requests")
    queries = [json.dumps(one["query"]) for one in seen.json()["requests"]]
    assert sum(user.number in query for query in queries) == len(await user.sms()) == 1


@pytest.mark.parametrize(
    ("kind", "more", "status"),
    [
        ("error", {"code": "isv.AMOUNT_NOT_ENOUGH"}, 503),
        ("bad_gateway", {}, 503),
        ("reset", {}, 503),
        ("error", {"code": "isv.BUSINESS_LIMIT_CONTROL"}, 429),
    ],
)
async def test_what_could_not_be_sent_is_told_and_does_not_count(
    user: PhoneUser, kind: str, more: dict[str, str], status: int
) -> None:
    await fault(user, kind, **more)
    failed = await user.ask()
    assert failed.status_code == status
    assert failed.headers["Retry-After"]
    assert await PhoneCode.all().count() == 0
    with later(user.stack, seconds=61):
        assert (await user.enter()).status_code == 201


async def test_codes_are_gone_after_a_day(user: PhoneUser) -> None:
    await user.code()
    assert await forget_old_codes() == 0
    with later(user.stack, days=1, seconds=1):
        assert await forget_old_codes() == 1


async def test_a_code_is_nowhere_in_clear(user: PhoneUser) -> None:
    code = await user.code()
    [row] = await PhoneCode.all()
    assert code.encode() not in bytes(row.code_hash) and len(row.code_hash) == 32
    body = {"phone": user.number, "code": "12345", "code_ticket": user.ticket}
    refused = await user.client.post("/api/v1/sessions/phone", json=body)
    assert refused.status_code == 422 and "12345" not in refused.text
