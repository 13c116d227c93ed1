"""`yiwang demo-market`: the demo market in the stack's database, and the keys of its owners."""

import asyncio
import json
from pathlib import Path

from mobile_api.demo.market.loading import Loaded, open_market
from mobile_api.demo.market.needs import new_identity
from mobile_api.demo.market.schemas import told_needs
from mobile_api.due_work import due_loops
from mobile_api.parts import open_worker_parts
from mobile_api.shared.settings.settings import Settings

FILE_NAME = "demo-market-keys.json"


def load(settings: Settings, data_dir: Path) -> str:
    """Bring in what is not there yet; answers a sentence. Raises NotLocal, AccountMissing."""
    keys = kept_keys(data_dir / FILE_NAME)
    done = asyncio.run(_load(settings, keys))
    return f"{done.agencies} agencies, {done.needs} needs and {done.issues} issues are new"


async def _load(settings: Settings, keys: dict[str, str]) -> Loaded:
    patient = settings.model_copy(update={"database_statement_seconds": None})
    async with open_worker_parts(patient) as parts:
        market = await open_market(due_loops(parts))
        return await market.load(keys)


def kept_keys(path: Path) -> dict[str, str]:
    """The owners' keys by the title of the need, made once: who opens bids needs them.

    Kept where only the owner of the stack reads them (mode 0600), before anything is sealed.
    """
    keys = dict(json.loads(path.read_text())) if path.exists() else {}
    missing = {told.title: new_identity() for told in told_needs() if told.title not in keys}
    if missing:
        path.touch(mode=0o600)
        path.write_text(json.dumps(keys | missing, ensure_ascii=False, indent=1))
    return keys | missing
