"""How it goes with partners: figures by index, from rows that stand there anyway."""

import base64
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mobile_api.handoff.states import OVER, HandoffStatus
from mobile_api.handoff.watching.schemas import ErrorClass, MessageWay
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared.database import fetch

MOST_COUNTED = 10_000
LOOKED_BACK = timedelta(hours=24)
# A message is answered at the latest this long after it was written, but for those sent again.
_LONGEST_ON_ITS_WAY = timedelta(days=5)
OPEN = [one.value for one in HandoffStatus if one not in OVER and one is not HandoffStatus.chosen]

FIGURES = f"""
SELECT partner.id, partner.key, waits.waiting, waits.since, lost.undeliverable,
    open.handoffs, open.problems,
    (SELECT answered_at FROM handoff_outgoing
        WHERE partner_id = partner.id AND state = 'delivered'
        ORDER BY created_at DESC LIMIT 1) AS sent_at,
    (SELECT received_at FROM handoff_incoming
        WHERE partner_id = partner.id AND answer_status = 202
        ORDER BY received_at DESC LIMIT 1) AS received_at
FROM partner
CROSS JOIN LATERAL (
    SELECT count(*) AS waiting, min(created_at) AS since FROM (
        SELECT created_at FROM handoff_outgoing
        WHERE partner_id = partner.id AND state = 'waiting'
        ORDER BY created_at LIMIT {MOST_COUNTED}) AS rows
) AS waits
CROSS JOIN LATERAL (
    SELECT count(*) AS undeliverable FROM (
        SELECT FROM handoff_outgoing WHERE partner_id = partner.id AND state = 'undeliverable'
        LIMIT {MOST_COUNTED}) AS rows
) AS lost
CROSS JOIN LATERAL (
    SELECT count(*) AS handoffs,
        count(*) FILTER (WHERE problem <> '' OR custody_problem <> '') AS problems
    FROM (
        SELECT problem, custody_problem FROM handoff
        WHERE partner_id = partner.id AND status = ANY($2)
        LIMIT {MOST_COUNTED}) AS rows
) AS open
WHERE $1::uuid IS NULL OR partner.id = $1
ORDER BY partner.key
"""

FAULTS = """
SELECT message.partner_id, known.fault AS code, count(*) AS times
FROM due_fault AS known JOIN handoff_outgoing AS message ON message.id = known.row_id
WHERE known.failed_at > $1 AND known.kind = 'handoff_outgoing' GROUP BY 1, 2
UNION ALL
SELECT handoff.partner_id, known.fault, count(*)
FROM due_fault AS known JOIN handoff ON handoff.id = known.row_id
WHERE known.failed_at > $1 AND known.kind = 'handoff' GROUP BY 1, 2
"""
REFUSED_THERE = """
SELECT partner_id, code, count(*) AS times FROM handoff_outgoing
WHERE partner_id = $1 AND state = 'refused' AND created_at > $2 AND answered_at > $3
GROUP BY 1, 2
"""
REFUSED_HERE = f"""
SELECT answer_body FROM handoff_incoming
WHERE partner_id = $1 AND received_at > $2 AND answer_status = 422
ORDER BY received_at DESC LIMIT {MOST_COUNTED}
"""


async def figures(partner_id: UUID | None = None) -> list[dict[str, Any]]:
    """One row of FIGURES per partner, by key; of one alone where it is named."""
    return await fetch(FIGURES, partner_id, OPEN)


async def error_classes(partners: Sequence[UUID], now: datetime) -> dict[UUID, list[ErrorClass]]:
    """By partner, what went wrong since LOOKED_BACK, the most frequent first.

    Of a message that is still repeated its last fault alone is known, so it counts once.
    """
    since = now - LOOKED_BACK
    found: dict[UUID, Counter[tuple[MessageWay, str]]] = {one: Counter() for one in partners}
    rows = list(await fetch(FAULTS, since))
    for partner in partners:
        written_since = since - _LONGEST_ON_ITS_WAY
        rows += await fetch(REFUSED_THERE, partner, written_since, since)
        for answer in await fetch(REFUSED_HERE, partner, since):
            found[partner][MessageWay.incoming, refusal_code(answer["answer_body"])] += 1
    for row in rows:
        if row["partner_id"] in found:
            found[row["partner_id"]][MessageWay.outgoing, row["code"]] += row["times"]
    return {one: _lines(counts) for one, counts in found.items()}


def _lines(counts: Counter[tuple[MessageWay, str]]) -> list[ErrorClass]:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [ErrorClass(way=way, code=code, count=times) for (way, code), times in ranked]


def refusal_code(answer: bytes) -> str:
    """Of an envelope of ours; `unreadable` for what is none."""
    try:
        envelope = Envelope.model_validate_json(bytes(answer))
        receipt = HandoffReceipt.model_validate_json(base64.b64decode(envelope.receipt))
    except ValueError:
        return "unreadable"
    return receipt.code or "refused"
