"""A task that follows the news of others as long as the process lives, whatever befalls it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class NewsFollower:
    """Runs `listen` again and again; `is_following` while that is up to date.

    `listen` says when it has caught up by calling what it is handed; from then on until it ends,
    it follows. It ends by any error; those of `passing` are a connection that broke, every other
    one is logged whole, for it is a mistake of ours.
    """

    def __init__(
        self,
        name: str,
        listen: Callable[[Callable[[], None]], Awaitable[None]],
        *,
        passing: tuple[type[Exception], ...],
        pause_seconds: float,
    ) -> None:
        self.name = name
        self.is_following = False
        self._listen = listen
        self._passing = passing
        self._pause_seconds = pause_seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Follow until `stop`."""
        self._task = asyncio.create_task(self._follow(), name=self.name)

    async def stop(self) -> None:
        """Returns when nothing of it runs any more."""
        # Again and again: redis-py 8 loses a cancellation that meets it while it connects.
        while self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=0.1)

    async def _follow(self) -> None:
        while True:
            try:
                await self._listen(self._caught_up)
            except self._passing as fault:
                log.warning("%s: %s; trying again", self.name, type(fault).__name__)
            except Exception:
                log.exception("%s: cannot go on; trying again", self.name)
            finally:
                self.is_following = False
            await asyncio.sleep(self._pause_seconds)

    def _caught_up(self) -> None:
        self.is_following = True
