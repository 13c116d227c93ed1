"""`yiwang demo-market`: the demo market in the stack's database, and the keys of its owners."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobile_api.shared.process.command_line import settings_or_exit
from mobile_api.shared.settings.settings import Settings

if TYPE_CHECKING:
    from mobile_api.demo.market.loading import Loaded

FILE_NAME = "demo-market-keys.json"


@click.command("demo-market")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".yiwang"),
    show_default=True,
    help="Folder of the local stack; the owners' keys stay there.",
)
def demo_market(data_dir: Path) -> None:
    """Bring the demo city's agencies and needs to the market; again, it changes nothing."""
    from mobile_api.demo.market.loading import NotLocal
    from mobile_api.demo.market.people import AccountMissing

    settings = settings_or_exit().model_copy(update={"database_statement_seconds": None})
    try:
        done = asyncio.run(_load(settings, _kept_keys(data_dir / FILE_NAME)))
    except NotLocal:
        sys.exit("yiwang: the demo market is for a local instance alone")
    except AccountMissing:
        sys.exit("yiwang: there are no demo accounts yet: run `yiwang demo-accounts` first")
    rows = f"{done.agencies} agencies, {done.needs} needs, {done.projects} projects"
    click.echo(f"{rows} and {done.issues} issues are new")


async def _load(settings: Settings, keys: dict[str, str]) -> "Loaded":
    from mobile_api.demo.market.loading import open_market
    from mobile_api.due_work import due_loops
    from mobile_api.parts import open_worker_parts

    async with open_worker_parts(settings) as parts:
        market = await open_market(due_loops(parts))
        return await market.load(keys)


def _kept_keys(path: Path) -> dict[str, str]:
    """The owners' keys by the title of the need, made once: who opens bids needs them.

    Kept where only the owner of the stack reads them (mode 0600), before anything is sealed.
    """
    from mobile_api.demo.market.needs import new_identity
    from mobile_api.demo.market.schemas import told_needs

    keys = dict(json.loads(path.read_text())) if path.exists() else {}
    missing = {told.title: new_identity() for told in told_needs() if told.title not in keys}
    if missing:
        path.touch(mode=0o600)
        path.write_text(json.dumps(keys | missing, ensure_ascii=False, indent=1))
    return keys | missing
