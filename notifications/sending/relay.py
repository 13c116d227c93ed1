"""Works off due deliveries: claim, send with no transaction open, record.

A worker that dies while sending leaves `sending` rows; whoever claims them next cannot know
whether they left, so without a provider that drops repetitions they end as `sent_unconfirmed`.
"""

import asyncio
from collections.abc import Mapping

from notifications.channels.base import Channel
from notifications.models import ChannelName
from notifications.sending.claiming import DeliveryQueue
from notifications.sending.lane import Lane

Channels = Mapping[ChannelName, Channel]


# One for each way out, also for those that are not open here: their rows fall back.
QUEUES = tuple(DeliveryQueue(name) for name in ChannelName if name != ChannelName.in_app)


def lanes(channels: Channels) -> list[Lane]:
    """Who works off each queue, in their order."""
    return [Lane(queue.channel, channels.get(queue.channel)) for queue in QUEUES]


async def work_off(channels: Channels, *, limit: int | None = None) -> int:
    """One turn of every lane; answers how many deliveries were claimed."""
    async with asyncio.TaskGroup() as side_by_side:
        turns = [side_by_side.create_task(lane.work_off(limit)) for lane in lanes(channels)]
    return sum(turn.result() for turn in turns)
