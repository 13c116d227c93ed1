"""What the whole application costs over a bare Sanic handler that returns the same bytes."""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.application import Application, Server, application, bare, fetched
from benchmarks.figures import Figure, at_least, at_most, observed, report
from mobile_api.guides.publishing.loading import DEMO_CITY, read_catalogue
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.parts import open_parts
from mobile_api.shared.settings.settings import Settings

BENCH = "guides"
ROUNDS = 7
SECONDS = 1.5
CONNECTIONS = 32
PUBLICATIONS = 5
TARGET_SHARE = 0.9
TARGET_SECONDS = 1.0
GUIDE, LIST = "/api/v1/guides/passport", "/api/v1/guides?audience=natural_person"


class Rates(NamedTuple):
    """Answers per second, and per second of the server's processor time.

    The second one is what the code costs and hardly moves when other programs want the machine.
    """

    per_second: float
    per_processor_second: float


@dataclass(frozen=True)
class Reading:
    """One kind of request to one server."""

    name: str
    server: Server
    request: str

    def measured(self) -> Rates:
        """What a load generator in a process of its own gets out of the server."""
        asked = {
            "port": self.server.port,
            "request": self.request,
            "connections": CONNECTIONS,
            "seconds": SECONDS,
        }
        command = [sys.executable, "-m", "benchmarks.http_load", json.dumps(asked)]
        before = self.server.processor_seconds()
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        told = json.loads(done.stdout)
        used = self.server.processor_seconds() - before
        return Rates(told["per_second"], told["answers"] / used if used else 0.0)


def request(path: str, etag: str | None = None) -> str:
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n"


def run() -> list[Figure]:
    """Start the application and two bare servers, measure them turn by turn; under two minutes."""
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        ours = parts.enter_context(application(folder))
        guide, etag = fetched(ours.port, GUIDE)
        listed, _ = fetched(ours.port, LIST)
        bare_guide = parts.enter_context(bare(folder / "guide.json", guide))
        bare_list = parts.enter_context(bare(folder / "list.json", listed))
        readings = [
            Reading("bare handler, guide bytes", bare_guide, request("/")),
            Reading("guide", ours, request(GUIDE)),
            Reading("bare handler, list bytes", bare_list, request("/")),
            Reading("list", ours, request(LIST)),
            Reading("guide, 304", ours, request(GUIDE, etag)),
        ]
        return [*figures(measured(readings)), publication(ours)]


def measured(readings: list[Reading]) -> dict[str, list[Rates]]:
    """The rates of each reading in each round."""
    found: dict[str, list[Rates]] = {reading.name: [] for reading in readings}
    for turn in range(1, ROUNDS + 1):
        click.echo(f"guides: round {turn} of {ROUNDS}", err=True)
        # Turning the order round evens out what a round's first and last reading meet.
        for reading in readings if turn % 2 else reversed(readings):
            found[reading.name].append(reading.measured())
    return found


def figures(found: dict[str, list[Rates]]) -> list[Figure]:
    """Medians, and the median of the ratios of each round."""
    rates = [
        observed(BENCH, name, round(statistics.median(one.per_second for one in values)), "req/s")
        for name, values in found.items()
    ]
    shares = []
    for name in ("guide", "list"):
        base = f"bare handler, {name} bytes"
        pairs = list(zip(found[name], found[base], strict=True))
        share = statistics.median(mine.per_second / its.per_second for mine, its in pairs)
        shares.append(at_least(BENCH, f"{name} / {base}", share, "share", TARGET_SHARE))
        if all(its.per_processor_second for _, its in pairs):
            cost = statistics.median(
                mine.per_processor_second / its.per_processor_second for mine, its in pairs
            )
            shares.append(observed(BENCH, f"{name} / bare, by processor time", cost, "share"))
    return rates + shares


def publication(ours: Application) -> Figure:
    """Seconds from a commit until the API answers with the new version; the slowest of some."""
    waits = []
    with ThreadPoolExecutor(1) as watcher:
        for turn in range(PUBLICATIONS):
            _, before = fetched(ours.port, GUIDE)
            seen = watcher.submit(changed_at, ours.port, before)
            committed = asyncio.run(publish(ours.settings, f"第{turn}版"))
            waits.append(max(0.0, seen.result() - committed))
    return at_most(BENCH, "new version in memory", max(waits), "s", TARGET_SECONDS)


async def publish(settings: Settings, mark: str) -> float:
    """Publish the demo city under another name; the clock right after the commit."""
    async with open_parts(settings, DATABASE):
        catalogue = read_catalogue(DEMO_CITY)
        await load_catalogue({**catalogue, "region_name": catalogue["region_name"] + mark})
        return time.perf_counter()


def changed_at(port: int, before: str) -> float:
    """The clock when the guide's ETag is another one. Raises TimeoutError after half a minute."""
    deadline = time.perf_counter() + 30
    while fetched(port, GUIDE)[1] == before:
        if time.perf_counter() > deadline:
            raise TimeoutError("no new version was seen")
        time.sleep(0.005)
    return time.perf_counter()


if __name__ == "__main__":
    click.echo(report(run()))
