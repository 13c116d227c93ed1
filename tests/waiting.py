"""Waiting for what comes by itself, as long as a busy machine needs."""

import asyncio
from collections.abc import Awaitable, Callable

# What comes at all comes within this many seconds, however busy the machine is.
PATIENCE = 60


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Look again and again until it holds. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)
