"""Ways to sign in: added by proof, taken away by proof, and never the last one."""

import asyncio
import secrets
from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.bindings.fresh_proofs import Proven
from mobile_api.accounts.errors import LastWayIn
from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as CitizenCaller
from tests.actors import Citizen
from tests.committed import committed
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.simulators import defaults
from tests.stack import Stack
from wechat.models import WechatBinding

BINDINGS = "/api/v1/me/bindings"


async def wechat_code(user: Citizen, kind: str = "login") -> str:
    """A new code of wx.login, or of the phone button."""
    who = {"app_id": defaults.MINI_PROGRAM_APP_ID, "user": user.label}
    answer = await user.client.post(f"{user.stack.wechat}/_simulator/{kind}", json=who)
    return str(answer.json()["code"])


async def bind_phone(citizen: Citizen, card: PhoneUser, **more: bool) -> httpx.Response:
    code = await card.code("bind")
    body = {"phone": card.number, "code": code, "code_ticket": card.ticket} | more
    return await citizen.call("POST", BINDINGS + "/phone", body)


async def bind_wechat(user: PhoneUser, owner: Citizen | None = None) -> httpx.Response:
    return await user.call(
        "POST", BINDINGS + "/mini-program", {"code": await wechat_code(owner or user)}
    )


async def kinds(citizen: Citizen) -> list[str]:
    return [one["kind"] for one in (await citizen.ok("GET", BINDINGS))["bindings"]]


async def unbind(citizen: Citizen, kind: str, proof: dict[str, str]) -> httpx.Response:
    shown = (await citizen.ok("GET", BINDINGS))["bindings"]
    binding_id = next(one["id"] for one in shown if one["kind"] == kind)
    return await citizen.call("POST", f"{BINDINGS}/{binding_id}/unbind", proof)


async def test_a_bound_number_opens_the_wechat_account(citizen: Citizen, user: PhoneUser) -> None:
    assert (await bind_phone(citizen, user)).status_code == 204
    with later(user.stack, minutes=2):
        assert (await user.enter()).status_code == 201
        assert (await user.ok("GET", "/api/v1/me"))["name_masked"] == "张**"
        assert await kinds(user) == ["mini_program", "phone"]
        shown = (await user.ok("GET", BINDINGS))["bindings"]
        assert [one["name"] for one in shown] == ["微信小程序", "手机号"]


async def test_wechat_bound_to_a_phone_account_opens_it(user: PhoneUser) -> None:
    await user.enter()
    assert (await bind_wechat(user)).status_code == 204
    assert (await bind_wechat(user)).status_code == 204, "a second tap changes nothing"
    before = await kinds(user)
    await user.sign_in()
    assert await kinds(user) == before == ["phone", "mini_program"]
    assert await Person.all().count() == 1


async def test_what_is_bound_elsewhere_is_told(citizen: Citizen, user: PhoneUser) -> None:
    await user.enter()
    refused = await bind_wechat(user, citizen)
    assert (refused.status_code, refused.json()["code"]) == (409, "bound_elsewhere")
    with later(user.stack, minutes=2):
        refused = await bind_phone(citizen, user)
    assert (refused.status_code, refused.json()["code"]) == (409, "bound_elsewhere")


async def test_a_new_way_in_is_told(citizen: Citizen, user: PhoneUser) -> None:
    await bind_phone(citizen, user)
    [message] = (await citizen.ok("GET", "/api/v1/me/messages"))["entries"]
    assert message["event"] == "binding_added" and user.number[-4:] in message["text"]
    assert user.number not in message["text"]


async def test_two_people_bind_one_wechat_at_once(user: PhoneUser, other: PhoneUser) -> None:
    await user.enter()
    await other.enter()
    label = Citizen(user.stack, user.client, f"shared-{secrets.token_hex(4)}")
    answers = await asyncio.gather(bind_wechat(user, label), bind_wechat(other, label))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert await WechatBinding.all().count() == 1


