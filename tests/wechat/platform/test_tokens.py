"""One access token for all: fetched once, refreshed early, and not asked for without end."""

import asyncio
import logging
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from tests.simulators import defaults
from tests.wechat.at_wechat import SEND, STABLE_TOKEN, Platform
from tests.wechat.calls import CODE, code_for
from wechat.platform.client import WechatClient, make_client
from wechat.platform.errors import (
    ConfigurationFault,
    RecipientUnreachable,
    TokenRejected,
    TransientFault,
)
from wechat.subscription_messages import send


async def call(client: WechatClient) -> bytes:
    return await code_for(client, scene="a=1", page="pages/index/index")


async def test_fifty_calls_after_a_revoked_token_cost_one_fetch(
    platform: Platform, client: WechatClient
) -> None:
    await call(client)
    await platform.post("revoke-tokens")
    before = await platform.count(STABLE_TOKEN)
    pictures = await asyncio.gather(*(call(client) for _ in range(50)))
    assert all(picture.startswith(b"\xff\xd8") for picture in pictures)
    assert await platform.count(STABLE_TOKEN) == before + 1


async def test_processes_share_one_fetch(
    platform: Platform, settings: Settings, redis: Redis
) -> None:
    await platform.fail(STABLE_TOKEN, "slow", seconds=0.2, times=None)
    clients = [make_client(settings, redis) for _ in range(8)]
    await asyncio.gather(*(call(one) for one in clients for _ in range(3)))
    for one in clients:
        await one.close()
    assert await platform.count(STABLE_TOKEN) == 1


async def test_a_token_is_replaced_before_it_ends(platform: Platform, client: WechatClient) -> None:
    await call(client)
    with clock.standing_at(clock.now() + timedelta(seconds=7_200 - 200)):
        await call(client)
    assert await platform.count(STABLE_TOKEN) == 2
    assert await platform.count(CODE) == 2


async def test_a_lasting_40001_costs_three_requests(
    platform: Platform, client: WechatClient
) -> None:
    await platform.fail(CODE, "error", code=40001, times=None)
    await client.tokens.current()
    before = await platform.count(STABLE_TOKEN)
    with pytest.raises(TokenRejected):
        await call(client)
    assert await platform.count(CODE) == 2
    assert await platform.count(STABLE_TOKEN) == before + 1


async def test_a_lasting_40001_does_not_multiply_fetches(
    platform: Platform, client: WechatClient
) -> None:
    await platform.fail(CODE, "error", code=40001, times=None)
    await asyncio.gather(*(call(client) for _ in range(30)), return_exceptions=True)
    assert await platform.count(STABLE_TOKEN) <= 3


async def test_a_wrong_secret_stops_at_once(
    platform: Platform, settings: Settings, redis: Redis
) -> None:
    wrong = settings.model_copy(update={"wechat_mini_program_secret": "0" * 32})
    client = make_client(wrong, redis)
    with pytest.raises(ConfigurationFault) as raised:
        await call(client)
    await client.close()
    assert raised.value.errcode == 40125
    assert (await platform.count(STABLE_TOKEN), await platform.count(CODE)) == (1, 0)


async def test_who_waited_for_a_failed_fetch_does_not_ask_again(
    platform: Platform, client: WechatClient
) -> None:
    await platform.fail(STABLE_TOKEN, "error", code=-1, times=None)
    results = await asyncio.gather(*(call(client) for _ in range(20)), return_exceptions=True)
    assert {type(result) for result in results} == {TransientFault}
    assert await platform.count(STABLE_TOKEN) == 1


async def test_redis_may_be_gone(platform: Platform, settings: Settings) -> None:
    nowhere = Redis.from_url("redis://127.0.0.1:1/0")
    client = make_client(settings, nowhere)
    pictures = await asyncio.gather(*(call(client) for _ in range(5)))
    await client.close()
    await nowhere.aclose()
    assert len(pictures) == 5
    assert await platform.count(STABLE_TOKEN) == 1


async def test_neither_secret_nor_openid_reaches_log_or_exception(
    platform: Platform, client: WechatClient, caplog: pytest.LogCaptureFixture
) -> None:
    openid = "o" + "S" * 27
    caplog.set_level(logging.DEBUG)
    with pytest.raises(RecipientUnreachable) as raised:
        await send(
            client, openid=openid, template_id=defaults.TEMPLATE_IDS["posted"], page="", values={}
        )
    (request,) = await platform.requests(SEND)
    assert openid in request["body"]
    told = caplog.text + repr(raised.value) + str(raised.value)
    token = await client.tokens.current()
    assert not any(hidden in told for hidden in (openid, defaults.MINI_PROGRAM_SECRET, token))
