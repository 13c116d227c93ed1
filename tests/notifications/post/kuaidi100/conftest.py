"""Kuaidi100 behind a real socket with a clock and switches of its own, and a client for it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import pytest

from mobile_api.shared import clock
from mobile_api.shared.due.working import work_off
from notifications.post.kuaidi100 import subscriptions
from notifications.post.kuaidi100.account import Kuaidi100Account
from notifications.post.kuaidi100.carrier import Kuaidi100Carrier
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.models import WatchedNumber
from notifications.post.kuaidi100.service import follow_parcel
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.states import CarrierName
from notifications.post.parcels.work import PARCELS, work_on
from tests.committed import committed
from tests.dates import simulators_clock
from tests.notifications.post.ems.sample import HALL, OWNER
from tests.simulators.clock import Clock
from tests.simulators.kuaidi100 import create_app, defaults
from tests.simulators.kuaidi100.config import Kuaidi100Config
from tests.simulators.running import running
from tests.stack import Stack

NUMBER = "SF1000000000001"
ACCOUNT = Kuaidi100Account(defaults.CUSTOMER, defaults.KEY, defaults.SALT, "http://none/hooks")


class Simulator:
    """The simulator: its address, its switches, what it saw; and the worker's steps against it."""

    def __init__(self, url: str, config: Kuaidi100Config, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.config = config
        self.session = session
        self.client = Kuaidi100Client(url, ACCOUNT, session)

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/_simulator/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, name: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/_simulator/{name}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def play(self, script: str | list[str], number: str = NUMBER, **more: Any) -> Any:
        """Let the number go through a script; answers its track and how each push went."""
        return await self.post(f"numbers/{number}/play", script=script, **more)

    async def calls(self, path: str) -> int:
        return int((await self.get(f"requests?path={path}"))["count"])

    async def subscribe(self) -> int:
        """One step of the worker over the numbers that wait."""
        return await work_off(subscriptions.NUMBERS, partial(subscriptions.subscribe, self.client))

    async def poll(self) -> int:
        """One step of the worker over due parcels."""
        carriers = {CarrierName.kuaidi100: Kuaidi100Carrier(self.client)}
        return await work_off(PARCELS, partial(work_on, carriers))


async def followed(number: str = NUMBER, *, owner: Owner = OWNER, **more: Any) -> Parcel:
    """A parcel with materials that a person posted to the hall."""
    values: dict[str, Any] = {
        "carrier_code": "shunfeng",
        "receiver": HALL,
        "contents": "申请材料",
    } | more
    return await committed(follow_parcel(owner, waybill_number=number, **values))


async def watched(number: str = NUMBER) -> WatchedNumber:
    return await WatchedNumber.get(number=number)


async def due_now() -> None:
    """Let every pause of parcels be over, and the half hour between two questions too."""
    await Parcel.filter(due_at__not_isnull=True).update(due_at=clock.now())
    await WatchedNumber.all().update(asked_at=clock.now() - timedelta(hours=1))


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        yield session


@pytest.fixture
def simulator_clock() -> Clock:
    return simulators_clock()


@pytest.fixture
async def simulator(
    session: aiohttp.ClientSession, simulator_clock: Clock
) -> AsyncIterator[Simulator]:
    config = defaults.kuaidi100_config()
    async with running(create_app(config, simulator_clock)) as url:
        yield Simulator(url, config, session)


@pytest.fixture
def hook(stack: Stack, simulator: Simulator) -> Simulator:
    """The simulator with the running application to push to."""
    simulator.config.callback_url = stack.api
    account = Kuaidi100Account(
        defaults.CUSTOMER, defaults.KEY, defaults.SALT, f"{stack.api}/hooks/kuaidi100"
    )
    simulator.client = Kuaidi100Client(simulator.url, account, simulator.session)
    return simulator
