"""Every kind of due work there is, and the providers that it needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from redis.asyncio import Redis

import notifications.ems.work
import notifications.relay
import uploads.work
import wechat.consent
import wechat.inbound
from mobile_api.cases.deadlines import deem_accepted_when_silent
from mobile_api.cases.delivery import follow_parcels
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

# Every loop looks by itself this often, should a notification have been missed.
_IDLE_SECONDS = 5.0
_SWEEP_SECONDS = 600.0


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

    @classmethod
    def open(cls, settings: Settings, redis: Redis) -> Self:
        """Raises EmsMisconfigured without an account at EMS."""
        return cls(make_client(settings, redis), EmsClient.open(settings))

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
