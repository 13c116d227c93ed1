"""The market of a running stack, for a process beside it that belongs to the stack's owner."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mobile_api.demo.market.loading import Market, NotLocal, open_market
from mobile_api.demo.market.people import AccountMissing
from mobile_api.due_work import due_loops
from mobile_api.parts import open_worker_parts
from mobile_api.shared.process.command_line import LOCAL_SETTINGS
from mobile_api.shared.settings.settings import load_settings


class MarketAway(RuntimeError):
    """The stack has no demo market: it was started by another version, or for other uses."""


@asynccontextmanager
async def market_beside(data_dir: Path) -> AsyncIterator[Market]:
    """With the settings that the stack on that folder lends to its owner.

    Raises MarketAway, and OSError where no stack runs there.
    """
    os.environ.update(json.loads((data_dir / LOCAL_SETTINGS.name).read_text()))
    async with open_worker_parts(load_settings()) as parts:
        try:
            market = await open_market(due_loops(parts))
        except (NotLocal, AccountMissing) as fault:
            raise MarketAway(
                f"The stack on {data_dir} has no demo market ({type(fault).__name__}): stop it and"
                " start it again with `make run`."
            ) from None
        await market.gather()
        yield market
