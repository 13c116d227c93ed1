"""What ends sessions and what opens or uses one at the same time: none is left over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count

import pytest

from mobile_api.accounts import service
from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.bindings.service import Proven
from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import Person, StaffMember
from mobile_api.accounts.phones.models import PhoneBinding
from mobile_api.accounts.phones.service import person_of_number
from mobile_api.accounts.sessions.ended import ENDED_SESSIONS
from mobile_api.accounts.sessions.models import Session
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.accounts.staff import service as staff
from mobile_api.shared.callers import Anyone, StaffRole
from mobile_api.shared.callers import Citizen as CitizenCaller
from mobile_api.shared.database import fetch, in_transaction
from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.committed import committed
from tests.cutting import Counted
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone, wechat_code
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.accounts.sessions.test_devices import is_out
from tests.mobile_api.accounts.sessions.test_ended import end_session, has_heard
from tests.stack import Stack
from tests.waiting import until
from wechat.login import WechatIdentity, exchange_code
from wechat.models import WechatBinding
from wechat.platform.client import MINI_PROGRAM

Opening = Callable[[], Awaitable[Person | StaffMember]]


def caller_with(citizen: Citizen) -> CitizenCaller:
    caller = caller_of(citizen.tokens["access_token"])
    assert isinstance(caller, CitizenCaller)
    return caller


async def somebody_waits_for_a_lock() -> bool:
    return bool(await fetch("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


@asynccontextmanager
async def held(work: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """The work is done and not committed as long as the block lasts."""
    is_done, may_end = asyncio.Event(), asyncio.Event()

    async def working() -> None:
        async with in_transaction():
            await work()
            is_done.set()
            await may_end.wait()

    # A task of its own, for the block is no part of its transaction.
    task = asyncio.create_task(working())
    await asyncio.wait([task, asyncio.create_task(is_done.wait())], return_when="FIRST_COMPLETED")
    try:
        yield
    finally:
        may_end.set()
        await task


async def sign_in_around(opening: Opening, act: Awaitable[object]) -> Session:
    """The session of a sign-in that is not committed when the act begins."""

    async def sign_in() -> None:
        await service.opened(await opening(), via="phone")

    async with held(sign_in):
        acting = asyncio.ensure_future(act)
        await until(somebody_waits_for_a_lock)
    await acting
    [session] = await Session.all().order_by("-opened_at").limit(1)
    return session


async def test_a_number_that_is_taken_away_during_its_sign_in(
    stack: Stack, citizen: Citizen
) -> None:
    card = PhoneUser(stack, citizen.client)
    await bind_phone(citizen, card)
    caller, binding = caller_with(citizen), await PhoneBinding.get()
    unbinding = committed(bindings.unbind(caller, binding.id, Proven(caller.person_id)))
    opened = await sign_in_around(lambda: person_of_number(Anyone(), card.number), unbinding)
    assert opened.ended_at is not None
    assert not await is_out(citizen)


async def identity_of(citizen: Citizen) -> WechatIdentity:
    client = MINI_PROGRAM.of(citizen.stack.app)
    return await exchange_code(client, await wechat_code(citizen))


async def test_a_wechat_that_is_taken_away_during_its_sign_in(
    stack: Stack, citizen: Citizen
) -> None:
    await bind_phone(citizen, PhoneUser(stack, citizen.client))
    caller, binding = caller_with(citizen), await WechatBinding.get()
    identity = await identity_of(citizen)
    unbinding = committed(bindings.unbind(caller, binding.id, Proven(caller.person_id)))
    opened = await sign_in_around(lambda: service.person_of_wechat(identity), unbinding)
    assert opened.ended_at is not None


async def changed(username: str) -> object:
    return await staff.add_staff(
        username, "Another-1", display_name="王窗口", department_key="crj", roles=set(StaffRole)
    )


@pytest.mark.parametrize("is_dismissed", [True, False])
async def test_staff_who_are_put_out_during_their_sign_in(
    colleague: Colleague, is_dismissed: bool
) -> None:
    member = await StaffMember.get(username=colleague.username)
    act = committed(staff.dismiss(member.username, reason="离职")) if is_dismissed else None

    async def found() -> StaffMember:
        return member

    opened = await sign_in_around(found, act or changed(member.username))
    assert opened.ended_at is not None


@pytest.mark.parametrize("is_dismissed", [True, False])
async def test_a_password_that_was_right_a_moment_ago_opens_nothing(
    colleague: Colleague, is_dismissed: bool
) -> None:
    member = await StaffMember.get(username=colleague.username)
    if is_dismissed:
        await committed(staff.dismiss(member.username, reason="离职"))
    else:
        await changed(member.username)
    with pytest.raises(WrongCredentials):
        await committed(service.opened(member, via="password"))
    assert await Session.filter(ended_at=None).count() == 0


async def test_renewed_and_ended_at_once(citizen: Citizen) -> None:
    caller = caller_with(citizen)
    for _ in range(10):
        await citizen.sign_in()
        session_id = caller_with(citizen).session_id
        body = {"refresh_token": citizen.tokens["refresh_token"]}
        answer, _ = await asyncio.gather(
            citizen.client.post("/api/v1/sessions/refresh", json=body), end_session(session_id)
        )
        citizen.tokens = answer.json() if answer.is_success else citizen.tokens
        await until(lambda: is_out(citizen))
        body = {"refresh_token": citizen.tokens["refresh_token"]}
        again = await citizen.client.post("/api/v1/sessions/refresh", json=body)
        assert again.status_code == 401
    assert await Session.filter(account_id=caller.person_id, ended_at=None).count() == 1


async def test_a_write_under_way_is_undone_when_its_session_ends(
    stack: Stack, citizen: Citizen
) -> None:
    """The call has passed the guard and waits for a row when its caller is put out."""
    caller = caller_with(citizen)
    details = {"name": "李四", "id_number": "370000199103070015", "phone": "13800138001"}
    row = Person.filter(id=caller.person_id).select_for_update()
    async with held(row.get):
        writing = asyncio.create_task(citizen.call("PUT", "/api/v1/me/real-name", details))
        await until(somebody_waits_for_a_lock)
        await end_session(caller.session_id)
        await until(lambda: has_heard(ENDED_SESSIONS.of(stack.app), caller))
    refused = await writing
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert (await Person.get(id=caller.person_id)).id_number == ID_NUMBER


async def cut(work: Callable[[], Awaitable[object]], at: int) -> None:
    """As when the process is killed at its `at`-th wait."""

    async def whole() -> None:
        async with in_transaction():
            await work()

    await Counted(whole(), at).run()


async def test_unbinding_cut_anywhere_is_done_with_its_sessions_or_not_at_all(
    stack: Stack, citizen: Citizen
) -> None:
    card = PhoneUser(stack, citizen.client)
    await bind_phone(citizen, card)
    caller, binding = caller_with(citizen), await PhoneBinding.get()
    other = await committed(service.opened(await Person.get(id=caller.person_id), via="phone"))
    assert other
    for at in count(1):
        await cut(lambda: bindings.unbind(caller, binding.id, Proven(caller.person_id)), at)
        is_bound = await PhoneBinding.filter(id=binding.id).exists()
        others = Session.filter(account_id=caller.person_id).exclude(id=caller.session_id)
        assert is_bound is await others.filter(ended_at=None).exists()
        if not is_bound:
            break
    assert at > 5


async def test_dismissal_cut_anywhere_is_done_with_its_sessions_or_not_at_all(
    colleague: Colleague,
) -> None:
    for at in count(1):
        await cut(lambda: staff.dismiss(colleague.username, reason="离职"), at)
        member = await StaffMember.get()
        assert member.is_active is await Session.filter(ended_at=None).exists()
        if not member.is_active:
            break
    assert at > 5
