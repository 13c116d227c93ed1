"""What this process says to PostgreSQL: tests count reads, writes and savepoints."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mobile_api.shared.database import connection

# What the driver says by itself: when a connection goes back to the pool, and once for each
# connection when it meets a type that it does not know yet. And what the process asks every few
# seconds, whoever calls meanwhile: whether another catalogue is published.
_BY_ITSELF = (
    "pg_advisory_unlock_all()",
    "typeinfo_tree",
    "set_config('jit'",
    'FROM "catalogue_version" WHERE "state"=',
)


class Statements(list[str]):
    """In the order in which PostgreSQL answered them, from BEGIN to COMMIT."""

    def starting(self, *words: str) -> list[str]:
        """Those that begin with one of these words, capitals or not."""
        known = tuple(word.upper() for word in words)
        return [one for one in self if one.lstrip().upper().startswith(known)]

    def reading(self, table: str) -> list[str]:
        """Those that read from this table."""
        return [one for one in self if f"FROM {table} " in one.replace('"', "")]

    def updating(self, table: str) -> list[str]:
        """Those that change rows of this table."""
        return [one for one in self if one.replace('"', "").startswith(f"UPDATE {table} ")]


@asynccontextmanager
async def heard() -> AsyncIterator[Statements]:
    """The statements of every connection of this process's pool while the block runs."""
    found = Statements()

    def note(record: Any) -> None:
        if not any(words in record.query for words in _BY_ITSELF):
            found.append(record.query)

    async with _whole_pool() as pool:
        for one in pool:
            one.add_query_logger(note)
    yield found
    async with _whole_pool() as pool:
        for one in pool:
            one.remove_query_logger(note)


@asynccontextmanager
async def _whole_pool() -> AsyncIterator[list[Any]]:
    """Every connection that the pool can have, held until nobody else has one."""
    pool = connection()._pool
    held = [await pool.acquire() for _ in range(pool.get_max_size())]
    try:
        yield held
    finally:
        await asyncio.gather(*(pool.release(one) for one in held))
