"""What a channel is to its lane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from notifications.models import ChannelName, DeliveryState


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A claimed row of `delivery`, opened. `id` is also what a provider may tell repetitions by."""

    id: UUID
    person_id: UUID
    event: str
    channel: ChannelName
    page: str
    content: Mapping[str, str] = field(repr=False)
    attempts: int
    created_at: datetime
    begun_at: datetime | None
    give_up_at: datetime
    quiet_hours: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached: an openid or a phone number.

    `hashed` is the keyed hash of it where there is one (WeChat's consent ledger).
    """

    to: str = field(repr=False)
    hashed: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """How one try went. `pending` asks for another one, no sooner than after `wait`.

    `is_of_account`: the fault is not of this message but of the whole quota, which is closed for
    `wait` (a day's calls used up, secret wrong). `is_outage`: the provider could not be reached or
    was busy; several in a row close the quota too. `effect` is the channel's own note to `settle`.
    """

    state: DeliveryState
    reason: str = ""
    message_id: str | None = None
    wait: timedelta = timedelta()
    effect: object | None = None
    is_of_account: bool = False
    is_outage: bool = False

    @property
    def closes(self) -> bool:
        """Whether it speaks against the whole quota, alone or with others."""
        return self.is_of_account or self.is_outage


Sent = tuple[DueDelivery, Address, TryOutcome]


class Channel(Protocol):
    """One way to a person.

    `quota` names the app or provider whose quota is shared; it becomes `account` of the row, by
    which receipts find it. `repeats_safely`: the provider drops a repetition of one id, for as long
    as `repeats_safely_for`.
    """

    @property
    def name(self) -> ChannelName: ...

    @property
    def quota(self) -> str: ...

    @property
    def repeats_safely(self) -> bool: ...

    @property
    def repeats_safely_for(self) -> timedelta: ...

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        """Delivery id -> where to, in ONE query; absent: the person is not reachable here."""
        ...

    async def send(self, delivery: DueDelivery, address: Address) -> TryOutcome:
        """Try once, with no transaction open. An exception means that nothing was sent."""
        ...

    async def settle(self, sent: Sequence[Sent]) -> None:
        """Batched bookkeeping (consent) inside the transaction that records these outcomes."""
        ...
