"""Works off due deliveries: claim, send with no transaction open, record.

A worker that dies while sending leaves `sending` rows; whoever claims them next cannot know
whether they left, so without a provider that drops repetitions they end as `sent_unconfirmed`.
"""

import asyncio
from collections.abc import Mapping

from notifications.channels.base import Channel
from notifications.models import ChannelName
from notifications.sending.lane import LEASE, Lane

__all__ = ["LEASE", "Channels", "lanes", "table_of", "work_off"]

Channels = Mapping[ChannelName, Channel]


def lanes(channels: Channels) -> list[Lane]:
    """One for each way out, also for those that are not open here: their rows fall back."""
    return [Lane(name, channels.get(name)) for name in ChannelName if name != ChannelName.in_app]


def table_of(lane: Lane) -> str:
    """The name under which the worker is woken for this lane."""
    return f"delivery:{lane.name}"


async def work_off(channels: Channels, *, limit: int | None = None) -> int:
    """One turn of every lane; answers how many deliveries were claimed."""
    return sum(await asyncio.gather(*(lane.work_off(limit) for lane in lanes(channels))))
