"""Cuts a piece of work at any of its waits, as a hung-up phone or a stopping server would."""

import asyncio
from collections.abc import Coroutine, Generator
from itertools import count
from typing import Any


async def is_cut(work: Coroutine[Any, Any, Any], at: int) -> bool:
    """Run `work` in a task of its own and cancel it at its `at`-th wait (from 1).

    False when it waits less often than that, and so came to its end. Raises what the work raises.
    """
    task = asyncio.create_task(_Counted(work, at).run())
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
    return task.cancelled()


class _Counted:
    """Hands on what the work waits for, and cancels its task at one of the waits."""

    def __init__(self, work: Coroutine[Any, Any, Any], at: int) -> None:
        self._work, self._at = work, at

    async def run(self) -> None:
        await self

    def __await__(self) -> Generator[Any, Any, None]:
        thrown: BaseException | None = None
        for number in count(1):
            try:
                waited = self._work.throw(thrown) if thrown else self._work.send(None)
            except StopIteration:
                return
            if number == self._at:
                current = asyncio.current_task()
                assert current is not None
                current.cancel()
            try:
                yield waited
                thrown = None
            except BaseException as error:
                thrown = error
