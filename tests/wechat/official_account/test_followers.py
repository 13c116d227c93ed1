"""Who follows, who has left, and which person of ours it is."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.ids import new_id
from tests.committed import committed
from tests.simulators import defaults
from tests.stack import Stack
from tests.waiting import until
from tests.wechat.at_wechat import Platform
from wechat import inbound
from wechat.login import exchange_code
from wechat.models import InboundMessage, WechatBinding, hash_of_openid
from wechat.official_account import followers
from wechat.official_account.followers import WechatFollower
from wechat.platform.client import MINI_PROGRAM

APP = defaults.OFFICIAL_ACCOUNT_APP_ID
INFO = "/cgi-bin/user/info"


@pytest.fixture
def wechat(stack: Stack, http: Any) -> Platform:
    """The stack's own WeChat."""
    return Platform(stack.wechat, defaults.wechat_config(), stack.clock, http)


@pytest.fixture
def user() -> str:
    return f"follower-{secrets.token_hex(4)}"


async def sign_in(stack: Stack, wechat: Platform, user: str) -> UUID:
    """Into the mini-program, which shares its owner with the account."""
    identity = await exchange_code(MINI_PROGRAM.of(stack.app), await wechat.login_code(user))
    return (await committed(WechatBinding.bind(new_id(), identity))).person_id


async def people_bound() -> Sequence[UUID]:
    return [one.person_id for one in await WechatBinding.filter(app_id=APP)]


async def has_unfollowed(app_id: str, openid: str) -> bool:
    return await WechatFollower.exists(
        app_id=app_id, openid_hash=hash_of_openid(openid), is_following=False
    )


async def test_following_and_leaving(stack: Stack, wechat: Platform, user: str) -> None:
    await wechat.post("follow", user=user)
    await stack.settle()
    follower = await WechatFollower.get()
    assert (follower.is_following, follower.due_at) == (True, None)
    with clock.standing_at(clock.now() + timedelta(seconds=5)):
        assert not await has_unfollowed(APP, follower.openid)
        await wechat.post("unfollow", user=user)
        await stack.settle()
        assert await has_unfollowed(APP, follower.openid)
    with clock.standing_at(clock.now() + timedelta(seconds=10)):
        await wechat.post("follow", user=user)
        await stack.settle()
        assert not await has_unfollowed(APP, follower.openid)


async def change(event: str, at: int) -> None:
    body = {"FromUserName": "o1", "MsgType": "event", "Event": event, "CreateTime": at}
    async with in_transaction():
        for handler in followers.HANDLERS[event]:
            await handler(inbound.push_of(APP, body))


@pytest.mark.parametrize(
    "changes", [[("subscribe", 10), ("unsubscribe", 20)], [("unsubscribe", 20), ("subscribe", 10)]]
)
async def test_the_later_change_counts_and_not_the_later_push(
    stack: Stack, changes: list[tuple[str, int]]
) -> None:
    for event, at in changes:
        await change(event, at)
    assert await has_unfollowed(APP, "o1")


async def test_a_time_from_the_future_does_not_stop_all_later_changes(stack: Stack) -> None:
    await change("unsubscribe", 9_999_999_999)
    await change("subscribe", int(clock.now().timestamp()) + 1)
    assert not await has_unfollowed(APP, "o1")


async def test_who_is_known_from_the_mini_program_is_bound(
    stack: Stack, wechat: Platform, user: str
) -> None:
    person_id = await sign_in(stack, wechat, user)
    await wechat.post("follow", user=user)
    await stack.settle()
    assert await people_bound() == [person_id]


async def test_who_signs_in_only_later_is_bound_then(
    stack: Stack, wechat: Platform, user: str
) -> None:
    await wechat.post("follow", user=user)
    await stack.settle()
    assert await people_bound() == []
    person_id = await sign_in(stack, wechat, user)
    await stack.settle()
    assert await people_bound() == [person_id]


async def test_who_unbinds_the_account_does_not_find_it_bound_again(
    stack: Stack, wechat: Platform, user: str
) -> None:
    await sign_in(stack, wechat, user)
    for act in ("follow", "unfollow", "follow"):
        await wechat.post(act, user=user)
        await stack.settle()
        await WechatBinding.filter(app_id=APP).delete()
    await stack.settle()
    assert await people_bound() == []


@pytest.mark.parametrize(("kind", "more"), [("error", {"code": -1}), ("truncated", {})])
async def test_a_fault_of_wechat_is_got_over(
    stack: Stack, wechat: Platform, user: str, kind: str, more: dict[str, int]
) -> None:
    await wechat.fail(INFO, kind, **more, times=1)
    await wechat.post("follow", user=user)
    await stack.settle()
    assert (await WechatFollower.get()).due_at is not None
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        await stack.settle()
    follower = await WechatFollower.get()
    assert (follower.due_at, follower.unionid_hash is None) == (None, False)


async def test_the_table_holds_no_openid(
    stack: Stack, wechat: Platform, user: str, client: httpx.AsyncClient
) -> None:
    await wechat.post("follow", user=user)
    await stack.settle()
    openid = (await WechatFollower.get()).openid
    (row,) = await fetch("SELECT wechat_follower::text AS told FROM wechat_follower")
    assert openid not in row["told"] and openid.encode().hex() not in row["told"]


async def test_a_sign_in_and_the_worker_at_once_find_each_other(
    stack: Stack, wechat: Platform, user: str
) -> None:
    """Red before: each looked before the other had written, and messages went another way."""
    by_name = {one.name: one for one in stack.loops}
    await wechat.post("follow", user=user)
    await by_name[InboundMessage._meta.db_table].step()
    identity = await exchange_code(MINI_PROGRAM.of(stack.app), await wechat.login_code(user))
    has_bound = asyncio.Event()

    async def work() -> None:
        await has_bound.wait()
        await by_name[followers.TABLE].step()

    async def has_looked() -> bool:
        waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return working.done() or bool(await fetch(waiting))

    working = asyncio.create_task(work())
    async with in_transaction():
        person_id = (await WechatBinding.bind(new_id(), identity)).person_id
        has_bound.set()
        await until(has_looked)
    await working
    # Without the sweep, which finds everybody some minutes later.
    await by_name[followers.TABLE].step()
    assert await people_bound() == [person_id]
