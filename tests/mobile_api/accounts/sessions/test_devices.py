"""The devices that are signed in, and signing all others out."""

from mobile_api.accounts.sessions.service import sessions_of
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.shared.callers import Citizen as CitizenCaller
from mobile_api.shared.process.cache import REDIS
from tests.actors import Citizen
from tests.mobile_api.accounts.later import later
from tests.stack import Stack


async def test_all_devices_are_listed_and_the_others_end(stack: Stack, citizen: Citizen) -> None:
    second = Citizen(stack, citizen.client, citizen.label)
    await second.sign_in()
    shown = (await second.ok("GET", "/api/v1/me/sessions"))["sessions"]
    assert [(one["via"], one["is_current"]) for one in shown] == [
        ("mini_program", True),
        ("mini_program", False),
    ]
    await second.ok("POST", "/api/v1/me/sessions/end-others")
    assert len((await second.ok("GET", "/api/v1/me/sessions"))["sessions"]) == 1
    body = {"refresh_token": citizen.tokens["refresh_token"]}
    ended = await citizen.client.post("/api/v1/sessions/refresh", json=body)
    assert ended.json()["code"] == "session_ended"


async def test_the_list_forgets_sessions_that_have_run_out(stack: Stack, citizen: Citizen) -> None:
    redis = REDIS.of(stack.app)
    caller = caller_of(citizen.tokens["access_token"])
    assert isinstance(caller, CitizenCaller)
    with later(stack, days=31):
        await citizen.sign_in()
        listed = await redis.zcard(f"sessions-of:citizen:{caller.person_id}")
        assert listed == 1
        assert len(await sessions_of(redis, "citizen", caller.person_id)) == 1
