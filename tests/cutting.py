"""Cuts work at any of its waits, as a phone that hangs up or a server that stops would."""

import asyncio
from collections.abc import Coroutine, Generator
from itertools import count
from typing import Any

from mobile_api.shared.process.parts import Application


class HungUp(Exception):
    """The caller was gone before there was an answer."""


class Cutting:
    """The running application as ASGI, whose every request is cut at its `at`-th wait; 0: none.

    `was_made`: whether the last one waited so often. It may be answered all the same, for libraries
    lose a cancellation now and then (Python 3.11's `asyncio.wait_for`, by whose side all is done).
    """

    def __init__(self, app: Application) -> None:
        self._app, self.at, self.was_made = app, 0, False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # It serves its sockets as before; Sanic only has to know where its loop comes from.
        self._app.asgi = True
        counted = Counted(self._app(scope, receive, send), self.at)
        try:
            is_over = await counted.run()
        finally:
            self._app.asgi = False
            self.was_made = counted.is_cut
        if not is_over:
            raise HungUp()


class Counted:
    """Work that is cancelled at its `at`-th wait (from 1); `is_cut`: whether it waited so often."""

    def __init__(self, work: Coroutine[Any, Any, Any], at: int) -> None:
        self._work, self._at, self.is_cut = work, at, False

    async def run(self) -> bool:
        """Whether the work came to its end. Raises what it raises."""
        task = asyncio.create_task(self._counted())
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
        return not task.cancelled()

    async def _counted(self) -> None:
        await self

    def __await__(self) -> Generator[Any, Any, None]:
        """Hands on what the work waits for."""
        thrown: BaseException | None = None
        for number in count(1):
            try:
                waited = self._work.throw(thrown) if thrown else self._work.send(None)
            except StopIteration:
                return
            if number == self._at:
                self._cut()
            try:
                yield waited
                thrown = None
            except BaseException as error:
                thrown = error

    def _cut(self) -> None:
        current = asyncio.current_task()
        assert current is not None
        self.is_cut = current.cancel()
