"""The database: configuration, start and stop, transactions, and the two doors below the ORM."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.exceptions import TransactionManagementError
from tortoise.transactions import in_transaction as tortoise_transaction

from mobile_api.shared.crypto import KEYRING
from mobile_api.shared.process.parts import SETTINGS, Part, Parts, bound

APP = "yiwang"
MODELS = [
    "mobile_api.shared.models",
    "mobile_api.shared.due.faults",
    "mobile_api.shared.history.models",
    "wechat.models",
    "wechat.content.models",
    "wechat.official_account.answers",
    "wechat.official_account.followers",
    "wechat.platform.replays",
    "uploads.models",
    "notifications.models",
    "notifications.post.parcels.models",
    "notifications.post.kuaidi100.models",
    "mobile_api.accounts.models",
    "mobile_api.accounts.staff.second_factor.models",
    "mobile_api.accounts.proofs.models",
    "mobile_api.accounts.phones.models",
    "mobile_api.accounts.sessions.models",
    "mobile_api.personal_data.models",
    "mobile_api.addresses.models",
    "mobile_api.enterprises.models",
    "mobile_api.guides.publishing.models",
    "mobile_api.draws.models",
    "mobile_api.cases.models",
    "mobile_api.cases.post.models",
    "mobile_api.agency_supermarket.agencies.models",
    "mobile_api.agency_supermarket.agencies.offices.models",
    "mobile_api.agency_supermarket.agencies.practitioners.models",
    "mobile_api.agency_supermarket.needs.models",
    "mobile_api.agency_supermarket.credit.models",
    "mobile_api.agency_supermarket.needs.files.models",
    "mobile_api.agency_supermarket.affiliations.models",
    "mobile_api.agency_supermarket.bids.models",
    "mobile_api.agency_supermarket.changes.models",
    "mobile_api.agency_supermarket.openings.models",
    "mobile_api.agency_supermarket.disputes.models",
    "mobile_api.agency_supermarket.experts.models",
    "mobile_api.agency_supermarket.experts.panels.models",
    "mobile_api.agency_supermarket.trading.models",
    "mobile_api.agency_supermarket.trading.complaints.models",
    "mobile_api.agency_supermarket.contracts.models",
    "mobile_api.agency_supermarket.ratings.models",
    "mobile_api.agency_supermarket.agencies.records.models",
    "mobile_api.agency_supermarket.figures.models",
    "mobile_api.handoff.partners.models",
    "mobile_api.handoff.models",
    "mobile_api.handoff.custody.models",
]


def tortoise_config(
    database_url: str, pool_size: int = 10, statement_seconds: float | None = None
) -> dict[str, Any]:
    """Tortoise configuration of all rooms; one app, one line of migrations.

    A statement may take any time unless `statement_seconds` says how much.
    """
    connection = expand_db_url(database_url) | {"engine": "mobile_api.shared.postgres"}
    connection["credentials"] |= {
        "minsize": 1,
        "maxsize": pool_size,
        "command_timeout": statement_seconds,
    }
    return {
        "connections": {"default": connection},
        "apps": {
            APP: {
                "models": MODELS,
                "migrations": "mobile_api.migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
    }


def __getattr__(name: str) -> Any:
    """`TORTOISE_ORM` for the `tortoise` command, read from the environment when asked for."""
    if name == "TORTOISE_ORM":
        return tortoise_config(os.environ.get("YIWANG_DATABASE_URL", "postgres://localhost/yiwang"))
    raise AttributeError(name)


@asynccontextmanager
async def _opened(parts: Parts) -> AsyncIterator[None]:
    """Bind the models to a pool; handlers of every task of this process may use it."""
    settings = SETTINGS.of(parts)
    config = tortoise_config(
        settings.database_url, settings.database_pool_size, settings.database_statement_seconds
    )
    with bound(parts):
        await Tortoise.init(config=config, _enable_global_fallback=True)
        try:
            yield
        finally:
            await Tortoise.close_connections()


DATABASE = Part("database", _opened, needs=[KEYRING])


# For the last words of a transaction; then its connection is ended, and the server undoes it.
_LEAVING_SECONDS = 10.0


class TransactionMisplaced(RuntimeError):
    """A mistake of the program: a transaction is missing where one is needed, or open where not."""


class _Transaction:
    """Whether it still runs: a task that was started in it and outlives it may not take part."""

    is_running = True


_own: ContextVar[_Transaction | None] = ContextVar("transaction", default=None)


def _is_inside() -> bool:
    transaction = _own.get()
    return transaction is not None and transaction.is_running


def transaction_needed() -> None:
    """Raises TransactionMisplaced when no transaction is open.

    Asked by what writes rows that belong together, and by what locks one: services open none.
    """
    if not _is_inside():
        raise TransactionMisplaced("this must be called in a transaction")


def outside_transaction() -> None:
    """Raises TransactionMisplaced in a transaction: somebody else is not waited for in one.

    Asked before every call to a provider, which would hold a connection of the pool and the locks
    of the rows for as long as the provider pleases.
    """
    if _is_inside():
        raise TransactionMisplaced("this must not be called in a transaction")


@asynccontextmanager
async def in_transaction() -> AsyncIterator[None]:
    """Open the transaction of a request, or of a step of due work; there is one, and it is flat.

    Committed at the end of the block, rolled back by whatever leaves it early, be it that the
    client hung up. Raises TransactionMisplaced inside another one.
    """
    outside_transaction()
    block, transaction = tortoise_transaction(), _Transaction()
    async with AsyncExitStack() as ending:
        try:
            await block.__aenter__()
        except BaseException:
            # Cancelled while BEGIN was under way: Tortoise would keep the connection for ever.
            if hasattr(block, "token"):
                await block.__aexit__(TransactionManagementError, None, None)
            raise
        ending.push_async_exit(partial(_leave, block))
        _own.set(transaction)
        try:
            yield
        finally:
            transaction.is_running = False


async def _leave(block: AbstractAsyncContextManager[Any], *ended: Any) -> None:
    """Commit or roll back. Raises TimeoutError where the database is silent.

    asyncpg's own deadline begins only when the statement before is over, be it cancelled.
    """
    async with asyncio.timeout(_LEAVING_SECONDS):
        await block.__aexit__(*ended)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Around an insert that may clash, or a part that may fail where the rest holds all the same.

    PostgreSQL goes on only from before what it refused. Raises TransactionMisplaced outside of a
    transaction.
    """
    transaction_needed()
    async with tortoise_transaction():
        yield


async def one_at_a_time(*names: str) -> None:
    """Until the transaction ends, nobody else passes here under the same name; several are waited
    for one after the other, in the order given.

    For what holds only as long as nobody adds a row: a count, or that something is not there yet.
    """
    transaction_needed()
    turns = [f"pg_advisory_xact_lock(hashtextextended(${n}, 0))" for n in range(1, len(names) + 1)]
    await fetch(f"SELECT {', '.join(turns)}", *names)


def connection() -> BaseDBAsyncClient:
    """The connection that the running transaction is bound to, else the pool."""
    return get_connection("default")


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of one statement as dicts, inside the running transaction if there is one.

    For what the ORM cannot say: claims, upserts with RETURNING, hot single-row reads.
    """
    return await connection().execute_query_dict(sql, list(values))
