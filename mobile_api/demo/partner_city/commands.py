"""`yiwang partner sandbox`, `introduce`, and the small steps that they are made of."""

import asyncio
import json
import sys
from pathlib import Path

import click

from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.command_line import run_with
from mobile_api.shared.process.parts import SETTINGS, Parts

_PATH = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)


@click.command()
@click.option("--port", type=int, default=8090, show_default=True)
@click.option(
    "--data-dir",
    type=_PATH,
    default=Path(".yiwang-sandbox"),
    show_default=True,
    help="Folder of the sandbox city: database, cache, objects, logs.",
)
@click.option(
    "--neighbour", type=_FILE, help="Your city's introduction.json (see `yiwang partner init`)."
)
def sandbox(port: int, data_dir: Path, neighbour: Path | None) -> None:
    """Run a whole partner city on this machine, with a clerk who works on your cases."""
    from mobile_api.embedded.partner_city import sandbox as running

    sys.exit(running.sandbox(port=port, data_dir=data_dir, neighbour=neighbour))


@click.command()
@click.argument("path", type=_PATH)
@click.option("--key", default="", help="Short name of this city for its partners.")
def introduce(path: Path, key: str) -> None:
    """Write what partners need to know of this instance; makes its keys if it has none."""
    from mobile_api.guides.publishing.queries import published_catalogue
    from mobile_api.handoff.kit.introducing import introduce_ourselves

    async def work(parts: Parts) -> None:
        settings, found = SETTINGS.of(parts), await published_catalogue()
        if found is None:
            raise click.ClickException("还没有发布事项目录:请先运行 yiwang load-catalogue。")
        own = await introduce_ourselves(
            key=key or f"city-{settings.region_code}",
            name=found.catalogue.region_name,
            region=settings.region_code,
            base_url=settings.public_url,
        )
        own.write(path)

    run_with(DATABASE, work=work)


@click.command(hidden=True)
@click.argument("path", type=_FILE)
def trust(path: Path) -> None:
    """Register the city of PATH as a partner of this local one, under the sandbox agreement."""
    from mobile_api.demo.partner_city.trusting import NeighbourRefused, trust_locally
    from mobile_api.handoff.kit.introducing import Introduction

    try:
        neighbour = Introduction.read(path)
    except ValueError as error:
        raise click.ClickException(f"{path.name} 不是城市介绍文件:{error}") from None
    try:
        run_with(DATABASE, work=lambda parts: trust_locally(SETTINGS.of(parts), neighbour))
    except NeighbourRefused as error:
        raise click.ClickException(f"{path.name} 不能登记:\n{error}") from None


@click.command("make-sandbox", hidden=True)
@click.argument("folder", type=_PATH)
def make_sandbox(folder: Path) -> None:
    """Catalogue, clerks and keys of the sandbox city, in the tables of this instance."""
    from mobile_api.demo.partner_city.making import make_city

    run_with(DATABASE, work=lambda parts: make_city(SETTINGS.of(parts), folder))


@click.command(hidden=True)
@click.argument("url")
@click.option("--accounts", type=_FILE, required=True)
def clerk(url: str, accounts: Path) -> None:
    """Work on the cases of the sandbox city at URL until stopped."""
    from mobile_api.demo.partner_city.clerk import work_for_ever
    from mobile_api.demo.partner_city.making import DEPARTMENTS

    asyncio.run(work_for_ever(url, DEPARTMENTS, json.loads(accounts.read_text())))


COMMANDS = (sandbox, introduce, trust, make_sandbox, clerk)
