"""One channel's way out: is its quota open, and how are this worker's turns taken?

Every channel has a lane of its own, so one whose provider hangs does not hold up the others. A
worker that dies while sending leaves `sending` rows; whoever claims them next cannot know whether
they left, so without a provider that drops repetitions they end as `sent_unconfirmed`.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from notifications.channels.base import Channel
from notifications.models import ChannelName
from notifications.sending import measures, quotas
from notifications.sending.claiming import DELIVERIES, DeliveryQueue
from notifications.sending.recording import Tried
from notifications.sending.turn import Turn

log = logging.getLogger(__name__)

Channels = Mapping[ChannelName, Channel]
# One for each way out, also for those that are not open here: their rows fall back.
DELIVERY_QUEUES = tuple(DeliveryQueue(name) for name in ChannelName if name != ChannelName.in_app)
# So many faults of the provider in a row, by however many messages, are an outage.
_OUTAGE = 20


class Breaker:
    """Closes the quota of a channel when its provider says so or does not answer any more.

    While `is_probing`, one answer of the provider decides: open for all, or closed for longer.
    """

    def __init__(self, quota: str) -> None:
        self.quota = quota
        self.is_probing = False
        self._outages = 0

    async def may_send(self) -> bool:
        """Whether messages may go out now, or one as a probe."""
        gate = await quotas.gate_of(self.quota)
        measures.gate_closed.labels(self.quota).set(int(gate is not None))
        self.is_probing = gate is not None and await quotas.take_probe(self.quota)
        return gate is None or self.is_probing

    async def heed(self, tried: Sequence[Tried]) -> datetime | None:
        """What these say of the quota: until when it is closed now, or None."""
        asked = [one.outcome for one in tried if one.address is not None]
        shut = [outcome for outcome in asked if outcome.is_of_account]
        for outcome in asked:
            self._outages = self._outages + 1 if outcome.closes else 0
        if shut:
            longest = max(shut, key=lambda outcome: outcome.wait)
            return await self._close(longest.reason, longest.wait)
        if self._outages and (self.is_probing or self._outages >= _OUTAGE):
            return await self._close(asked[-1].reason, None)
        if asked and self.is_probing:
            self.is_probing = False
            measures.gate_closed.labels(self.quota).set(0)
            await quotas.open_again(self.quota)
        return None

    async def _close(self, reason: str, wait: timedelta | None) -> datetime:
        self.is_probing, self._outages = False, 0
        measures.gate_closed.labels(self.quota).set(1)
        until = await quotas.close(self.quota, reason, wait)
        log.warning("%s is closed until %s: %s", self.quota, until, reason)
        return until

    async def nothing_to_probe_with(self) -> None:
        if self.is_probing:
            self.is_probing = False
            await quotas.give_back_probe(self.quota)


class Lane:
    """`channel` None: not open here, so whatever is due by it falls back.

    `window` is how many messages are on their way at once, `lease` how long a dead worker's rows
    stay untouched.
    """

    def __init__(
        self,
        name: ChannelName,
        channel: Channel | None,
        *,
        window: int = DELIVERIES.at_once,
        lease: timedelta = DELIVERIES.lease,
    ) -> None:
        self.name = name
        self._channel = channel
        self._window = window
        self._lease = lease
        self._breaker = Breaker(f"{channel.quota}:{name}" if channel else name.value)

    async def work_off(self, limit: int | None = None) -> int:
        """Claim and try what is due (at most `limit`) for some seconds; how many were claimed.

        Told to stop, it finishes what is on its way: a message whose outcome is not written would
        end as `sent_unconfirmed`.
        """
        if not await self._breaker.may_send():
            return 0
        turn = Turn(
            self.name,
            self._channel,
            self._breaker,
            window=self._window,
            lease=self._lease,
            limit=limit,
        )
        work = asyncio.ensure_future(turn.run())
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            turn.stop()
            await work
            raise


def lanes(channels: Channels) -> list[Lane]:
    """Who works off each queue, in their order."""
    return [Lane(queue.channel, channels.get(queue.channel)) for queue in DELIVERY_QUEUES]
