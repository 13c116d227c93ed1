"""The whole application on real parts in this process: sockets, simulators, worker steps."""

import base64
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mobile_api.app import create_app
from mobile_api.due_work import QUEUES, due_loops
from mobile_api.embedded.home import free_port
from mobile_api.guides.publishing.loading import DEMO_CITY, load_files
from mobile_api.migrating import migrate_database
from mobile_api.shared import clock
from mobile_api.shared.calendar.seed import seed_calendar
from mobile_api.shared.database import DATABASE, fetch
from mobile_api.shared.due.loops import SWEEP_SECONDS, Loop
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import Application, Part, open_parts, parts_of
from mobile_api.shared.settings.settings import Settings
from tests.dates import simulators_clock
from tests.simulators.clock import Clock
from tests.simulators.registry import SIMULATORS, settings_of
from tests.simulators.running import running
from uploads.stores.storage import STORE

T = TypeVar("T")

# Filled once for the session; everything else is emptied after each test. Case numbers go on, for
# the carrier remembers every order number that it was ever given.
KEPT = {
    "calendar_day",
    "case_sequence",
    "market_need_sequence",
    "trading_sequence",
    "expert_sequence",
    "catalogue_version",
    "guide_version",
    "theme_version",
    "tortoise_migrations",
}

_QUEUES = {queue.kind for queue in QUEUES}
_IS_DUE = " UNION ALL ".join(
    f"SELECT '{queue.kind}' AS kind WHERE EXISTS ({queue.due_rows})" for queue in QUEUES
)


@dataclass(frozen=True)
class Stack:
    """The running application and its simulators; `api` and `simulators` hold base URLs."""

    api: str
    simulators: dict[str, str]
    clock: Clock
    settings: Settings
    app: Application
    loops: list[Loop]

    @property
    def wechat(self) -> str:
        return self.simulators["wechat"]

    @property
    def ems(self) -> str:
        return self.simulators["ems"]

    async def settle(self) -> None:
        """Do all work that is due, as the worker would, until nothing is left.

        What it does by the clock alone is left to `sweep`.
        """
        waiting: list[Loop] = []
        measuring: list[Loop] = []
        for loop in self.loops:
            if loop.every_seconds < SWEEP_SECONDS:
                (waiting if loop.name in _QUEUES else measuring).append(loop)
        handled = True
        while handled:
            # One statement for all: most queues are empty, and each to look at would be asked.
            due = {row["kind"] for row in await fetch(_IS_DUE, clock.now())}
            handled = any([await loop.step() for loop in waiting if loop.name in due])
        for loop in measuring:
            await loop.step()

    async def sweep(self, name: str) -> None:
        """What the worker does under that name each ten minutes."""
        await next(loop for loop in self.loops if loop.name == name).step()

    async def forget(self) -> None:
        """Empty every table but the catalogue and the calendar, and the cache.

        One statement, so that the order of foreign keys does not matter.
        """
        rows = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        names = [row["name"] for row in rows if row["name"] not in KEPT]
        parts = (f'd{number} AS (DELETE FROM "{name}")' for number, name in enumerate(names))
        await fetch(f"WITH {', '.join(parts)} SELECT 1")
        await REDIS.of(self.app).flushdb()

    @contextmanager
    def having(self, part: Part[T], value: T) -> Iterator[None]:
        """The application with another part in that place, for as long as the block lasts."""
        parts, usual = parts_of(self.app), part.of(self.app)
        parts.give(part, value)
        try:
            yield
        finally:
            parts.give(part, usual)


def make_settings(
    *,
    database_url: str,
    redis_url: str,
    data_dir: Path,
    api: str,
    simulators: dict[str, str],
    **more: Any,
) -> Settings:
    """Settings of a local instance that knows the simulators' accounts."""
    values: dict[str, Any] = settings_of(simulators) | {
        "environment": "local",
        "database_url": database_url,
        "redis_url": redis_url,
        "data_dir": data_dir,
        "public_url": api,
        "quiet_hours": "",
        # Its vectors come when they are made: a search would find more some seconds later.
        "search_by_meaning": False,
        "secret_key": base64.b64encode(os.urandom(32)).decode(),
    }
    return Settings(**(values | more))


async def prepare(settings: Settings) -> None:
    """Tables, calendar and the demo catalogue in an empty database."""
    async with open_parts(settings, DATABASE) as parts:
        await migrate_database(settings.database_url)
        # Tests stand on days of these years, wherever the whole run stands.
        await seed_calendar(2025, 2029)
        outcome = await load_files(DEMO_CITY)
        assert not outcome.faults, outcome.faults
        await STORE.of(parts).prepare()


@asynccontextmanager
async def served(app: Application, port: int) -> AsyncIterator[None]:
    """The application on a real loopback socket in this process."""
    server = await app.create_server(
        host="127.0.0.1", port=port, return_asyncio_server=True, access_log=False
    )
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    await server.start_serving()
    try:
        yield
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


@asynccontextmanager
async def running_stack(
    *, database_url: str, redis_url: str, data_dir: Path, **more: Any
) -> AsyncIterator[Stack]:
    """Simulators, migrated database, demo catalogue, the API, and the worker's loops at hand."""
    clock, port = simulators_clock(), free_port()
    api = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as opened:
        urls = {}
        for name, simulator in SIMULATORS.items():
            served_app = simulator.create_app(simulator.config(api), clock, simulator.state())
            urls[name] = await opened.enter_async_context(running(served_app))
        settings = make_settings(
            database_url=database_url,
            redis_url=redis_url,
            data_dir=data_dir,
            api=api,
            simulators=urls,
            **more,
        )
        await prepare(settings)
        app = create_app(settings)
        await opened.enter_async_context(served(app, port))
        yield Stack(api, urls, clock, settings, app, due_loops(parts_of(app)))