async def test_a_lost_answer_is_asked_for_again(citizen: Citizen, user: PhoneUser) -> None:
    code = await user.code("bind")
    body = {"phone": user.number, "code": code, "code_ticket": user.ticket}
    answers = [await citizen.call("POST", BINDINGS + "/phone", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]


async def test_the_number_that_wechat_knows(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await citizen.client.post(
        stack.wechat + "/_simulator/person", json={"user": citizen.label, "phone": user.number}
    )
    body = {"code": await wechat_code(citizen, "phone-code")}
    path = "/api/v1/me/phone/mini-program"
    assert (await citizen.call("POST", path, body)).status_code == 204
    assert await kinds(citizen) == ["mini_program", "phone"]
    again = await citizen.call("POST", path, body)
    assert (again.status_code, again.json()["code"]) == (422, "phone_code_refused")


async def test_a_number_of_elsewhere_cannot_sign_in(stack: Stack, citizen: Citizen) -> None:
    await citizen.client.post(
        stack.wechat + "/_simulator/person", json={"user": citizen.label, "phone": "61234567"}
    )
    body = {"code": await wechat_code(citizen, "phone-code")}
    refused = await citizen.call("POST", "/api/v1/me/phone/mini-program", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "phone_not_mainland")


async def test_wechat_takes_no_number_from_another_account(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await user.enter()
    await citizen.client.post(
        stack.wechat + "/_simulator/person", json={"user": citizen.label, "phone": user.number}
    )
    body = {"code": await wechat_code(citizen, "phone-code")}
    refused = await citizen.call("POST", "/api/v1/me/phone/mini-program", body)
    assert refused.json()["code"] == "bound_elsewhere"


async def test_a_session_of_yesterday_adds_no_way_in(citizen: Citizen, user: PhoneUser) -> None:
    """Whoever has come by an old session must not be able to keep the account."""
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        code = {"code": await wechat_code(citizen)}
        answers = [
            await bind_phone(citizen, user),
            await citizen.call("POST", BINDINGS + "/mini-program", code),
            await citizen.call("POST", "/api/v1/me/phone/mini-program", code),
            await citizen.call("POST", "/api/v1/me/merges", {}),
        ]
    assert {answer.json()["code"] for answer in answers} == {"proof_needed"}


async def test_the_last_way_in_stays(user: PhoneUser) -> None:
    await user.enter()
    with later(user.stack, minutes=2):
        refused = await unbind(user, "phone", await user.proof("unbind"))
    assert (refused.status_code, refused.json()["code"]) == (409, "last_way_in")


async def test_parallel_unbinding_leaves_one_way(citizen: Citizen, user: PhoneUser) -> None:
    await bind_phone(citizen, user)
    caller = caller_of(citizen.tokens["access_token"])
    assert isinstance(caller, CitizenCaller)
    shown = (await citizen.ok("GET", BINDINGS))["bindings"]
    # Both begin in the same instant, which two calls over HTTP seldom do.
    outcomes = await asyncio.gather(
        *(
            committed(bindings.unbind(caller, UUID(one["id"]), Proven(caller.person_id)))
            for one in shown
        ),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes if outcome] == [LastWayIn]
    assert len(await kinds(citizen)) == 1


async def test_unbinding_asks_for_proof_and_ends_other_devices(
    stack: Stack, citizen: Citizen, user: PhoneUser
) -> None:
    await bind_phone(citizen, user)
    with later(stack, minutes=2):
        await user.enter()
        assert (await unbind(citizen, "phone", {})).json()["code"] == "proof_needed"
        strange = Citizen(stack, citizen.client, f"stranger-{secrets.token_hex(4)}")
        await strange.sign_in()
        proof = {"wechat_code": await wechat_code(strange)}
        assert (await unbind(citizen, "phone", proof)).json()["code"] == "proof_needed"
        proof = {"wechat_code": await wechat_code(citizen)}
        assert (await unbind(citizen, "phone", proof)).status_code == 204
        body = {"refresh_token": user.tokens["refresh_token"]}
        ended = await user.client.post("/api/v1/sessions/refresh", json=body)
        assert ended.json()["code"] == "session_ended"
        assert (await citizen.call("GET", "/api/v1/me")).status_code == 200
