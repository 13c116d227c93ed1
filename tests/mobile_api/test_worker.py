"""The worker's loops: woken by their own word, alive whatever happens, each row counted once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import REGISTRY

from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.loops import Loop, loop_over
from mobile_api.shared.due.wakes import wake
from mobile_api.worker import Wakers, run_loop
from tests.mobile_api.shared.due.rows import counted, due_rows, table
from tests.stack import Stack
from wechat.content.models import ContentCheck

FOR_EVER = 3600.0


class Steps:
    """Counts the steps of a loop; `at` waits until there were that many."""

    def __init__(self, name: str, wakes_on: str | None = None, *, failing: int = 0) -> None:
        self.count = 0
        self._failing = failing
        self._news = asyncio.Condition()
        self.loop = Loop(name, self._step, wakes_on, every_seconds=FOR_EVER)

    async def _step(self) -> int:
        async with self._news:
            self.count += 1
            self._news.notify_all()
        if self.count <= self._failing:
            raise LookupError
        return 0

    async def at(self, count: int) -> None:
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: self.count >= count)


@asynccontextmanager
async def running(*loops: Loop) -> AsyncIterator[Wakers]:
    wakers = Wakers(loops)
    async with asyncio.TaskGroup() as tasks:
        for loop in loops:
            tasks.create_task(run_loop(loop, wakers))
        yield wakers
        wakers.stop()


async def test_a_loop_is_woken_by_its_own_word_alone() -> None:
    parcels, sweep = Steps("parcels", "parcel"), Steps("sweep")
    async with running(parcels.loop, sweep.loop) as wakers:
        await asyncio.gather(parcels.at(1), sweep.at(1))
        wakers.wake("nobody's")
        wakers.wake("parcel")
        await parcels.at(2)
    assert (parcels.count, sweep.count) == (2, 1)


async def test_a_step_that_fails_does_not_end_its_loop() -> None:
    broken = Steps("broken", failing=1)
    async with running(broken.loop):
        await broken.at(2)
    failures = REGISTRY.get_sample_value("yiwang_loop_failures_total", {"loop": "broken"})
    assert failures == 1


async def test_rows_are_worked_off_when_their_transaction_commits_and_counted_once(
    stack: Stack,
) -> None:
    """Red before: a batch was counted as `handled` beside the outcomes of its rows."""
    left, before = asyncio.Queue[None](), counted()

    async def settle(held: Held[ContentCheck]) -> str:
        await held.record(due_at=None)
        left.put_nowait(None)
        return "passed"

    looking = loop_over(table(), settle)
    assert (looking.name, looking.wakes_on) == ("content_check", "content_check")
    async with running(looking) as wakers:
        listening = asyncio.create_task(wakers.listen(stack.settings.database_url))
        async with in_transaction():
            await due_rows(6)
            await wake("content_check")
        for _ in range(6):
            await asyncio.wait_for(left.get(), 20)
        listening.cancel()
    assert sum(counted().values()) - sum(before.values()) == 6
