"""What providers tell about messages after they took them: delivered, or not.

Receipts come late, twice, in any order, and at times before the answer to the message itself. One
that says delivered always counts; one that says otherwise counts unless the other came too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from notifications.models import ChannelName, DeliveryState, EarlyReceipt
from notifications.policy import KEEP_TRYING
from notifications.quiet_hours import free_from
from notifications.sending import fallback, measures
from notifications.words import reasons

KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`account` and `message_id` name the message, or `delivery_id` where the provider tells ours.

    Where the provider may leave its id out of the answer, `person_id` and `events` (none: any)
    find the message that still has none.
    """

    account: str
    channel: ChannelName
    message_id: str
    is_delivered: bool
    reason: str = reasons.REFUSED_LATER
    person_id: UUID | None = None
    events: Sequence[str] = field(default=())
    delivery_id: UUID | None = None


_BY_ID = """
SELECT id, state, quiet_hours, created_at, begun_at FROM delivery
WHERE account = $1 AND provider_message_id = $2 AND channel = $3 ORDER BY id LIMIT 1 FOR UPDATE
"""
_BY_OUR_ID = """
SELECT id, state, quiet_hours, created_at, begun_at FROM delivery
WHERE id = $1 AND channel = $2 FOR UPDATE
"""
_NAMELESS = """
SELECT id, state, quiet_hours, created_at, begun_at FROM delivery
WHERE person_id = $1 AND channel = $2 AND (event = ANY($3::text[]) OR cardinality($3::text[]) = 0)
    AND provider_message_id IS NULL AND state IN ('sending', 'sent', 'sent_unconfirmed')
ORDER BY created_at, id FOR UPDATE
"""
_SETTLE = """
UPDATE delivery SET state = $2, reason = $3, account = $4, provider_message_id = $5,
    sent_at = COALESCE(sent_at, begun_at, created_at), due_at = NULL, leased_until = NULL
WHERE id = $1
"""
_EVENTS = EarlyReceipt._meta.fields_map["events"]
_EARLY = """
SELECT id, account, channel, provider_message_id, is_delivered, reason, person_id, events
FROM early_receipt WHERE account = $1
    AND (provider_message_id = ANY($2::text[]) OR person_id = ANY($3::uuid[]))
ORDER BY received_at, id
"""


async def note(receipt: Receipt) -> None:
    """Settle the delivery that the receipt is about, now or when its outcome is written.

    In the running transaction.
    """
    if await _apply(receipt):
        return
    measures.receipts_total.labels("early").inc()
    row = EarlyReceipt(
        account=receipt.account,
        channel=receipt.channel,
        provider_message_id=receipt.message_id,
        person_id=receipt.person_id,
        events=tuple(receipt.events),
        reason=receipt.reason,
        is_delivered=receipt.is_delivered,
        received_at=clock.now(),
    )
    await EarlyReceipt.bulk_create([row], ignore_conflicts=True)


async def apply_early(
    account: str, *, message_ids: Sequence[str], person_ids: Sequence[UUID]
) -> None:
    """Try again what came too early for these messages, whose outcomes are now written."""
    rows = await fetch(_EARLY, account, list(message_ids), list(person_ids))
    for row in rows:
        if await _apply(_kept(row)):
            await fetch("DELETE FROM early_receipt WHERE id = $1", row["id"])


def _kept(row: dict[str, Any]) -> Receipt:
    return Receipt(
        row["account"],
        ChannelName(row["channel"]),
        row["provider_message_id"],
        row["is_delivered"],
        row["reason"],
        row["person_id"],
        _EVENTS.to_python_value(row["events"]),
    )


async def _apply(receipt: Receipt) -> bool:
    """False: the message is not known, or it is on its way and its outcome not yet written."""
    channel = receipt.channel.value
    named = await fetch(_BY_ID, receipt.account, receipt.message_id, channel)
    if not named and receipt.delivery_id is not None:
        named = await fetch(_BY_OUR_ID, receipt.delivery_id, channel)
    if named:
        await _settle(named[0], receipt)
        return True
    if receipt.person_id is None:
        return False
    events = list(receipt.events)
    nameless = await fetch(_NAMELESS, receipt.person_id, channel, events)
    if not nameless or any(row["state"] == DeliveryState.sending for row in nameless):
        return False
    await _settle(nameless[0], receipt)
    return True


async def _settle(row: dict[str, Any], receipt: Receipt) -> None:
    before = row["state"]
    if receipt.is_delivered:
        is_new, state, reason = before != DeliveryState.delivered, DeliveryState.delivered, ""
    else:
        is_open = before in (DeliveryState.sent, DeliveryState.sent_unconfirmed)
        # Named by our own id, it can be about nothing else than what is just being sent.
        is_open |= receipt.delivery_id is not None and before == DeliveryState.sending
        is_new, state, reason = is_open, DeliveryState.failed, receipt.reason
    measures.receipts_total.labels(state.value if is_new else "repeated").inc()
    if not is_new:
        return
    await fetch(_SETTLE, row["id"], state.value, reason, receipt.account, receipt.message_id)
    now = clock.now()
    if receipt.is_delivered:
        await fallback.not_needed_beside([row["id"]])
    elif now < row["created_at"] + KEEP_TRYING:
        await fallback.tell_by_next([(row["id"], free_from(now, row["quiet_hours"]))])


async def forget_old_receipts() -> int:
    """Delete what has waited for its message too long; answers how many went."""
    return await EarlyReceipt.filter(received_at__lt=clock.now() - KEPT).delete()
