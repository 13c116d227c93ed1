"""Some seconds of one channel: claim, send hundreds at once, record, without ever waiting for the
slowest of a batch.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from tortoise.exceptions import OperationalError

from notifications.channels.base import Address, Channel, DueDelivery, TryOutcome
from notifications.models import ChannelName, DeliveryState
from notifications.sending import claiming, measures
from notifications.sending.claiming import Claimed
from notifications.sending.recording import Tried, may_repeat, record
from notifications.words import reasons

log = logging.getLogger(__name__)

_TRY_SECONDS = 20.0
# A turn claims for so long and then sends what it holds, so that the worker can stop; a busy lane
# takes the next turn at once.
_CLAIMING_SECONDS, _SENDING_SECONDS = 4.0, 2.0
# Marked as being sent in one statement: whatever of them has not left when the worker dies is lost
# to the question whether it did, so they are no more than leave within some milliseconds.
_BEGUN_AT_ONCE = 100
# Answers are gathered for so long before they are written together.
_GATHER_SECONDS = 0.01
# After a claim that found fewer than it asked for.
_REFILL_SECONDS = 0.05
_RECORD_SECONDS, _RECORD_WAIT_SECONDS = 20.0, 1.0


class Gatekeeper(Protocol):
    """Whether the provider's quota stays open; `is_probing`: one message is to find out."""

    is_probing: bool

    async def heed(self, tried: Sequence[Tried]) -> datetime | None: ...

    async def nothing_to_probe_with(self) -> None: ...


