"""Tokens and tickets of several apps in several processes: fetched once for each app."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process

import aiohttp
import pytest
from redis.asyncio import Redis

from mobile_api.shared.settings.settings import Settings
from tests.simulators import defaults
from tests.wechat.at_wechat import STABLE_TOKEN, Platform
from tests.wechat.calls import QUOTA, quota_of
from tests.wechat.platform.calling_process import AT_ONCE
from wechat.platform.client import WechatClient
from wechat.platform.errors import TransientFault

TICKET = "/cgi-bin/ticket/getticket"


async def started(settings: Settings) -> Process:
    command = (sys.executable, "-m", "tests.wechat.platform.calling_process")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin and process.stdout
    fields = {"environment", "database_url", "redis_url", "secret_key"}
    told = settings.model_dump(mode="json", include=fields) | defaults.wechat_settings(
        settings.wechat_api_url
    )
    process.stdin.write(json.dumps(told).encode() + b"\n")
    assert await process.stdout.readline() == b"ready\n"
    return process


async def test_two_processes_replace_a_revoked_token_once_for_each_app(
    platform: Platform, settings: Settings, redis: Redis
) -> None:
    processes = await asyncio.gather(started(settings), started(settings))
    assert await platform.count(STABLE_TOKEN) == 2
    await platform.post("revoke-tokens")
    answers = await asyncio.gather(*(one.communicate(b"go\n") for one in processes))
    assert [out for out, _ in answers] == [b"%d\n" % (2 * AT_ONCE)] * 2
    fetches = await platform.requests(STABLE_TOKEN)
    apps = [json.loads(one["body"])["appid"] for one in fetches[2:]]
    assert sorted(apps) == [defaults.MINI_PROGRAM_APP_ID, defaults.OFFICIAL_ACCOUNT_APP_ID]


async def test_a_revoked_token_of_one_app_leaves_the_other_alone(
    platform: Platform, client: WechatClient, official_account: WechatClient
) -> None:
    both = (client, official_account)
    await asyncio.gather(*(quota_of(one, QUOTA) for one in both))
    await platform.post("revoke-tokens", app_id=official_account.app_id)
    await asyncio.gather(*(quota_of(one, QUOTA) for one in both for _ in range(50)))
    assert await platform.count(STABLE_TOKEN) == 3


async def test_the_repeated_call_carries_the_same_body(
    platform: Platform, client: WechatClient
) -> None:
    await platform.fail(QUOTA, "error", code=42001)
    await quota_of(client, "/cgi-bin/stable_token")
    first, second = await platform.requests(QUOTA)
    assert first["body"] == second["body"] != ""


async def test_a_lasting_40001_of_the_official_account_costs_three_requests(
    platform: Platform, official_account: WechatClient
) -> None:
    await official_account.tokens.current()
    await platform.fail(TICKET, "error", code=40001, times=None)
    with pytest.raises(TransientFault, match="token_rejected errcode=40001"):
        await official_account.tickets.current()
    assert (await platform.count(TICKET), await platform.count(STABLE_TOKEN)) == (2, 2)


async def test_tickets_outlive_a_process_and_are_replaced_in_time(
    platform: Platform, settings: Settings, redis: Redis, official_account: WechatClient
) -> None:
    first = await official_account.tickets.current()
    async with aiohttp.ClientSession() as http:
        again = WechatClient(
            http,
            redis,
            app_id=settings.wechat_official_account_app_id,
            secret=settings.wechat_official_account_secret,
            api_url=settings.wechat_api_url,
        )
        assert await again.tickets.current() == first
    platform.clock.advance(7_201)
    assert await official_account.tickets.current(rejected=first) != first


async def test_a_token_that_does_not_come_is_not_waited_for_without_end(
    platform: Platform, settings: Settings, redis: Redis
) -> None:
    await platform.fail(STABLE_TOKEN, "slow", seconds=1.0)
    timeout = aiohttp.ClientTimeout(total=0.1)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        hurried = WechatClient(
            http,
            redis,
            app_id=settings.wechat_mini_program_app_id,
            secret=settings.wechat_mini_program_secret,
            api_url=settings.wechat_api_url,
        )
        with pytest.raises(TransientFault):
            await quota_of(hurried, QUOTA)
