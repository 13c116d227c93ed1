"""Tortoise's PostgreSQL client with deadlines: a database that hangs must not hang its callers.

Named as the `engine` of the connection (see `database.tortoise_config`).
"""

from socket import gaierror
from typing import Any

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.exceptions import DBConnectionError

# To wait for a free connection, and to give one back to the pool.
ACQUIRE_SECONDS = 5.0
CONNECT_SECONDS = 5.0

_OUTAGES = (
    # In asyncpg's words: a host that refuses, one that is not found, one that is silent.
    ConnectionError,
    gaierror,
    TimeoutError,
    DBConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InsufficientResourcesError,
    # What is left of a connection whose server was killed, on its way back to the pool.
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
)


def is_outage(error: BaseException) -> bool:
    """Whether it says that the database is away or overloaded, and not that the program is wrong.

    What asyncpg refuses because its connection is closed has no class of its own; values that it
    does not take are of the same class and a ValueError besides.
    """
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError)
    return isinstance(error, _OUTAGES)


class PatientPool(asyncpg.Pool):
    """A pool that does not wait for ever, unless it is told so."""

    def acquire(self, *, timeout: float | None = None) -> PoolAcquireContext:
        """A release waits as long as the acquisition did, then ends the connection."""
        return super().acquire(timeout=ACQUIRE_SECONDS if timeout is None else timeout)


async def _leave_as_it_is(_: PoolConnectionProxy) -> None:
    """Between two uses nothing is left to tidy, and asking the server to would double its calls.

    Whatever we set is set for one transaction, and a transaction left open asyncpg ends itself.
    """


class PatientClient(AsyncpgDBClient):
    """Tortoise's own, with that pool."""

    async def create_pool(self, **options: Any) -> asyncpg.Pool:
        pool = PatientPool(
            max_queries=50_000,
            max_inactive_connection_lifetime=300.0,
            connect=None,
            setup=None,
            init=None,
            reset=_leave_as_it_is,
            record_class=asyncpg.Record,
            timeout=CONNECT_SECONDS,
            **options,
        )
        return await pool


client_class = PatientClient
