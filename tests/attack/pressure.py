"""What an honest caller waits while somebody on another address floods, at the rates that nginx
lets through (docker/nginx.conf): its p99 against its own p99 in quiet, in one run."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from mobile_api.demo.people import StepFailed, photograph
from tests.attack.fuzz import BOMBS
from tests.attack.outages import standing_still
from tests.attack.people import Person, apply, arrive, attach
from tests.attack.report import Report
from tests.attack.world import World
from tests.uploads.corpus.hostile_bombs import many_dictionaries

_SECONDS, _PAUSE = 8.0, 0.02
_MOST_TIMES = 3.0
# Below this a ratio tells of the machine and not of us.
_FLOOR_SECONDS = 0.02
_ELSEWHERE = ("127.0.0.2", 0)
_FLOOD_PER_SECOND, _GUESSES_PER_SECOND = 50, 5
_HEAVY_FILES = 8


async def attack(world: World) -> Report:
    report = Report("an honest caller beside an attacker")
    honest = await arrive(world.http, world.stack, "吴诚实")
    await apply(world.http, honest)
    paths = ("/api/v1/search?q=护照", "/api/v1/guides/passport", honest.path, "/api/v1/me")
    quiet = max(await _p99(world, honest, paths), _FLOOR_SECONDS)
    report.count("p99 in quiet, ms", round(quiet * 1000))
    async with _elsewhere() as http:
        attacker = World(world.stack, world.data_dir, http, world.process)
        for name, flood in (("heavy bodies", _bodies), ("guesses", _guesses), ("files", _files)):
            task = asyncio.create_task(flood(attacker, honest))
            await asyncio.sleep(0.5)
            _judge(report, name, quiet, await _p99(world, honest, paths))
            if flood is _files:
                await _upload_beside(world, report)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    if world.process is not None:
        # What needs no database goes on at its own speed while the database stands still.
        with standing_still(world.process.children()["postgres"]):
            calls = _waiting_for_the_database(world, honest)
            _judge(report, "database stopped", quiet, await _p99(world, honest, paths[:2]))
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
    return report


def _judge(report: Report, name: str, quiet: float, found: float) -> None:
    report.count(f"p99 beside {name}, ms", round(found * 1000))
    if found > _MOST_TIMES * quiet:
        report.fault(f"beside {name} p99 is {found / quiet:.1f} times that in quiet")


async def _p99(world: World, honest: Person, paths: tuple[str, ...]) -> float:
    waits = []
    ends = time.perf_counter() + _SECONDS
    while time.perf_counter() < ends:
        for path in paths:
            began = time.perf_counter()
            async with world.http.get(
                world.stack["api"] + path, headers=honest.screen.headers
            ) as answer:
                await answer.read()
            waits.append(time.perf_counter() - began)
        await asyncio.sleep(_PAUSE)
    return sorted(waits)[len(waits) * 99 // 100]


@asynccontextmanager
async def _elsewhere() -> AsyncIterator[aiohttp.ClientSession]:
    """Calls from another address of this machine."""
    async with AsyncExitStack() as opened:
        connector = aiohttp.TCPConnector(local_addr=_ELSEWHERE)
        session = aiohttp.ClientSession(connector=connector, trust_env=False)
        yield await opened.enter_async_context(session)


async def _at_rate(per_second: int, call: Callable[[], Awaitable[None]]) -> None:
    """Begins so many a second, whatever becomes of those before, as a flood does."""
    async with asyncio.TaskGroup() as calls:
        while True:
            calls.create_task(_ended(call()))
            await asyncio.sleep(1 / per_second)


async def _ended(call: Awaitable[None]) -> None:
    try:
        await call
    except (aiohttp.ClientError, TimeoutError):
        return


async def _bodies(world: World, honest: Person) -> None:
    del honest
    bombs = [bomb for _, bomb in BOMBS]
    url, kind = world.stack["api"] + "/api/v1/phone-codes", {"Content-Type": "application/json"}
    turn = iter(range(10**9))

    async def call() -> None:
        body = bombs[next(turn) % len(bombs)]
        async with world.http.post(url, data=body, headers=kind) as answer:
            await answer.read()

    await _at_rate(_FLOOD_PER_SECOND, call)


async def _guesses(world: World, honest: Person) -> None:
    """Tails of the honest person's case, and passwords of staff."""
    api, turn = world.stack["api"], iter(range(10**9))

    async def call() -> None:
        number = next(turn)
        tail = {"number": honest.case["number"], "id_number_tail": f"{number % 10**6:06d}"}
        password = {"username": "crj-reviewer", "password": f"wrong-{number}"}
        for path, body in (("/api/v1/case-status-queries", tail), ("/staff/v1/sessions", password)):
            async with world.http.post(api + path, json=body) as answer:
                await answer.read()

    await _at_rate(_GUESSES_PER_SECOND, call)


async def _files(world: World, honest: Person) -> None:
    """Documents that take the inspection as long as it lets them."""
    del honest
    sender = await arrive(world.http, world.stack, "郑堆积")
    await sender.screen.post("/api/v1/cases", {"item_key": "passport"})
    content = many_dictionaries()
    sends = [
        attach(world.http, sender, "exit-entry-photo", content + b"%" + bytes([65 + n]), "a.pdf")
        for n in range(_HEAVY_FILES)
    ]
    await asyncio.gather(*sends, return_exceptions=True)


async def _upload_beside(world: World, report: Report) -> None:
    """How long a photograph of somebody else takes meanwhile, until it is found clean."""
    person = await arrive(world.http, world.stack, "王旁边")
    request = {"item_key": "passport"}
    person.case = await person.screen.post("/api/v1/cases", request)
    began = time.perf_counter()
    picture = photograph("photo", 90)
    try:
        await attach(world.http, person, "exit-entry-photo", picture, "a.jpg")
    except StepFailed as failed:
        report.fault(f"a photograph beside heavy files: {failed}")
    report.count("a photograph beside heavy files, ms", round((time.perf_counter() - began) * 1000))


def _waiting_for_the_database(world: World, honest: Person) -> list[asyncio.Task[None]]:
    async def call() -> None:
        async with world.http.get(
            world.stack["api"] + honest.path, headers=honest.screen.headers
        ) as answer:
            await answer.read()

    return [asyncio.create_task(_ended(call())) for _ in range(20)]
