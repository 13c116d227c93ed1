"""A signature serves once: rows, so that a restart or an emptied cache lets nothing in again."""

import hashlib

from mobile_api.handoff.exchange.problems import SignatureReplayed
from mobile_api.handoff.models import SeenSignature
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, transaction_needed
from mobile_api.signatures.service import SKEW, Claims

_SEE = """
INSERT INTO handoff_seen_signature (digest, expires_at) VALUES ($1, $2)
ON CONFLICT (digest) DO NOTHING RETURNING digest
"""


async def use_once(claims: Claims) -> None:
    """In the transaction of what the message does: undone with it, it may come again.

    Of two at once the later one waits for the end of the other's. Raises SignatureReplayed.
    """
    transaction_needed()
    if not await fetch(_SEE, digest_of(claims), claims.expires + SKEW):
        raise SignatureReplayed()


def digest_of(claims: Claims) -> str:
    """By which it is known again: its bytes count, not how they are written."""
    return hashlib.sha256(claims.signature).hexdigest()


async def forget_old_signatures() -> int:
    """Delete those that the clock refuses by itself; answers how many went."""
    return await SeenSignature.filter(expires_at__lt=clock.now()).delete()
