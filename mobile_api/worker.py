"""The background process: every loop over due rows, nothing else."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress

import asyncpg
from prometheus_client import start_http_server
from redis.asyncio import Redis

from mobile_api.due_work import Loop, Providers, due_loops
from mobile_api.shared import metrics
from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import close_database, open_database
from mobile_api.shared.due.claims import WAKE_CHANNEL
from mobile_api.shared.settings.settings import Settings
from notifications.policy import ChannelPolicy, use_channels

log = logging.getLogger(__name__)

_AFTER_FAILURE_SECONDS = 1.0
_STOP_SECONDS = 10.0


class Wakers:
    """One event per table, set by PostgreSQL's NOTIFY."""

    def __init__(self, tables: set[str]) -> None:
        self.is_stopping = False
        self._events = {table: asyncio.Event() for table in tables}

    def wake(self, table: str) -> None:
        event = self._events.get(table)
        if event is not None:
            event.set()

    def wake_all(self) -> None:
        for event in self._events.values():
            event.set()

    def stop(self) -> None:
        """Let every loop end after the step that it is in."""
        self.is_stopping = True
        self.wake_all()

    async def wait(self, table: str, seconds: float) -> None:
        """Until woken, or for `seconds`."""
        event = self._events[table]
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        event.clear()

    async def listen(self, database_url: str) -> None:
        """Follow NOTIFY for ever; after a lost connection, everyone looks once."""
        while True:
            try:
                await self._listen_until_cut_off(database_url)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                log.warning("lost the database's notifications; trying again")
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
            handled = await loop.step()
        except Exception:
            # A broken row or a database restart must not end the loop; leases free what was held.
            log.exception("a step over %s failed", loop.table)
            metrics.due_work_total.labels(loop.table, "step_failed").inc()
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
            continue
        if handled:
            metrics.due_work_total.labels(loop.table, "handled").inc(handled)
        else:
            await wakers.wait(loop.table, loop.idle_seconds)


async def run_worker(settings: Settings) -> None:
    """Run every loop until SIGTERM or SIGINT."""
    use_keyring(Keyring(settings.secret_key, settings.previous_secret_keys))
    use_channels(ChannelPolicy.of(settings))
    await open_database(settings.database_url, settings.database_pool_size)
    redis = Redis.from_url(settings.redis_url)
    providers = Providers.open(settings, redis)
    loops = due_loops(settings, providers)
    wakers = Wakers({loop.table for loop in loops})
    tasks = [asyncio.create_task(run_loop(loop, wakers)) for loop in loops]
    listening = asyncio.create_task(wakers.listen(settings.database_url))
    if settings.worker_metrics_port:
        start_http_server(settings.worker_metrics_port)
    metrics.worker_alive.set(1)
    log.info("worker runs %d loops", len(loops))
    await _until_told_to_stop()
    wakers.stop()
    await _ended(tasks, listening)
    await providers.close()
    await redis.aclose()
    await close_database()


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
