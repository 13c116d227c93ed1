"""The background process: every loop over due rows, nothing else."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import asyncpg
from prometheus_client import start_http_server
from redis.asyncio import Redis

import notifications.ems.work
import notifications.relay
import uploads.work
import wechat.consent
import wechat.inbound
from mobile_api.cases.deadlines import deem_accepted_when_silent
from mobile_api.cases.delivery import follow_parcels
from mobile_api.shared import metrics
from mobile_api.shared.claims import WAKE_CHANNEL
from mobile_api.shared.crypto import Keyring, use_keyring
from mobile_api.shared.database import close_database, open_database
from mobile_api.shared.idempotency import forget_old_answers
from mobile_api.shared.settings import Settings
from notifications import receipts
from notifications.channels.mini_program import MiniProgramChannel
from notifications.ems.client import EmsClient
from notifications.models import ChannelName
from uploads.scanner import make_scanner
from uploads.storage import make_store
from wechat.client import WechatClient, make_client
from wechat.inbound import Handlers

log = logging.getLogger(__name__)

# Every loop looks by itself this often, should a notification have been missed.
_IDLE_SECONDS = 5.0
_AFTER_FAILURE_SECONDS = 1.0
_SWEEP_SECONDS = 600.0
_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Loop:
    """One kind of due work: the table whose notification wakes it, and the step that does it."""

    table: str
    step: Callable[[], Awaitable[int]]
    idle_seconds: float = _IDLE_SECONDS


@dataclass(frozen=True, slots=True)
class Providers:
    """The outside world as the loops need it."""

    wechat: WechatClient
    ems: EmsClient

    async def close(self) -> None:
        await self.wechat.close()
        await self.ems.close()


def due_loops(settings: Settings, providers: Providers) -> list[Loop]:
    """Every kind of due work there is."""
    store, scanner = make_store(settings), make_scanner(settings)
    templates = settings.wechat_templates
    channels = {ChannelName.mini_program: MiniProgramChannel(providers.wechat, templates)}
    handlers = merged(wechat.consent.HANDLERS, receipts.handlers(templates))
    return [
        Loop("stored_file", partial(uploads.work.work_off, store, scanner)),
        Loop("delivery", partial(notifications.relay.work_off, channels)),
        Loop("wechat_inbound_message", partial(wechat.inbound.work_off, handlers)),
        Loop("parcel", partial(notifications.ems.work.work_off, providers.ems)),
        Loop("parcel_outcome", follow_parcels),
        Loop("clock_segment", deem_accepted_when_silent),
        Loop("idempotency_record", once_in_a_while(forget_old_answers), _SWEEP_SECONDS),
        Loop("swept_pushes", once_in_a_while(wechat.inbound.forget_old_pushes), _SWEEP_SECONDS),
    ]


def merged(*parts: Handlers) -> Handlers:
    """The handlers of every part, by event."""
    events = {event for part in parts for event in part}
    return {event: [one for part in parts for one in part.get(event, ())] for event in events}


def once_in_a_while(sweep: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
    """A sweep takes all there is in one go, so there is nothing more to do at once."""

    async def step() -> int:
        await sweep()
        return 0

    return step


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
    await open_database(settings.database_url, settings.database_pool_size)
    redis = Redis.from_url(settings.redis_url)
    providers = Providers(make_client(settings, redis), EmsClient.open(settings))
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
    # A message that is just being sent should be recorded as sent; leases take care of the rest.
    _, unfinished = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
    for task in (*unfinished, listening):
        task.cancel()
    await asyncio.gather(*tasks, listening, return_exceptions=True)
    await providers.close()
    await redis.aclose()
    await close_database()


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
