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
from mobile_api.handoff.states import MessageKind
from mobile_api.shared.crypto import same
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.shared.ids import new_id
from mobile_api.signatures.service import SKEW

# Their values are those of `NewMessage.values`. Who comes second, with the same signature or the
# same id, waits here for the end of the first one's transaction.
SEEN = "INSERT INTO handoff_seen_signature (digest, expires_at) VALUES ($1, $2)"
KEPT = """
INSERT INTO handoff_incoming (id, partner_id, message_id, kind, target, signature, body,
    body_digest, received_at, handoff_row_id, applied_at, answer_status, answer_body)
SELECT $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
"""
_KEEP = f"""
WITH seen AS (
    {SEEN} ON CONFLICT (digest) DO NOTHING RETURNING digest
), kept AS (
    {KEPT} FROM seen ON CONFLICT (partner_id, message_id) DO NOTHING RETURNING id
)
SELECT EXISTS(SELECT FROM seen) AS is_new_signature, EXISTS(SELECT FROM kept) AS is_new_message
"""
_STORED = """
SELECT body_digest, answer_status, answer_body FROM handoff_incoming
WHERE partner_id = $1 AND message_id = $2
"""
_SETTLE = """
UPDATE handoff_incoming SET handoff_row_id = $2, sequence = $3, applied_at = $4,
    answer_status = $5, answer_body = $6
WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered to a message: status and the bytes of the envelope."""

    status: int
    body: bytes


_NO_ANSWER = StoredAnswer(0, b"")


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it came; `id` of the row that it gets, `digest` of its bytes. Whether there was
    one of that `message_id` before is known when it is kept."""

    id: UUID
    message_id: UUID
    digest: str
    received_at: datetime
    partner_id: UUID
    kind: MessageKind
    line: SignedLine

    def values(
        self,
        handoff_row_id: UUID | None = None,
        applied_at: datetime | None = None,
        answer: StoredAnswer = _NO_ANSWER,
    ) -> tuple[object, ...]:
        """Of SEEN and KEPT."""
        line = self.line
        assert line.claims is not None
        used = digest_of(line.claims), line.claims.expires + SKEW
        known = self.id, self.partner_id, self.message_id, self.kind.value
        said = line.asked.url, line.signature, line.asked.body, self.digest
        outcome = handoff_row_id, applied_at, answer.status, answer.body
        return *used, *known, *said, self.received_at, *outcome


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a message. `sequence`: of an event that was taken; `applied_at` None: it waits
    for others."""

    handoff_row_id: UUID | None
    sequence: int | None
    applied_at: datetime | None
    answer: StoredAnswer


def arrived(
    line: SignedLine, partner: Partner, kind: MessageKind, received_at: datetime
) -> NewMessage:
    """The message of a call that is verified; nothing is written yet."""
    assert line.message_id is not None
    digest = hashlib.sha256(line.asked.body).hexdigest()
    return NewMessage(new_id(), line.message_id, digest, received_at, partner.id, kind, line)


async def keep(message: NewMessage) -> StoredAnswer | None:
    """None for a new one, else what was answered to it before; its signature is used up with it.

    Raises SignatureReplayed, MessageDiffers.
    """
    transaction_needed()
    [found] = await fetch(_KEEP, *message.values())
    if not found["is_new_signature"]:
        raise SignatureReplayed()
    if found["is_new_message"]:
        return None
    [row] = await fetch(_STORED, message.partner_id, message.message_id)
    if not same(row["body_digest"], message.digest):
        raise MessageDiffers()
    return StoredAnswer(row["answer_status"], bytes(row["answer_body"]))


async def settle(kept: NewMessage, outcome: Settled) -> None:
    """What became of it, and its answer, for good."""
    answer = outcome.answer
    of_it = outcome.handoff_row_id, outcome.sequence, outcome.applied_at
    await fetch(_SETTLE, kept.id, *of_it, answer.status, answer.body)
