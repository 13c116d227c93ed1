"""Work that several wait for is done once, and outlives whoever began it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

Result = TypeVar("Result")


class SingleFlight:
    """Callers who want the same at the same time share one task; `close` ends what still runs.

    A caller who is cancelled (the client hung up, a limit ran out) only stops to wait: the work
    goes on for the others, and its result is there for whoever comes next.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[Any]] = {}

    async def join(self, key: str, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """What the work of this key answers or raises; `work` begins it where none is under way.

        It begins in an empty context: neither the transaction nor the request of one caller is
        everybody's.
        """
        task: asyncio.Task[Result] | None = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(work(), name=key, context=Context())
            self._under_way[key] = task
            task.add_done_callback(self._landed)
        return await asyncio.shield(task)

    def _landed(self, task: asyncio.Task[Any]) -> None:
        del self._under_way[task.get_name()]
        if not task.cancelled():
            task.exception()  # Heard here, too: it may be that nobody waits any more.

    async def close(self) -> None:
        """Cancel what is under way, and those who wait for it."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
