"""A way to people that exists on paper only: what it is told to answer, and what it was asked."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from notifications.channels.base import Address, DueDelivery, Sent, TryOutcome
from notifications.models import ChannelName, DeliveryState

SENT = TryOutcome(DeliveryState.sent)


class PaperChannel:
    """`outcomes` are answered in turn, the last one for ever; `strangers` cannot be reached."""

    def __init__(
        self, name: ChannelName, *outcomes: TryOutcome, repeats_safely_for: timedelta = timedelta()
    ) -> None:
        self.name = name
        self.quota = "paper"
        self.repeats_safely = bool(repeats_safely_for)
        self.repeats_safely_for = repeats_safely_for
        self.outcomes = list(outcomes) or [SENT]
        self.asked: list[DueDelivery] = []
        self.settled: list[Sent] = []
        self.lookups = 0
        self.strangers: set[UUID] = set()
        self.seconds = 0.0
        self.on_the_way: list[UUID] = []
        self.most_at_once = 0

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        self.lookups += 1
        return {
            one.id: Address(str(one.person_id))
            for one in deliveries
            if one.person_id not in self.strangers
        }

    async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
        assert delivery.person_id not in self.on_the_way, "two messages at once to one person"
        self.asked.append(delivery)
        self.on_the_way.append(delivery.person_id)
        self.most_at_once = max(self.most_at_once, len(self.on_the_way))
        await asyncio.sleep(self.seconds)
        self.on_the_way.remove(delivery.person_id)
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]

    async def settle(self, sent: Sequence[Sent]) -> None:
        self.settled += sent
