"""The background process: every loop over due rows, nothing else."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress

import asyncpg
from prometheus_client import start_http_server

from mobile_api.due_work import due_loops
from mobile_api.parts import open_worker_parts
from mobile_api.shared import metrics
from mobile_api.shared.due.loops import Loop
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from mobile_api.shared.settings.settings import Settings

log = logging.getLogger(__name__)

_AFTER_FAILURE_SECONDS = 1.0
_STOP_SECONDS = 10.0


class Wakers:
    """One event per loop, set by PostgreSQL's NOTIFY."""

    def __init__(self, loops: Sequence[Loop]) -> None:
        self.is_stopping = False
        self._events = {loop: asyncio.Event() for loop in loops}

    def wake(self, word: str) -> None:
        for loop, event in self._events.items():
            if loop.wakes_on == word:
                event.set()

    def wake_all(self) -> None:
        for event in self._events.values():
            event.set()

    def stop(self) -> None:
        """Let every loop end after the step that it is in."""
        self.is_stopping = True
        self.wake_all()

    async def wait(self, loop: Loop) -> None:
        """Until it is woken, or as long as it waits by itself."""
        event = self._events[loop]
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), loop.every_seconds)
        event.clear()

    async def listen(self, database_url: str) -> None:
        """Follow NOTIFY for ever; after a lost connection, everyone looks once."""
        while True:
            try:
                await self._listen_until_cut_off(database_url)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                log.warning("lost the database's notifications; trying again")
            except Exception:
                log.exception("cannot follow the database's notifications; trying again")
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)

    async def _listen_until_cut_off(self, database_url: str) -> None:
        ended = asyncio.Event()
        connection = await asyncpg.connect(database_url)
        try:
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(WAKE_CHANNEL, lambda *heard: self.wake(heard[3]))
            self.wake_all()
            await ended.wait()
        finally:
            connection.terminate()


async def run_loop(loop: Loop, wakers: Wakers) -> None:
    """Do the step until told to stop: at once while there is work, else when woken."""
    while not wakers.is_stopping:
        try:
            found_work = await loop.step()
        except Exception:
            # A database restart must not end the loop; leases free what was held.
            log.exception("a step of %s failed", loop.name)
            metrics.loop_failures_total.labels(loop.name).inc()
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
            continue
        if not found_work:
            await wakers.wait(loop)


async def run_worker(settings: Settings) -> None:
    """Run every loop until SIGTERM or SIGINT."""
    async with open_worker_parts(settings) as parts:
        await _run_loops(settings, due_loops(parts))


async def _run_loops(settings: Settings, loops: Sequence[Loop]) -> None:
    wakers = Wakers(loops)
    tasks = [asyncio.create_task(run_loop(loop, wakers)) for loop in loops]
    listening = asyncio.create_task(wakers.listen(settings.database_url))
    if settings.worker_metrics_port:
        start_http_server(settings.worker_metrics_port)
    metrics.worker_alive.set(1)
    log.info("worker runs %d loops", len(loops))
    await _until_told_to_stop()
    wakers.stop()
    await _ended(tasks, listening)


async def _ended(tasks: Sequence[asyncio.Task[None]], listening: asyncio.Task[None]) -> None:
    # A message that is just being sent should be recorded as sent; leases take care of the rest.
    _, unfinished = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
    for task in (*unfinished, listening):
        task.cancel()
    await asyncio.gather(*tasks, listening, return_exceptions=True)


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
