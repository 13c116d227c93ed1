"""Both simulators and a receiver of their callbacks, each behind a real socket."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.dates import simulators_clock
from tests.simulators import defaults, ems, wechat
from tests.simulators.clock import Clock
from tests.simulators.ems.config import EmsConfig
from tests.simulators.running import running
from tests.simulators.wechat.ground.config import WechatConfig
from tests.simulators_tests.ems.calls import Ems
from tests.simulators_tests.receiver import Receiver
from tests.simulators_tests.wechat.calls import Wechat


@pytest.fixture
def clock() -> Clock:
    return simulators_clock()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def receiver_url(receiver: Receiver) -> AsyncIterator[str]:
    async with running(receiver.app) as url:
        yield url


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def wechat_config(receiver_url: str) -> WechatConfig:
    return defaults.wechat_config(receiver_url)


@pytest.fixture
def ems_config(receiver_url: str) -> EmsConfig:
    return defaults.ems_config(receiver_url)


@pytest.fixture
async def wx(
    http: aiohttp.ClientSession, wechat_config: WechatConfig, clock: Clock
) -> AsyncIterator[Wechat]:
    async with running(wechat.create_app(wechat_config, clock)) as url:
        yield Wechat(http, url)


@pytest.fixture
async def post_office(
    http: aiohttp.ClientSession, ems_config: EmsConfig, clock: Clock
) -> AsyncIterator[Ems]:
    async with running(ems.create_app(ems_config, clock)) as url:
        yield Ems(http, url, clock)
