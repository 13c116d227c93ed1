"""Receipts: signed by the city that made them, to be shown to anybody later."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.simulators.partner_city.keys import CityKey, as_bytes

_PREFIX = b"yiwang-receipt/1\n"


def enveloped(
    receipt: Mapping[str, Any], key: CityKey, key_id: str | None = None
) -> dict[str, str]:
    """`receipt` under a signature of that key; `key_id` is said instead of the key's own."""
    content = as_bytes(receipt)
    return {
        "receipt": base64.b64encode(content).decode(),
        "key_id": key_id or key.key_id,
        "algorithm": "ed25519",
        "signature": base64.b64encode(key.private.sign(_PREFIX + content)).decode(),
    }


def opened(
    envelope: Any, keys: Mapping[str, Ed25519PublicKey]
) -> tuple[dict[str, Any] | None, str | None]:
    """The receipt, if one can be read, and what does not hold of its signature, if anything."""
    try:
        content = base64.b64decode(envelope["receipt"], validate=True)
        signature = base64.b64decode(envelope["signature"], validate=True)
        receipt, said = json.loads(content), (envelope["key_id"], envelope["algorithm"])
    except (ValueError, TypeError, KeyError):
        return None, "malformed"
    if said[1] != "ed25519":
        return receipt, "algorithm"
    if said[0] not in keys:
        return receipt, "key"
    try:
        keys[said[0]].verify(signature, _PREFIX + content)
    except InvalidSignature:
        return receipt, "signature"
    return receipt, None
