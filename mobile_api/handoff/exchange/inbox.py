"""A message is kept with its answer in the transaction of what it does; its repetition gets the
same bytes again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mobile_api.handoff.exchange.line import SignedLine
from mobile_api.handoff.exchange.problems import MessageDiffers, SignatureReplayed
from mobile_api.handoff.exchange.replays import digest_of
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import MessageKind, ReceiptKind
from mobile_api.shared.crypto import same
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.shared.ids import new_id
from mobile_api.signatures.service import SKEW

# Who comes second, with the same signature or the same id, waits here for the end of the first
# one's transaction.
_KEEP = """
WITH seen AS (
    INSERT INTO handoff_seen_signature (digest, expires_at) VALUES ($10, $11)
    ON CONFLICT (digest) DO NOTHING RETURNING digest
), kept AS (
    INSERT INTO handoff_incoming (id, partner_id, message_id, kind, target, signature, body,
        body_digest, answer_status, answer_body, received_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, 0, '', $9 FROM seen
    ON CONFLICT (partner_id, message_id) DO NOTHING RETURNING id
)
SELECT EXISTS(SELECT FROM seen) AS is_new_signature, EXISTS(SELECT FROM kept) AS is_new_message
"""
_STORED = """
SELECT body_digest, answer_status, answer_body FROM handoff_incoming
WHERE partner_id = $1 AND message_id = $2
"""
_SETTLE = """
WITH receipt AS (
    INSERT INTO handoff_receipt (id, handoff_row_id, kind, envelope, at)
    SELECT $7, $2, $8::varchar, $6, $9 WHERE $8::varchar IS NOT NULL
)
UPDATE handoff_incoming SET handoff_row_id = $2, sequence = $3, applied_at = $4,
    answer_status = $5, answer_body = $6
WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message of a partner that is new; `id` of its row, `digest` of its bytes."""

    id: UUID
    message_id: UUID
    digest: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered to a message: status and the bytes of the envelope."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a message. `sequence`: of an event that was taken; `applied_at` None: it waits
    for others. `receipt`: what the answer is, where it is one of the three of a case."""

    handoff_row_id: UUID | None
    sequence: int | None
    applied_at: datetime | None
    answer: StoredAnswer
    receipt: ReceiptKind | None = None


async def keep(
    line: SignedLine, partner: Partner, kind: MessageKind, received_at: datetime
) -> NewMessage | StoredAnswer:
    """The message, or what was answered to it before; its signature is used up with it.

    Raises SignatureReplayed, MessageDiffers.
    """
    transaction_needed()
    assert line.message_id is not None and line.claims is not None
    body, row_id = line.asked.body, new_id()
    digest = hashlib.sha256(body).hexdigest()
    of_message = line.asked.url, line.signature, body, digest
    known = partner.id, line.message_id
    used = digest_of(line.claims), line.claims.expires + SKEW
    [kept] = await fetch(_KEEP, row_id, *known, kind.value, *of_message, received_at, *used)
    if not kept["is_new_signature"]:
        raise SignatureReplayed()
    if kept["is_new_message"]:
        return NewMessage(row_id, line.message_id, digest, received_at)
    [row] = await fetch(_STORED, *known)
    if not same(row["body_digest"], digest):
        raise MessageDiffers()
    return StoredAnswer(row["answer_status"], bytes(row["answer_body"]))


async def settle(kept: NewMessage, outcome: Settled) -> None:
    """What became of it, and its answer, for good."""
    of_it = outcome.handoff_row_id, outcome.sequence, outcome.applied_at
    answer, kind = outcome.answer, outcome.receipt and outcome.receipt.value
    of_receipt = new_id(), kind, kept.received_at
    await fetch(_SETTLE, kept.id, *of_it, answer.status, answer.body, *of_receipt)
