"""Receipts as somebody else would check them: with nothing of ours but the published key."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def receipt_of(envelope: dict[str, str], public_key: str) -> dict[str, Any]:
    """What it says. Raises InvalidSignature for any other key or bytes."""
    kind, _, letters = public_key.partition(":")
    raw = base64.b64decode(letters)
    assert (kind, envelope["algorithm"]) == ("ed25519", "ed25519")
    assert envelope["key_id"] == hashlib.sha256(raw).hexdigest()[:16]
    said = base64.b64decode(envelope["receipt"])
    signature = base64.b64decode(envelope["signature"])
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, b"yiwang-receipt/1\n" + said)
    found: dict[str, Any] = json.loads(said)
    return found
