"""What says that the database is away is no bug of ours, and the other way round."""

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, IntegrityError

from mobile_api.shared.postgres import is_outage


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        DBConnectionError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.InterfaceError("connection is closed"),
        # Seen when PostgreSQL was killed while a connection went back to the pool.
        asyncpg.InternalClientError("cannot switch to state 11"),
    ],
)
def test_the_database_is_away(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError(),
        IntegrityError(),
        asyncpg.DataError("invalid input for query argument $1"),
        asyncpg.UndefinedTableError(),
        KeyError(),
    ],
)
def test_the_program_is_wrong(error: Exception) -> None:
    assert not is_outage(error)
