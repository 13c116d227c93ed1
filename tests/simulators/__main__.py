"""`python -m tests.simulators`: WeChat and EMS for the local stack, in one process."""

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import click
from aiohttp import web

from tests.simulators import defaults, ems, wechat
from tests.simulators.clock import Clock
from tests.simulators.ems.state import EmsState
from tests.simulators.running import running
from tests.simulators.state_file import StateFile
from tests.simulators.wechat.state import WechatState


@click.command()
@click.option("--wechat-port", type=int, required=True, help="0 takes a free port.")
@click.option("--ems-port", type=int, required=True, help="0 takes a free port.")
@click.option("--callback-url", default="", help="Origin of the product; empty: no callbacks.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    default=None,
    help="File that keeps people and parcels over a restart.",
)
def main(wechat_port: int, ems_port: int, callback_url: str, state: Path | None) -> None:
    """Serve both simulators on the loopback address until SIGTERM or SIGINT."""
    file, clock = StateFile(state), Clock()
    people, parcels = file.load("wechat", WechatState), file.load("ems", EmsState)
    apps = {
        "wechat": (
            wechat.create_app(defaults.wechat_config(callback_url), clock, people),
            wechat_port,
        ),
        "ems": (ems.create_app(defaults.ems_config(callback_url), clock, parcels), ems_port),
    }
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
