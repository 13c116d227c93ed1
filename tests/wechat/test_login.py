"""Signing in by code: once per code, and whoever WeChat blocks is told so politely."""

import asyncio
from collections.abc import Awaitable
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError

from mobile_api.shared.database import fetch
from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from tests.committed import committed
from tests.simulators import defaults
from tests.wechat.at_wechat import Platform
from tests.wechat.fixtures import Bind
from wechat.login import WechatIdentity, exchange_code
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient
from wechat.platform.errors import LoginCodeRefused, WechatAccountBlocked

LOGIN = "/sns/jscode2session"


async def test_a_code_tells_who_it_is(platform: Platform, client: WechatClient) -> None:
    identity = await exchange_code(client, await platform.login_code())
    assert identity.openid == await platform.openid()
    assert identity.app_id == defaults.MINI_PROGRAM_APP_ID
    assert identity.openid not in repr(identity)
    assert identity.session_key and identity.session_key not in repr(identity)


async def test_a_code_works_once(platform: Platform, client: WechatClient) -> None:
    code = await platform.login_code()
    await exchange_code(client, code)
    with pytest.raises(LoginCodeRefused):
        await exchange_code(client, code)


async def refused(work: Awaitable[WechatIdentity]) -> type[BaseException]:
    with pytest.raises(AppError) as raised:
        await work
    return raised.type


async def test_codes_that_are_none(platform: Platform, client: WechatClient) -> None:
    late = await platform.login_code()
    platform.clock.advance(301)
    for code in ("made-up", "", "a&secret=1", await platform.phone_code(), late):
        assert await refused(exchange_code(client, code)) is LoginCodeRefused


async def test_a_blocked_person_is_told_so(platform: Platform, client: WechatClient) -> None:
    await platform.post("person", user="citizen", blocked=True)
    code = await platform.login_code()
    assert await refused(exchange_code(client, code)) is WechatAccountBlocked


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("error", {"code": 45011}),
        ("error", {"code": 40125}),
        ("bad_gateway", {}),
        ("reset", {}),
        ("truncated", {}),
    ],
)
async def test_a_fault_of_wechat_asks_to_come_back_later(
    platform: Platform, client: WechatClient, kind: str, more: dict[str, int]
) -> None:
    await platform.fail(LOGIN, kind, **more, times=None)
    with pytest.raises(TemporarilyUnavailable) as raised:
        await exchange_code(client, await platform.login_code())
    assert raised.value.retry_after


async def test_the_database_holds_neither_openid_nor_session_key(
    platform: Platform, bind: Bind
) -> None:
    binding = await bind()
    (row,) = await fetch("SELECT wechat_binding::text AS told FROM wechat_binding")
    assert binding.session_key is not None
    for hidden in (binding.openid, binding.session_key):
        assert hidden not in row["told"]
        assert hidden.encode().hex() not in row["told"]
    assert (await WechatBinding.get(id=binding.id)).openid == await platform.openid()


async def test_signing_in_again_finds_the_person(
    platform: Platform, client: WechatClient, bind: Bind
) -> None:
    binding = await bind()
    identity = await exchange_code(client, await platform.login_code())
    assert await committed(WechatBinding.person_of(identity)) == binding.person_id
    assert (await WechatBinding.get()).last_seen_at > binding.last_seen_at
    other = await exchange_code(client, await platform.login_code("someone else"))
    assert await committed(WechatBinding.person_of(other)) is None


async def test_two_first_sign_ins_at_once_bind_one(
    database: None, platform: Platform, client: WechatClient
) -> None:
    identity = await exchange_code(client, await platform.login_code())
    results = await asyncio.gather(
        *(committed(WechatBinding.bind(uuid4(), identity)) for _ in range(10)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, IntegrityError) for result in results) == 9


async def test_a_union_id_joins_the_accounts_of_one_person(database: None) -> None:
    first = WechatIdentity("wx1", "openid-1", "union", "key-1")
    second = WechatIdentity("wx2", "openid-2", "union", "key-2")
    person_id = uuid4()
    await committed(WechatBinding.bind(person_id, first))
    found = await asyncio.gather(*(committed(WechatBinding.person_of(second)) for _ in range(10)))
    assert set(found) == {person_id}
    assert await WechatBinding.filter(person_id=person_id).count() == 2
