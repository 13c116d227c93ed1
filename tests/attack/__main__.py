"""`python -m tests.attack [PART ...] [--data-dir FOLDER]`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import click

from tests.attack import crowd, files, fuzz, matrix, outages, pressure
from tests.attack.report import Report
from tests.attack.world import World, stack_to_attack

PARTS: dict[str, Callable[[World], Awaitable[Report]]] = {
    "matrix": matrix.attack,
    "crowd": crowd.attack,
    "files": files.attack,
    "fuzz": fuzz.attack,
    "pressure": pressure.attack,
    "outages": outages.attack,
}


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(sorted(PARTS)))
@click.option("--data-dir", type=Path, help="Of a running stack; without, one is started.")
def main(parts: tuple[str, ...], data_dir: Path | None) -> None:
    """Attack a whole stack over HTTP and print what was counted; 1 when anything was found.

    Servers are stopped and killed only in a stack of its own.
    """
    with stack_to_attack(data_dir) as (stack, folder, process):

        async def attack() -> list[Report]:
            reports = []
            timeout = aiohttp.ClientTimeout(total=60)
            async with aiohttp.ClientSession(trust_env=False, timeout=timeout) as http:
                world = World(stack, folder, http, process)
                for name in parts or PARTS:
                    report = await PARTS[name](world)
                    reports.append(report)
                    click.echo("\n".join(report.lines()))
            return reports

        reports = asyncio.run(attack())
    sys.exit(1 if any(report.faults for report in reports) else 0)


main()
