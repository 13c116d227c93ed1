"""The tables without the application: for rules that read and write rows and need no server."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from tortoise.cli.cli import tortoise_cli_context
from tortoise.connection import get_connection

from mobile_api.migrating import Executor
from mobile_api.shared.database import tortoise_config
from mobile_api.shared.process.parts import SETTINGS, PartMissing, Parts, bound
from tests.settings import bare_settings


@asynccontextmanager
async def tables(database_url: str) -> AsyncIterator[None]:
    """The present schema, for as long as the block runs; who writes rows there removes them."""
    config = tortoise_config(database_url, pool_size=2)
    with _settings_at_hand():
        async with tortoise_cli_context(config):
            await Executor(get_connection("default"), config["apps"]).migrate()
            yield


def _settings_at_hand() -> AbstractContextManager[None]:
    """What follows from settings, also where no application runs beside the test."""
    try:
        SETTINGS.here()
    except PartMissing:
        return bound(Parts(bare_settings()))
    return nullcontext()
