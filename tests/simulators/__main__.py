"""`python -m tests.simulators`: the outside world of the local stack, in one process."""

import asyncio
import json
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import click
from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.registry import SIMULATORS
from tests.simulators.running import running
from tests.simulators.state_file import StateFile

# Seconds that the simulators' time is ahead of this machine's.
AHEAD = "SIMULATORS_AHEAD"


@click.command()
@click.argument("ports", nargs=-1, metavar="NAME=PORT ...")
@click.option("--callback-url", default="", help="Origin of the product; empty: no callbacks.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    default=None,
    help="File that keeps people and parcels over a restart.",
)
@click.option(
    "--settings", is_flag=True, help="Print what the product is to be set to, and serve nothing."
)
def main(ports: tuple[str, ...], callback_url: str, state: Path | None, settings: bool) -> None:
    """Serve simulators on the loopback address until SIGTERM or SIGINT; port 0 takes a free one.

    Without any NAME=PORT, all of them are served on free ports.
    """
    if settings:
        # Where they will listen is for the caller to fill in.
        told = {name: one.settings("{url}") for name, one in SIMULATORS.items()}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    ahead = float(os.environ.get(AHEAD, "0"))
    file, clock = StateFile(state), Clock(ahead=lambda: ahead)
    chosen = dict(pair.split("=", 1) for pair in ports) or dict.fromkeys(SIMULATORS, "0")
    apps = {}
    for name, port in chosen.items():
        simulator = SIMULATORS[name]
        memory = file.load(name, simulator.state)
        apps[name] = simulator.create_app(simulator.config(callback_url), clock, memory), int(port)
    asyncio.run(_serve(apps, file))


async def _serve(apps: dict[str, tuple[web.Application, int]], file: StateFile) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(file.kept())
        for name, (app, port) in apps.items():
            url = await stack.enter_async_context(running(app, port=port))
            click.echo(f"{name} simulator ready on {url}")
        await stopped.wait()


if __name__ == "__main__":
    main()
