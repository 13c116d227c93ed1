"""Several messages about the same in a short time: what still waits gives way to the last one."""

from datetime import datetime
from uuid import UUID

from mobile_api.shared.database import fetch
from notifications.words import reasons

# Whatever is leased is about to be sent and stays as it is; the inbox keeps every message.
_MERGE = """
UPDATE delivery SET state = 'merged', reason = $6, due_at = NULL
WHERE person_id = $1 AND subject = $2 AND event = $3 AND dedupe_key <> $4 AND created_at >= $5
    AND place > 0 AND state IN ('pending', 'in_reserve') AND leased_until IS NULL
"""


async def merge_earlier(
    person_id: UUID, event: str, *, subject: str, than: str, since: datetime
) -> None:
    """Give up what waits of this event and subject, told since `since`, but for key `than`."""
    await fetch(_MERGE, person_id, subject, event, than, since, reasons.MERGED)
