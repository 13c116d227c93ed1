"""What PostgreSQL's NOTIFY says on one channel, as a hint to look: rows tell, not the message."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.exceptions import BaseORMException

from mobile_api.shared.postgres import CONNECT_SECONDS

# A connection that broke, or a database that is away.
PASSING: tuple[type[Exception], ...] = (
    OSError,
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)


async def follow(
    database_url: str,
    channel: str,
    look: Callable[[asyncpg.Connection], Awaitable[None]],
    caught_up: Callable[[], None],
    *,
    every_seconds: float,
) -> None:
    """Look at once, after each call on `channel`, and every so often without one.

    Returns when the connection, which it hands to `look`, was closed. Raises what `look` raises,
    and `PASSING` for what befalls the connection.
    """
    called = asyncio.Event()

    def note(*_: Any) -> None:
        called.set()

    connection = await asyncpg.connect(database_url, timeout=CONNECT_SECONDS)
    try:
        connection.add_termination_listener(note)
        await connection.add_listener(channel, note)
        while not connection.is_closed():
            called.clear()
            await look(connection)
            caught_up()
            with suppress(TimeoutError):
                await asyncio.wait_for(called.wait(), every_seconds)
    finally:
        connection.terminate()
