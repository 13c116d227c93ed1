"""Outcomes become rows, many in one transaction: state, chain, consent, early receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.text.characters import storable
from notifications.channels.base import Address, Channel, DueDelivery, TryOutcome
from notifications.models import ChannelName, DeliveryState
from notifications.quiet_hours import free_from
from notifications.sending import fallback, measures, receipts
from notifications.sending.claiming import DELIVERIES
from notifications.words import reasons

# Our own mistakes are not mended by trying for days.
_INTERNAL_TRIES = 8
# Whoever misses a 补正 loses their case: without an answer or a receipt, the next channel tells it
# too. A receipt comes within seconds, as a rule. For all else, telling twice would be worse.
_TOO_IMPORTANT_TO_MISS = 9
_PATIENCE = timedelta(minutes=10)

_ENDED_UNTOLD = {DeliveryState.fallen_back, DeliveryState.failed, DeliveryState.set_aside}
_TOLD = {DeliveryState.sent, DeliveryState.delivered}
_LEFT = {DeliveryState.sent, DeliveryState.sent_unconfirmed}

_RECORD = """
UPDATE delivery SET state = told.state, reason = told.reason, due_at = told.due_at,
    leased_until = NULL, account = $8, sent_at = COALESCE(told.sent_at, delivery.sent_at),
    provider_message_id = COALESCE(told.message_id, delivery.provider_message_id)
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
    $7::text[]) AS told (id, attempts, state, reason, due_at, sent_at, message_id)
WHERE delivery.id = told.id AND delivery.attempts = told.attempts
    AND delivery.state IN ('pending', 'sending')
RETURNING delivery.id
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """One delivery and how it went; `address` is None when it never got that far."""

    row: DueDelivery
    address: Address | None
    outcome: TryOutcome


@dataclass(frozen=True, slots=True)
class _Entry:
    row: DueDelivery
    state: DeliveryState
    reason: str
    due_at: datetime | None = None
    message_id: str | None = None


async def record(
    name: ChannelName,
    channel: Channel | None,
    tried: Sequence[Tried],
    closed_until: datetime | None,
) -> None:
    """Write how each went, unless the row went on without us.

    `closed_until`: until when the channel's quota is closed, for what failed because of that.
    """
    now = clock.now()
    # In one order everywhere, so that no two workers wait for each other.
    ordered = sorted(tried, key=lambda one: one.row.id)
    entries = [_entry(one, channel, now, closed_until) for one in ordered]
    sent = [(one.row, one.address, one.outcome) for one in ordered if one.address is not None]
    async with in_transaction():
        written = await _write(entries, channel.quota if channel else "", now)
        mine = [entry for entry in entries if entry.row.id in written]
        await _move_chains(mine, now)
        if channel is not None and sent:
            await channel.settle(sent)
        if channel is not None:
            await _apply_early_receipts(channel.quota, mine)
    for entry in entries:
        told = entry.state if entry.row.id in written else "overtaken"
        waited = (now - entry.row.created_at).total_seconds()
        measures.observe(name, told, entry.reason, waited)


async def _apply_early_receipts(account: str, entries: Sequence[_Entry]) -> None:
    left = [entry for entry in entries if entry.state in _LEFT]
    if left:
        await receipts.apply_early(
            account,
            message_ids=[entry.message_id for entry in left if entry.message_id],
            person_ids=[entry.row.person_id for entry in left],
        )


async def _write(entries: Sequence[_Entry], account: str, now: datetime) -> set[UUID]:
    rows = await fetch(
        _RECORD,
        [entry.row.id for entry in entries],
        [entry.row.attempts for entry in entries],
        [entry.state.value for entry in entries],
        [entry.reason for entry in entries],
        [entry.due_at for entry in entries],
        [now if entry.state == DeliveryState.sent else None for entry in entries],
        [entry.message_id and storable(entry.message_id) for entry in entries],
        account,
    )
    return {row["id"] for row in rows}


async def _move_chains(entries: Sequence[_Entry], now: datetime) -> None:
    """The next channel's turn where nobody was told; the end of the others where somebody was."""
    told = [entry.row.id for entry in entries if entry.state in _TOLD]
    untold = [
        (entry.row.id, free_from(now, entry.row.quiet_hours))
        for entry in entries
        if entry.state in _ENDED_UNTOLD
    ]
    unsure = [entry.row for entry in entries if entry.state == DeliveryState.sent_unconfirmed]
    must_know = [row for row in unsure if row.priority >= _TOO_IMPORTANT_TO_MISS]
    untold += [(row.id, free_from(now + _PATIENCE, row.quiet_hours)) for row in must_know]
    quiet = [row.id for row in unsure if row.priority < _TOO_IMPORTANT_TO_MISS]
    if untold:
        await fallback.tell_by_next(untold)
    if told:
        await fallback.not_needed_beside(told)
    if quiet:
        await fallback.no_more_after(quiet)


def _entry(
    one: Tried, channel: Channel | None, now: datetime, closed_until: datetime | None
) -> _Entry:
    row, outcome = one.row, one.outcome
    wait = max(DELIVERIES.retry.wait(row.attempts), outcome.wait)
    soon = now + DELIVERIES.retry.wait(1)
    if outcome.state == DeliveryState.sent_unconfirmed and may_repeat(row, channel, at=soon):
        # Stays as if interrupted: the next try repeats the same id, or ends it when too late.
        return _Entry(row, DeliveryState.sending, outcome.reason, soon)
    if outcome.state != DeliveryState.pending:
        return _Entry(row, outcome.state, outcome.reason, message_id=outcome.message_id)
    is_shut = closed_until is not None and outcome.closes
    due_at = closed_until if is_shut and closed_until else now + wait
    due_at = free_from(due_at, row.quiet_hours)
    if outcome.reason == reasons.INTERNAL and row.attempts >= _INTERNAL_TRIES:
        return _Entry(row, DeliveryState.set_aside, outcome.reason)
    if due_at > row.give_up_at:
        return _Entry(row, DeliveryState.failed, outcome.reason)
    return _Entry(row, DeliveryState.pending, outcome.reason, due_at)


def may_repeat(row: DueDelivery, channel: Channel | None, *, at: datetime | None = None) -> bool:
    """Whether the provider would still know the id of a message that may have left."""
    if channel is None or not channel.repeats_safely or row.begun_at is None:
        return False
    return (at or clock.now()) < row.begun_at + channel.repeats_safely_for
