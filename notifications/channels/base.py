"""What a channel is to the relay."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from notifications.models import ChannelName, Delivery, DeliveryState


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try went. `pending` asks for another one, no sooner than after `wait`.

    `afterwards` runs in the transaction that records the outcome.
    """

    state: DeliveryState
    reason: str = ""
    message_id: str | None = None
    wait: timedelta = timedelta()
    afterwards: Callable[[], Awaitable[None]] | None = None


class Channel(Protocol):
    """One way to a person. `repeats_safely`: the provider drops a second message of one id."""

    name: ChannelName
    repeats_safely: bool

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once, with no transaction open. An exception means that nothing was sent."""
        ...
