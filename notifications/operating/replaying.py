"""Messages lost on a bad day are made due again, all of one kind, by whoever runs this instance."""

from datetime import datetime
from uuid import UUID

from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator
from mobile_api.shared.database import fetch, in_transaction
from notifications.models import DeliveryState
from notifications.operating.sending_again import NothingToSendAgain, send_again

# One channel of each message is enough: the first, from which the chain goes on by itself.
_LOST = """
SELECT DISTINCT ON (person_id, dedupe_key) id, subject FROM delivery
WHERE event = $1 AND created_at >= $2 AND state = $3 AND place > 0
ORDER BY person_id, dedupe_key, place
"""
_FAMILY = """
SELECT other.state FROM delivery AS self JOIN delivery AS other
    ON other.person_id = self.person_id AND other.dedupe_key = self.dedupe_key AND other.place > 0
WHERE self.id = $1
"""
_UNDER_WAY = {DeliveryState.pending, DeliveryState.sending}
_TOLD = {DeliveryState.sent, DeliveryState.delivered, DeliveryState.sent_unconfirmed}


async def replay(
    event: str, *, since: datetime, state: DeliveryState, reason: str, even_if_told: bool = False
) -> tuple[int, int]:
    """Send again every message of `event` told since then that stands in `state`.

    Whoever was told by another channel, or may have been, is left alone unless `even_if_told`.
    Each leaves an audit record with `reason`. Answers how many are due and how many were left.
    """
    due = left = 0
    for row in await fetch(_LOST, event, since, state.value):
        if await _send_again(row["id"], row["subject"], reason, even_if_told):
            due += 1
        else:
            left += 1
    return due, left


async def _send_again(delivery_id: UUID, subject: str, reason: str, even_if_told: bool) -> bool:
    async with in_transaction():
        states = {DeliveryState(row["state"]) for row in await fetch(_FAMILY, delivery_id)}
        if states & _UNDER_WAY or (states & _TOLD and not even_if_told):
            return False
        try:
            await send_again(delivery_id, subject=subject)
        except NothingToSendAgain:
            return False
        await audit(
            Operator(),
            "replay_delivery",
            subject_kind="delivery",
            subject_id=delivery_id,
            reason=reason,
        )
    return True
