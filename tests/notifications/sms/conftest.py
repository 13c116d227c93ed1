"""An SMS service behind a real socket with switches of its own, and our client for it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.settings.settings import Settings
from notifications.sms.client import SmsClient
from tests.dates import simulators_clock
from tests.simulators.clock import Clock
from tests.simulators.running import running
from tests.simulators.sms import create_app, defaults
from tests.simulators.sms.config import SmsConfig
from tests.stack import Stack


class Carrier:
    """The simulated service: its address, its switches, and what stands on the phones."""

    def __init__(
        self, url: str, config: SmsConfig, clock: Clock, http: aiohttp.ClientSession
    ) -> None:
        self.url, self.config, self.clock, self.http = url, config, clock, http

    async def inbox(self, phone: str) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.url}/_simulator/inbox?phone={phone}") as response:
            return list((await response.json())["messages"])

    async def post(self, name: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.url}/_simulator/{name}", json=body) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def fail(self, kind: str, **more: Any) -> None:
        await self.post("faults", path="/", kind=kind, **more)

    async def requests(self) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.url}/_simulator/requests") as response:
            return list((await response.json())["requests"])


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def carrier(http: aiohttp.ClientSession) -> AsyncIterator[Carrier]:
    config, clock = defaults.sms_config(), simulators_clock()
    async with running(create_app(config, clock)) as url:
        yield Carrier(url, config, clock, http)


@pytest.fixture
def sms_settings(stack: Stack, carrier: Carrier) -> Settings:
    return stack.settings.model_copy(update={"sms_url": carrier.url})


@pytest.fixture
async def client(sms_settings: Settings, stack: Stack) -> AsyncIterator[SmsClient]:
    redis = REDIS.of(stack.app)
    made = SmsClient.open(sms_settings, redis)
    assert made is not None
    yield made
    await made.close()