class Turn:
    """Deliveries of one person go one after the other (WeChat refuses concurrent ones, 43108)."""

    def __init__(
        self,
        name: ChannelName,
        channel: Channel | None,
        gatekeeper: Gatekeeper,
        *,
        window: int,
        lease: timedelta,
        limit: int | None,
    ) -> None:
        self._name, self._channel, self._gatekeeper = name, channel, gatekeeper
        self._window, self._lease, self._limit = window, lease, limit
        self._claims_until = time.monotonic() + _CLAIMING_SECONDS
        self._ends_at = self._claims_until + _SENDING_SECONDS
        self._next_claim = 0.0
        self._claimed = 0
        self._waiting: list[tuple[DueDelivery, Address]] = []
        self._people: set[UUID] = set()
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._tried: list[Tried] = []
        # Faults that the gate has not heard yet: they keep their places until it has.
        self._unheard = 0
        self._news = asyncio.Event()
        self._has_more = self._is_answered = False
        self._writing: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Begin nothing more."""
        self._ends_at = 0.0

    @property
    def _is_over(self) -> bool:
        return time.monotonic() >= self._ends_at

    @property
    def _is_busy(self) -> bool:
        is_writing = self._writing is not None and not self._writing.done()
        return bool(self._on_the_way or self._tried or is_writing)

    async def run(self) -> int:
        """Until nothing is due or the time is over; how many were claimed."""
        try:
            while not self._is_over:
                await self._refill()
                await self._start()
                if not (self._is_busy or self._waiting):
                    break
                await self._gather()
        finally:
            while self._is_busy:
                await self._gather()
            await claiming.release([row for row, _ in self._waiting])
            await self._gatekeeper.nothing_to_probe_with()
        return self._claimed

    async def _refill(self) -> None:
        room = 2 * self._window - len(self._waiting)
        if self._limit is not None:
            room = min(room, self._limit - self._claimed)
        if self._gatekeeper.is_probing:
            room = 0 if self._waiting or self._is_busy else 1
        now, enough = time.monotonic(), len(self._waiting) >= self._window
        if room <= 0 or enough or not self._next_claim <= now < self._claims_until:
            return
        claimed = await claiming.claim(self._name, limit=room, lease=self._lease)
        if len(claimed) < room:
            self._next_claim = time.monotonic() + _REFILL_SECONDS
        self._claimed += len(claimed)
        await self._sort_out(claimed)

    async def _sort_out(self, claimed: Claimed) -> None:
        """What can be sent waits for its turn; the rest has its outcome already."""
        if self._channel is None:
            fallen = TryOutcome(DeliveryState.fallen_back, reasons.NOT_OPEN)
            return self._ended([*claimed.fresh, *claimed.interrupted, *claimed.unreadable], fallen)
        self._ended(claimed.unreadable, TryOutcome(DeliveryState.set_aside, reasons.UNREADABLE))
        repeatable = [row for row in claimed.interrupted if may_repeat(row, self._channel)]
        lost = [row for row in claimed.interrupted if row not in repeatable]
        self._ended(lost, TryOutcome(DeliveryState.sent_unconfirmed, reasons.INTERRUPTED))
        rows = repeatable + claimed.fresh
        if not rows:
            return None
        addresses = await self._channel.addresses_of(rows)
        nowhere = [row for row in rows if row.id not in addresses]
        is_sms = self._name == ChannelName.sms
        no_address = reasons.NO_ADDRESS if is_sms else reasons.NO_WECHAT
        self._ended(nowhere, TryOutcome(DeliveryState.fallen_back, no_address))
        self._waiting += [(row, addresses[row.id]) for row in rows if row.id in addresses]
        return None

    def _ended(self, rows: Sequence[DueDelivery], outcome: TryOutcome) -> None:
        self._tried += [Tried(row, None, outcome) for row in rows]
        if rows:
            self._news.set()

    @property
    def _free(self) -> int:
        """How many may be begun now.

        The first of a turn finds out alone whether the provider answers: of a whole group that
        waits for a token, or for a provider that hangs, nobody could say what had left.
        """
        if not self._is_answered:
            return 0 if self._is_busy else 1
        return min(self._window - len(self._on_the_way) - self._unheard, _BEGUN_AT_ONCE)

    async def _start(self) -> None:
        """Begin as many as there is room for, one of each person."""
        picked: dict[UUID, Address] = {}
        rows: list[DueDelivery] = []
        kept, free = [], self._free
        for row, address in self._waiting:
            if len(rows) < free and row.person_id not in self._people:
                self._people.add(row.person_id)
                picked[row.id] = address
                rows.append(row)
            else:
                kept.append((row, address))
        self._waiting, self._has_more = kept, len(rows) == _BEGUN_AT_ONCE
        if not rows:
            return
        begun = await claiming.begin(rows, self._lease)
        self._people -= {row.person_id for row in rows} - {row.person_id for row in begun}
        for row in begun:
            task = asyncio.create_task(self._send(row, picked[row.id]))
            self._on_the_way.add(task)
            task.add_done_callback(self._on_the_way.discard)
        measures.in_flight.labels(self._name.value).set(len(self._on_the_way))

    async def _send(self, row: DueDelivery, address: Address) -> None:
        assert self._channel is not None
        try:
            async with asyncio.timeout(_TRY_SECONDS):
                outcome = await self._channel.send(row, address)
        except TimeoutError:
            unknown = DeliveryState.sent_unconfirmed
            outcome = TryOutcome(unknown, reasons.OUTCOME_UNKNOWN, is_outage=True)
        except Exception:
            log.exception("a delivery of %s could not be tried", row.event)
            outcome = TryOutcome(DeliveryState.pending, reasons.INTERNAL)
        self._unheard += outcome.closes
        self._tried.append(Tried(row, address, outcome))
        self._people.discard(row.person_id)
        self._news.set()

    async def _gather(self) -> None:
        """Wait for answers, unless there is more to begin, and have them written meanwhile."""
        with suppress(TimeoutError):
            wait = 0.0 if self._has_more else _REFILL_SECONDS
            await asyncio.wait_for(self._news.wait(), wait)
        self._news.clear()
        await asyncio.sleep(_GATHER_SECONDS)
        if self._tried and (self._writing is None or self._writing.done()):
            tried, self._tried = self._tried, []
            self._writing = asyncio.create_task(self._write(tried))

    async def _write(self, tried: Sequence[Tried]) -> None:
        closed_until = await self._heed(tried)
        self._unheard -= sum(one.outcome.closes for one in tried if one.address is not None)
        self._is_answered |= any(one.address is not None for one in tried)
        await self._record(tried, closed_until)
        measures.in_flight.labels(self._name.value).set(len(self._on_the_way))
        self._news.set()

    async def _heed(self, tried: Sequence[Tried]) -> datetime | None:
        try:
            closed_until = await self._gatekeeper.heed(tried)
        except Exception:
            log.exception("the gate of %s could not be moved", self._name)
            return None
        if closed_until is not None:
            self.stop()
        return closed_until

    async def _record(self, tried: Sequence[Tried], closed_until: datetime | None) -> None:
        """Together, else one by one, so that one that cannot be written costs no other its end."""
        try:
            return await record(self._name, self._channel, tried, closed_until)
        except Exception:
            log.exception("%d outcomes could not be written together", len(tried))
        until = time.monotonic() + _RECORD_SECONDS
        for one in tried:
            await self._record_one(one, closed_until, until)
        return None

    async def _record_one(self, one: Tried, closed_until: datetime | None, until: float) -> None:
        while True:
            try:
                return await record(self._name, self._channel, [one], closed_until)
            except OperationalError:
                # The database is there and refuses these very values; the lease runs out.
                log.exception("the outcome of delivery %s cannot be written", one.row.id)
                return None
            except Exception:
                log.exception("the outcome of delivery %s could not be written", one.row.id)
                if time.monotonic() > until:
                    return None
            await asyncio.sleep(_RECORD_WAIT_SECONDS)
