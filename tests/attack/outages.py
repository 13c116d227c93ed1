"""Each server stopped (not killed), then processes killed under submissions: nothing hangs, is lost
or doubled."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from mobile_api.demo.context import until
from mobile_api.demo.people import StepFailed, photograph
from tests.attack.people import Person, apply, arrive, attach
from tests.attack.report import Report
from tests.attack.world import World
from tests.mobile_api.embedded.stack_process import StackProcess

# The longest that a call may take while something stands still: deadlines of statement, connection
# and answer one after the other (docs/operations.md), and room for a busy machine.
_LONGEST_SECONDS = 40.0
_SERVERS = ("postgres", "valkey-server", "simulators")
_KILLED = ("api", "worker", "valkey-server", "postgres")
_PATIENCE_SECONDS = 120.0


async def attack(world: World) -> Report:
    report = Report("servers stopped and processes killed")
    if world.process is None:
        report.count("left out, for the stack is not ours to stop")
        return report
    person = await arrive(world.http, world.stack, "孙等候")
    await apply(world.http, person)
    for name in _SERVERS:
        await _stopped(world, world.process, report, person, name)
    await _killed(world, world.process, report)
    return report


async def _stopped(
    world: World, process: StackProcess, report: Report, person: Person, name: str
) -> None:
    with standing_still(process.children()[name]):
        calls = [_timed(world, person, path) for path in _paths(person)]
        for path, status, seconds in await asyncio.gather(*calls):
            report.count(f"{name} stopped: status {status}")
            if seconds > _LONGEST_SECONDS or status == 0:
                report.fault(f"{name} stopped: {path} had no answer after {seconds:.0f} s")
            elif status >= 500 and status != 503:
                report.fault(f"{name} stopped: {path} -> {status}, an outage told as a bug")
    await _recovered(world, person, name, report)


def _paths(person: Person) -> tuple[str, ...]:
    return (
        "/health/live",
        "/health/ready",
        "/api/v1/search?q=护照",
        "/api/v1/me",
        "/api/v1/cases",
        person.path,
        "/",
    )


async def _timed(world: World, person: Person, path: str) -> tuple[str, int, float]:
    began = time.perf_counter()
    try:
        async with world.http.get(
            world.stack["api"] + path, headers=person.screen.headers
        ) as answer:
            await answer.read()
            status = answer.status
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    return path, status, time.perf_counter() - began


async def _recovered(world: World, person: Person, name: str, report: Report) -> None:
    async def well() -> bool:
        answers = [await _timed(world, person, path) for path in _paths(person)]
        return all(status == 200 for _, status, _ in answers)

    try:
        await until(well, f"{name} 恢复")
    except StepFailed as failed:
        report.fault(f"{name} goes on, the stack does not: {failed}")


@contextmanager
def standing_still(pid: int) -> Iterator[None]:
    """That process and all below it, as on a machine that hangs."""
    pids = [pid, *_below(pid)]
    for one in pids:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in reversed(pids):
            os.kill(one, signal.SIGCONT)


def _below(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(entry.name), *_below(int(entry.name))]
    return found


async def _killed(world: World, process: StackProcess, report: Report) -> None:
    """People apply and repeat what was not answered, with one key, while processes are killed."""
    people = [await arrive(world.http, world.stack, f"李{one}") for one in "甲乙丙丁戊己庚辛"]
    walks = [asyncio.create_task(_apply_stubbornly(world, report, person)) for person in people]
    for name in _KILLED:
        await asyncio.sleep(2)
        pid = process.children().get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            report.count("kills")
    for person, walk in zip(people, walks, strict=True):
        try:
            number = await walk
        except (StepFailed, aiohttp.ClientError, TimeoutError) as failed:
            report.fault(f"{person.name} could not apply: {failed}")
            continue
        report.count("acknowledged")
        listed = (await _until_answered(report, partial(person.screen.get, "/api/v1/cases")))[
            "cases"
        ]
        numbers = [one["number"] for one in listed if one["number"]]
        if numbers != [number]:
            what = "doubled" if len(numbers) > 1 else "lost"
            report.fault(f"{person.name}: {what}, told {number} and finds {len(numbers)}")
        history = await _until_answered(
            report, partial(person.screen.get, f"{person.path}/history")
        )
        submits = [event for event in history["events"] if event["kind"] == "submit"]
        if not history["is_intact"] or len(submits) != 1:
            report.fault(f"{person.name}: {len(submits)} submissions, or a broken history")


async def _apply_stubbornly(world: World, report: Report, person: Person) -> str:
    """As a phone does it: every write is repeated with its key until somebody answers."""
    screen = person.screen
    begin = partial(screen.post, "/api/v1/cases", {"item_key": "elder-card"}, uuid4().hex)
    person.case = await _until_answered(report, begin)

    async def sent() -> None:
        # Another picture each time: what has arrived already needs no ticket.
        picture = photograph("photo", 120)
        await attach(world.http, person, "elder-photo", picture, "a.jpg")

    await _until_answered(report, sent)
    submitted = await _until_answered(
        report, partial(screen.post, f"{person.path}/submit", None, uuid4().hex)
    )
    return str(submitted["number"])


async def _until_answered(report: Report, step: Callable[[], Awaitable[Any]]) -> Any:
    """Raises what it ended with the last time; an outage told as a bug is a fault."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return await step()
        except (StepFailed, aiohttp.ClientError, TimeoutError) as failed:
            if '"status":500' in str(failed):
                report.fault(f"while processes are killed: {failed}")
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.5)
