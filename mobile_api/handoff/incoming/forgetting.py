"""What was sealed for a case that never was one is forgotten after a time; what proves it stays."""

from datetime import timedelta

from mobile_api.handoff.states import OVER, MessageKind
from mobile_api.shared import clock
from mobile_api.shared.database import fetch

KEPT = timedelta(days=366)
"""As long as it may have to be shown: whoever was not told of the time limit for going to court
has one year from when they knew of it (最高人民法院 法释〔2018〕1号, 64); no longer than that is
necessary (个人信息保护法 19, 47). What became a case is kept and deleted with the case."""
# A worker that stood still for less than this misses none; older rows are not read again each time.
_LOOKED_BACK = timedelta(days=120)

_FORGET = """
UPDATE handoff_incoming SET body = '' WHERE id IN (
    SELECT message.id
    FROM partner
    JOIN handoff_incoming AS message ON message.partner_id = partner.id
        AND message.received_at > $1 AND message.received_at <= $2
    LEFT JOIN handoff ON handoff.id = message.handoff_row_id
    WHERE message.kind <> $3 AND message.body <> ''
        AND (handoff.id IS NULL
            OR (handoff.case_id IS NULL AND handoff.status = ANY($5::text[]))
            OR (message.answer_status = 422 AND message.kind = ANY($4::text[])))
) RETURNING id
"""
# What staff wrote about the papers of such a case, which the bodies of the log held as well.
_FORGET_NOTES = """
UPDATE handoff_custody SET note = NULL WHERE note IS NOT NULL
    AND recorded_at > $1 AND recorded_at <= $2 AND handoff_row_id IN (
        SELECT id FROM handoff WHERE case_id IS NULL AND status = ANY($3::text[])
    )
"""


async def forget_sealed_bodies() -> int:
    """Empty the bodies of what belongs to no case, and of cases and corrections that were refused;
    how many. Notes of the custody log go with them.

    Digest, signature and receipts stay, so that it can still be shown what was answered to them.
    """
    until = clock.now() - KEPT
    of_case = [MessageKind.case.value, MessageKind.correction.value]
    times, over = (until - _LOOKED_BACK, until), [one.value for one in OVER]
    await fetch(_FORGET_NOTES, *times, over)
    return len(await fetch(_FORGET, *times, MessageKind.withdrawal.value, of_case, over))
