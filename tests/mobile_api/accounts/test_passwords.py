"""Passwords of staff: whoever guesses is held back, and whoever knows the password comes in."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.passwords import PASSWORDS
from mobile_api.accounts.staff.service import add_staff
from mobile_api.shared import clock
from tests.actors import PASSWORD, Colleague
from tests.mobile_api.neighbours import calling_from
from tests.stack import Stack

PATH = "/staff/v1/sessions"
NAME, NOBODY = "guessed", "nobody-has-this-name"
NEW_PASSWORD = PASSWORD + "-new"


async def sign_in(
    client: httpx.AsyncClient, password: str = PASSWORD, name: str = NAME, **more: str
) -> httpx.Response:
    return await client.post(PATH, json={"username": name, "password": password} | more)


async def statuses(client: httpx.AsyncClient, times: int, **more: str) -> list[int]:
    """What so many wrong passwords are answered."""
    return [(await sign_in(client, f"guess-{n}", **more)).status_code for n in range(times)]


@pytest.fixture
async def member(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    """Someone with a password, who signed in at the hall (127.0.0.1)."""
    found = Colleague(stack, client, NAME, department="crj")
    await found.sign_in()
    return found


@pytest.mark.usefixtures("member")
async def test_a_stranger_is_out_after_five_and_the_member_comes_in(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    async with calling_from(stack, 2) as stranger, calling_from(stack, 3) as at_home:
        assert await statuses(stranger, 6) == [401] * 5 + [429]
        assert (await sign_in(client)).status_code == 201
        assert (await sign_in(at_home)).status_code == 201
        refused = await sign_in(stranger)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert 890 < int(refused.headers["retry-after"]) <= 900
        with clock.standing_at(clock.now() + timedelta(minutes=15)):
            assert (await sign_in(stranger)).status_code == 201


@pytest.mark.usefixtures("member")
async def test_a_name_that_nobody_has_is_answered_alike(stack: Stack) -> None:
    answers = []
    for number, name in enumerate((NAME, NOBODY), 10):
        async with calling_from(stack, number) as stranger:
            found = [await sign_in(stranger, f"guess-{n}", name) for n in range(7)]
        answers.append([_said(answer) for answer in found])
    assert answers[0] == answers[1]
    assert [answer["status"] for answer in answers[0]] == [401] * 5 + [429] * 2


def _said(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    return {"status": answer.status_code, "code": body["code"], "title": body["title"]}


@pytest.mark.usefixtures("member")
async def test_from_many_addresses_the_budget_is_as_written(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    """docs/security.md: fifty, and then one from each further address; the owner comes in."""
    told = 0
    for number in range(10):
        async with calling_from(stack, 100 + number) as stranger:
            told += (await statuses(stranger, 7)).count(401)
    assert told == PASSWORDS.about_subject
    for number in range(3):
        async with calling_from(stack, 200 + number) as stranger:
            assert await statuses(stranger, 3) == [401, 429, 429]
    assert (await sign_in(client)).status_code == 201
    async with calling_from(stack, 300) as on_a_journey:
        assert (await sign_in(on_a_journey)).status_code == 201


async def test_a_console_is_counted_by_itself_in_a_hall_with_a_guesser(
    client: httpx.AsyncClient, member: Colleague
) -> None:
    known = {"device_token": str(member.tokens["device_token"])}
    assert await statuses(client, 6) == [401] * 5 + [429]
    assert (await sign_in(client)).status_code == 429
    opened = await sign_in(client, **known)
    assert (opened.status_code, opened.json()["device_token"]) == (201, known["device_token"])
    # It opens nothing, and guesses with it are few as well.
    assert await statuses(client, 6, **known) == [401] * 5 + [429]


@pytest.mark.parametrize("token", ["x", "x.y", ".", "a." + "0" * 32, "登录.录"])
@pytest.mark.usefixtures("member")
async def test_a_made_up_device_is_none(client: httpx.AsyncClient, token: str) -> None:
    assert await statuses(client, 5) == [401] * 5
    assert (await sign_in(client, device_token=token)).status_code == 429


async def test_a_device_of_another_member_is_none(
    stack: Stack, client: httpx.AsyncClient, member: Colleague
) -> None:
    other = Colleague(stack, client, "other", department="crj")
    await other.sign_in()
    assert await statuses(client, 5) == [401] * 5
    token = str(other.tokens["device_token"])
    assert (await sign_in(client, device_token=token)).status_code == 429


@pytest.mark.usefixtures("member")
async def test_fifty_guesses_at_once_are_five(stack: Stack, client: httpx.AsyncClient) -> None:
    async with calling_from(stack, 4) as stranger:
        answers = await asyncio.gather(*(sign_in(stranger, f"guess-{n}") for n in range(50)))
        again = await asyncio.gather(sign_in(stranger), sign_in(client))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 45
    assert [answer.status_code for answer in again] == [429, 201]


@pytest.mark.usefixtures("member")
async def test_four_failures_and_a_success_begin_anew(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert await statuses(client, 4) == [401] * 4
        assert (await sign_in(client)).status_code == 201


async def test_a_new_password_begins_anew(client: httpx.AsyncClient, member: Colleague) -> None:
    assert await statuses(client, 6) == [401] * 5 + [429]
    await add_staff(
        NAME, NEW_PASSWORD, display_name="王窗口", department_key="crj", roles=member.roles
    )
    assert (await sign_in(client, NEW_PASSWORD)).status_code == 201


@pytest.mark.usefixtures("member")
async def test_what_an_older_release_locked_is_open(client: httpx.AsyncClient) -> None:
    locked = {"failed_tries": 5, "locked_until": clock.now() + timedelta(minutes=10)}
    await StaffMember.all().update(**locked)
    assert (await sign_in(client)).status_code == 201
