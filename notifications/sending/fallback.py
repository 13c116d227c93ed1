"""The chain of channels: who tells next when one could not, and who need not when one did.

Everything here runs in the transaction that writes how a delivery ended.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from notifications.policy import KEEP_TRYING
from notifications.words import reasons

# A row that was not needed comes back when the channel that told before it turns out not to have.
_PROMOTE = f"""
WITH next AS (
    SELECT DISTINCT ON (self.id) later.id, ended.due_at
    FROM unnest($1::uuid[], $2::timestamptz[]) AS ended (id, due_at)
    JOIN delivery AS self ON self.id = ended.id
    JOIN delivery AS later ON later.person_id = self.person_id
        AND later.dedupe_key = self.dedupe_key AND later.place > self.place
    WHERE later.state IN ('in_reserve', 'not_needed') AND NOT EXISTS (
        SELECT FROM delivery AS other
        WHERE other.person_id = self.person_id AND other.dedupe_key = self.dedupe_key
            AND other.place > 0 AND other.id <> self.id
            AND other.state IN ('pending', 'sending', 'sent', 'delivered')
    )
    ORDER BY self.id, later.place
), promoted AS (
    UPDATE delivery SET state = 'pending', reason = '', due_at = next.due_at, give_up_at = $3
    FROM next WHERE delivery.id = next.id AND delivery.state IN ('in_reserve', 'not_needed')
    RETURNING delivery.channel
)
SELECT pg_notify('{WAKE_CHANNEL}', 'delivery:' || channel) FROM promoted
"""

_CLOSE = """
UPDATE delivery SET state = 'not_needed', reason = $2, due_at = NULL
FROM delivery AS self
WHERE self.id = ANY($1::uuid[]) AND delivery.person_id = self.person_id
    AND delivery.dedupe_key = self.dedupe_key AND delivery.place > 0 AND delivery.id <> self.id
    AND delivery.state = ANY($3::text[])
"""


async def tell_by_next(ended: Sequence[tuple[UUID, datetime]]) -> None:
    """The next channel of each is due at the instant given, unless another one has told."""
    ids, due = [row_id for row_id, _ in ended], [due_at for _, due_at in ended]
    await fetch(_PROMOTE, ids, due, clock.now() + KEEP_TRYING)


async def not_needed_beside(told: Sequence[UUID]) -> None:
    """These have told: whatever of the same messages still waits ends."""
    await fetch(_CLOSE, list(told), reasons.TOLD_BEFORE, ["in_reserve", "pending"])


async def no_more_after(unconfirmed: Sequence[UUID]) -> None:
    """These may have told, and twice would be worse: their reserves end."""
    await fetch(_CLOSE, list(unconfirmed), reasons.UNCONFIRMED_BEFORE, ["in_reserve"])
