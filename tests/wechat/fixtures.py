"""A simulated WeChat, and our side of it with real PostgreSQL and Valkey; shared by two folders."""

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from redis.asyncio import Redis

from mobile_api.accounts.sessions.tokens import issue_token
from mobile_api.shared.callers import Citizen
from mobile_api.shared.ids import new_id
from mobile_api.shared.settings.settings import Settings
from tests.committed import committed
from tests.dates import simulators_clock
from tests.simulators import defaults, wechat
from tests.simulators.running import running
from tests.stack import Stack
from tests.wechat.at_wechat import Platform
from wechat.login import exchange_code
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient, make_client, make_official_account

Bind = Callable[..., Awaitable[WechatBinding]]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def database(stack: Stack) -> None:
    """Clean tables, and the keys of this process."""


@pytest.fixture
async def platform(http: aiohttp.ClientSession) -> AsyncIterator[Platform]:
    config, clock = defaults.wechat_config(), simulators_clock()
    async with running(wechat.create_app(config, clock)) as url:
        yield Platform(url, config, clock, http)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as connected:
        await connected.flushdb()
        yield connected


@pytest.fixture
def settings(platform: Platform, postgres_url: str, redis_url: str) -> Settings:
    values: dict[str, Any] = {
        **defaults.wechat_settings(platform.url),
        "environment": "local",
        "database_url": postgres_url,
        "redis_url": redis_url,
        "secret_key": base64.b64encode(bytes(32)).decode(),
    }
    return Settings(**values)


@pytest.fixture
async def client(settings: Settings, redis: Redis) -> AsyncIterator[WechatClient]:
    made = make_client(settings, redis)
    yield made
    await made.close()


@pytest.fixture
async def official_account(settings: Settings, redis: Redis) -> AsyncIterator[WechatClient]:
    made = make_official_account(settings, redis)
    assert made is not None
    yield made
    await made.close()


@pytest.fixture
def bind(database: None, platform: Platform, client: WechatClient) -> Bind:
    """Sign a user of the platform in and bind them to a person of ours, a new one by default."""

    async def signed_in(user: str = "citizen", person_id: UUID | None = None) -> WechatBinding:
        identity = await exchange_code(client, await platform.login_code(user))
        return await committed(WechatBinding.bind(person_id or new_id(), identity))

    return signed_in


def signed_in_as(person_id: UUID) -> dict[str, str]:
    """The headers of a person's calls."""
    return {"Authorization": f"Bearer {issue_token(Citizen(person_id, new_id()))}"}
