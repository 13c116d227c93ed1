"""A refresh token is good once: a lost answer is given again, a stolen token ends its session."""

import asyncio
import base64

import httpx
import pytest

from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.accounts.sessions.tokens import read_refresh_token
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen, Colleague
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.sessions.test_devices import Actor, actor, is_out
from tests.stack import Stack
from tests.waiting import until

__all__ = ["actor"]
REFRESH = "/api/v1/sessions/refresh"


async def refreshed(actor: Actor, token: str) -> httpx.Response:
    return await actor.client.post(REFRESH, json={"refresh_token": token})


async def next_of(actor: Actor, token: str) -> str:
    answer = await refreshed(actor, token)
    assert answer.status_code == 201, answer.text
    actor.tokens = answer.json()
    return str(actor.tokens["refresh_token"])


def first(actor: Actor) -> str:
    return str(actor.tokens["refresh_token"])


async def test_each_use_gives_another_token(actor: Actor) -> None:
    tokens = [first(actor)]
    for _ in range(3):
        tokens.append(await next_of(actor, tokens[-1]))
    assert len(set(tokens)) == 4
    assert not await is_out(actor)
    [session] = await Session.filter(id=read_refresh_token(tokens[0]).session_id)
    assert (session.generation, session.ended_at) == (3, None)


async def test_a_lost_answer_is_given_again(stack: Stack, actor: Actor) -> None:
    """A phone waits a minute for the answer, in a corridor say, and asks with what it has."""
    token = first(actor)
    lost = await next_of(actor, token)
    with later(stack, seconds=90):
        assert await next_of(actor, token) == lost
        assert await next_of(actor, lost) != lost


async def test_two_tabs_at_once_get_the_same(actor: Actor) -> None:
    token = first(actor)
    answers = await asyncio.gather(*(refreshed(actor, token) for _ in range(6)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["refresh_token"] for one in answers}) == 1


async def test_an_old_token_ends_whatever_was_made_of_it(stack: Stack, actor: Actor) -> None:
    stolen = first(actor)
    present = await next_of(actor, stolen)
    with later(stack, seconds=121):
        refused = await refreshed(actor, stolen)
        assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
        await until(lambda: is_out(actor))
        assert (await refreshed(actor, present)).json()["code"] == "session_ended"
    record = await AuditRecord.get(action="old_token_used")
    assert record.subject_id == str(read_refresh_token(stolen).session_id)


async def test_a_token_before_the_last_but_one_ends_them_at_once(actor: Actor) -> None:
    stolen = first(actor)
    present = await next_of(actor, await next_of(actor, stolen))
    assert (await refreshed(actor, stolen)).status_code == 401
    assert (await refreshed(actor, present)).status_code == 401


async def test_other_devices_of_the_account_go_on(stack: Stack, citizen: Citizen) -> None:
    other = Citizen(stack, citizen.client, citizen.label)
    await other.sign_in()
    stolen = first(citizen)
    await next_of(citizen, await next_of(citizen, stolen))
    assert (await refreshed(citizen, stolen)).status_code == 401
    assert not await is_out(other)


async def test_a_database_of_yesterday_signs_nobody_out(actor: Actor) -> None:
    """Put back from its backup it knows less tokens than were made; none of them is an old one."""
    token = await next_of(actor, await next_of(actor, first(actor)))
    await Session.all().update(generation=1)
    assert read_refresh_token(await next_of(actor, token)).generation == 3


async def test_no_token_is_taken_for_another(stack: Stack, actor: Actor) -> None:
    token = first(actor)
    padded = token + "=" * (-len(token) % 4)
    bytes_of = bytearray(base64.urlsafe_b64decode(padded))
    bytes_of[19] += 1
    next_by_guess = base64.urlsafe_b64encode(bytes_of).decode().rstrip("=")
    wrong = [await page_token_of(token), str(actor.tokens["access_token"])[:200], next_by_guess]
    altered = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    for one in (*wrong, "x" * 60, "一" * 60, altered):
        assert (await refreshed(actor, one)).json()["code"] == "session_ended"
    assert (await refreshed(actor, token)).status_code == 201


@pytest.mark.parametrize("path", [REFRESH, "/api/v1/sessions/end"])
async def test_a_token_of_the_release_before_says_sign_in(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.post(path, json={"refresh_token": "k" * 43})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


async def test_signing_out_works_with_a_token_that_was_followed(colleague: Colleague) -> None:
    token = first(colleague)
    await next_of(colleague, token)
    out = await colleague.client.post("/api/v1/sessions/end", json={"refresh_token": token})
    assert out.status_code == 204
    await until(lambda: is_out(colleague))
