"""How many people one worker tells in a second, how soon, and in how much memory.

WeChat is a stub that takes 50 ms for a message (see `wechat_stub`); everything else is real, on the
same cores: PostgreSQL, Valkey, the worker as a process, and this process, which causes the events
through `notify`, one transaction for each.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import click
import uvloop

from benchmarks import telling
from benchmarks.application import Server
from benchmarks.figures import Figure, at_least, at_most, observed, percentile, report
from benchmarks.telling import City, city, people, resident_megabytes, tell
from mobile_api.shared.database import fetch

BENCH = "notifications"
LATENCY_SECONDS = 0.05
PEOPLE = 10_000
STEADY_PER_SECOND, STEADY_SECONDS = 1_020, 60
BACKLOG = 40_000
TARGET_PER_SECOND, TARGET_SHARE, WITHIN_SECONDS = 1_000.0, 0.95, 10.0
# Python's allocator and the connections' buffers fill up at first; after that it must stay.
TARGET_GROWTH = 1.15
_TELLERS = 6


def run() -> list[Figure]:
    """A backlog, then a steady stream, through the same worker; about three minutes."""
    with city(latency=LATENCY_SECONDS) as here:
        return uvloop.run(_run(here))


async def _run(here: City) -> list[Figure]:
    async with here.opened():
        return await _measured(here)


async def _measured(here: City) -> list[Figure]:
    person_ids = await people(PEOPLE, telling.MINI_PROGRAM)
    click.echo(f"{BENCH}: writing a backlog of {BACKLOG:,}", err=True)
    written = await _write_backlog(person_ids)
    worker, samples = here.worker(), list[Sample]()
    sampling = asyncio.create_task(_sample(here, worker.pid, samples))
    try:
        click.echo(f"{BENCH}: telling it", err=True)
        backlog = await _backlog_figures()
        click.echo(f"{BENCH}: {STEADY_PER_SECOND:,} events a second", err=True)
        steady = await _steady_figures(person_ids)
        used = Server(0, worker.pid).processor_seconds()
    finally:
        sampling.cancel()
        worker.terminate()
        worker.wait()
    return [written, *backlog, *steady, *_worker_figures(samples, used)]


async def _write_backlog(person_ids: Sequence[UUID]) -> Figure:
    """Hundreds of events in one transaction; how fast that goes is worth knowing too."""
    numbers, started = iter(range(0, BACKLOG, 100)), time.perf_counter()

    async def write() -> None:
        for first in numbers:
            await tell(_some(person_ids, first, 100), first)

    await asyncio.gather(*(write() for _ in range(_TELLERS)))
    per_second = BACKLOG / (time.perf_counter() - started)
    return observed(BENCH, "events written, 100 in a transaction", per_second, "events/s")


def _some(person_ids: Sequence[UUID], first: int, number: int) -> list[UUID]:
    return [person_ids[turn % len(person_ids)] for turn in range(first, first + number)]


_BACKLOG = """
SELECT count(*), extract(epoch FROM max(sent_at) - min(sent_at))::float AS seconds
FROM delivery WHERE channel = 'mini_program' AND state = 'sent'
"""


async def _backlog_figures() -> list[Figure]:
    await _until_told(BACKLOG)
    (told,) = await fetch(_BACKLOG)
    rate = told["count"] / told["seconds"]
    return [
        observed(BENCH, "backlog", told["count"], "deliveries"),
        at_least(BENCH, "backlog told", rate, "deliveries/s", TARGET_PER_SECOND),
    ]


async def _until_told(number: int) -> None:
    """Raises TimeoutError when it takes unreasonably long."""
    async with asyncio.timeout(telling.PATIENCE_SECONDS):
        while True:
            (left,) = await fetch("SELECT count(*) FROM delivery WHERE due_at IS NOT NULL")
            (told,) = await fetch("SELECT count(*) FROM delivery WHERE channel = 'mini_program'")
            if told["count"] >= number and not left["count"]:
                return
            await asyncio.sleep(1)


_STEADY = """
SELECT extract(epoch FROM sent_at - created_at)::float AS waited, state,
    extract(epoch FROM created_at)::float AS caused, extract(epoch FROM sent_at)::float AS told
FROM delivery WHERE channel = 'mini_program' AND created_at >= $1
"""


async def _steady_figures(person_ids: Sequence[UUID]) -> list[Figure]:
    (now,) = await fetch("SELECT clock_timestamp() AS at")
    number = STEADY_PER_SECOND * STEADY_SECONDS
    await _cause(person_ids, number)
    await _until_told(BACKLOG + number)
    rows = await fetch(_STEADY, now["at"])
    waits = [row["waited"] for row in rows if row["state"] == "sent"]
    soon = sum(wait <= WITHIN_SECONDS for wait in waits) / len(rows)
    caused = len(rows) / _span([row["caused"] for row in rows])
    told = len(waits) / _span([row["told"] for row in rows])
    return [
        observed(BENCH, "steady events", len(rows), "events"),
        observed(BENCH, "steady events caused", caused, "events/s"),
        at_least(BENCH, "steady told", told, "deliveries/s", TARGET_PER_SECOND),
        at_least(BENCH, f"told within {WITHIN_SECONDS:g} s", soon, "share", TARGET_SHARE),
        observed(BENCH, "event to message p50", percentile(waits, 0.5), "s"),
        observed(BENCH, "event to message p95", percentile(waits, 0.95), "s"),
        observed(BENCH, "event to message p99", percentile(waits, 0.99), "s"),
    ]


def _span(instants: Sequence[float]) -> float:
    return max(instants) - min(instants)


async def _cause(person_ids: Sequence[UUID], number: int) -> None:
    """`number` events at a steady pace, each in a transaction of its own as an officer's click is.

    An event that is late because the machine is busy is made up for, so that the rate holds.
    """
    numbers, started = iter(range(BACKLOG, BACKLOG + number)), time.perf_counter()

    async def officer() -> None:
        for turn in numbers:
            wait = started + (turn - BACKLOG) / STEADY_PER_SECOND - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            await tell(_some(person_ids, turn, 1), turn)

    await asyncio.gather(*(officer() for _ in range(_TELLERS)))


class Sample(NamedTuple):
    """Memory of the worker when so many messages had been taken by WeChat."""

    told: int
    megabytes: float


async def _sample(here: City, pid: int, samples: list[Sample]) -> None:
    while True:
        counts = await asyncio.to_thread(here.counts)
        samples.append(Sample(counts["messages"], resident_megabytes(pid)))
        await asyncio.sleep(2)


def _worker_figures(samples: Sequence[Sample], used: float) -> list[Figure]:
    """Its memory from when a fifth was told until the end; `used`: processor seconds in all.

    The latter is what the code costs and hardly moves when other programs want the machine.
    """
    last = samples[-1].told
    settled = [sample.megabytes for sample in samples if sample.told >= last / 5]
    cost = used / (BACKLOG + STEADY_PER_SECOND * STEADY_SECONDS) * 1e6
    return [
        observed(BENCH, "worker's processor time for one delivery", cost, "us"),
        observed(BENCH, "worker's memory after a fifth", settled[0], "MB"),
        observed(BENCH, f"worker's memory after {last:,}", settled[-1], "MB"),
        at_most(BENCH, "growth in between", settled[-1] / settled[0], "times", TARGET_GROWTH),
    ]


if __name__ == "__main__":
    click.echo(report(run()))
