"""EMS behind a real socket with switches of its own, and a client for it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from notifications.post.ems.account import EmsAccount
from notifications.post.ems.client import EmsClient
from tests.dates import simulators_clock
from tests.simulators import defaults
from tests.simulators.ems.app import create_app
from tests.simulators.ems.config import EmsConfig
from tests.simulators.running import running
from tests.stack import Stack

ACCOUNT = EmsAccount(defaults.EMS_SENDER_NUMBER, defaults.EMS_AUTHORIZATION, defaults.EMS_SIGN_KEY)


class Simulator:
    """The EMS simulator: its address, its switches, and what it saw."""

    def __init__(self, url: str, config: EmsConfig, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.config = config
        self.session = session

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/_simulator/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, name: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/_simulator/{name}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def fail(self, kind: str, *, api_code: str, **more: Any) -> None:
        await self.post(
            "faults",
            path="/amp-prod-api/f/amp/api/open",
            kind=kind,
            contains=f"apiCode={api_code}",
            **more,
        )

    async def play(self, waybill_number: str | None, script: str | list[str], **more: Any) -> Any:
        """Let the parcel go through a script; answers the events and how each push went."""
        return await self.post(f"parcels/{waybill_number}/play", script=script, **more)

    async def calls(self, api_code: str) -> int:
        return int((await self.get(f"requests?label={api_code}"))["count"])


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        yield session


@pytest.fixture
async def simulator(session: aiohttp.ClientSession) -> AsyncIterator[Simulator]:
    config = defaults.ems_config()
    async with running(create_app(config, simulators_clock())) as url:
        yield Simulator(url, config, session)


@pytest.fixture
def ems_client(simulator: Simulator, session: aiohttp.ClientSession) -> EmsClient:
    return EmsClient(simulator.url, ACCOUNT, session)


@pytest.fixture
def database(stack: Stack) -> None:
    """Empty tables; the application runs beside them."""


@pytest.fixture
def hook(stack: Stack) -> str:
    """The address to which EMS pushes, in the running application."""
    return f"{stack.api}/hooks/ems"
