"""The devices that are signed in, and signing them out: people and staff alike."""

from uuid import uuid4

import pytest

from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.service import forget_old_sessions
from tests.actors import Citizen, Colleague
from tests.mobile_api.accounts.later import later
from tests.stack import Stack
from tests.waiting import until

Actor = Citizen | Colleague
PATHS = {Citizen: "/api/v1/me/sessions", Colleague: "/staff/v1/me/sessions"}


def again(actor: Actor) -> Actor:
    """The same person with another device."""
    if isinstance(actor, Citizen):
        return Citizen(actor.stack, actor.client, actor.label)
    return Colleague(actor.stack, actor.client, actor.username, department=actor.department)


@pytest.fixture(params=["citizen", "colleague"])
def actor(request: pytest.FixtureRequest, citizen: Citizen, colleague: Colleague) -> Actor:
    return citizen if request.param == "citizen" else colleague


async def is_out(actor: Actor) -> bool:
    return (await actor.call("GET", PATHS[type(actor)])).status_code == 401


async def sign_out(actor: Actor) -> None:
    body = {"refresh_token": actor.tokens["refresh_token"]}
    assert (await actor.client.post("/api/v1/sessions/end", json=body)).status_code == 204


async def test_all_devices_are_listed_and_the_others_end(actor: Actor) -> None:
    path, second = PATHS[type(actor)], again(actor)
    await second.sign_in()
    shown = (await second.ok("GET", path))["sessions"]
    assert [one["is_current"] for one in shown] == [True, False]
    assert {one["via"] for one in shown} <= {"mini_program", "password"}
    assert {one["via_name"] for one in shown} <= {"微信小程序", "账号和密码"}
    await second.ok("POST", f"{path}/end-others")
    assert len((await second.ok("GET", path))["sessions"]) == 1
    await until(lambda: is_out(actor))
    body = {"refresh_token": actor.tokens["refresh_token"]}
    ended = await actor.client.post("/api/v1/sessions/refresh", json=body)
    assert ended.json()["code"] == "session_ended"


async def test_one_device_is_signed_out(actor: Actor) -> None:
    path, second = PATHS[type(actor)], again(actor)
    await second.sign_in()
    [_, old] = (await second.ok("GET", path))["sessions"]
    await second.ok("DELETE", f"{path}/{old['id']}")
    await until(lambda: is_out(actor))
    assert (await second.call("DELETE", f"{path}/{old['id']}")).status_code == 404
    [own] = (await second.ok("GET", path))["sessions"]
    await second.ok("DELETE", f"{path}/{own['id']}")
    await until(lambda: is_out(second))


async def test_of_others_nobody_ends_a_session(citizen: Citizen, colleague: Colleague) -> None:
    pairs: list[tuple[Actor, Actor]] = [(citizen, colleague), (colleague, citizen)]
    for actor, other in pairs:
        [entry] = (await other.ok("GET", PATHS[type(other)]))["sessions"]
        for session_id in (entry["id"], uuid4()):
            refused = await actor.call("DELETE", f"{PATHS[type(actor)]}/{session_id}")
            assert (refused.status_code, refused.json()["code"]) == (404, "session_not_found")
        assert not await is_out(other)


async def test_sessions_that_ran_out_are_not_listed_and_then_forgotten(
    stack: Stack, citizen: Citizen
) -> None:
    with later(stack, days=30, minutes=1):
        await citizen.sign_in()
        assert len((await citizen.ok("GET", PATHS[Citizen]))["sessions"]) == 1
        await sign_out(citizen)
    with later(stack, days=30, hours=23):
        assert (await forget_old_sessions(), await Session.all().count()) == (0, 2)
    with later(stack, days=31, minutes=2):
        assert (await forget_old_sessions(), await Session.all().count()) == (2, 0)
