"""Ed25519 (RFC 8032) over bytes and a purpose; the signature stands beside what it is of.

The key follows from the present secret, as every key does. After the secret is changed the public
half of the retired one is still published, so that what it signed can be checked.
"""

import base64
import re
from collections.abc import Sequence
from typing import Self

from mobile_api.shared.crypto import derived_key
from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from mobile_api.signatures.components import Claims
from mobile_api.signatures.keys import KeyKind, SigningKey, VerifyingKey
from mobile_api.signatures.messages import (
    SKEW,
    Answer,
    Request,
    claims_of_answer,
    claims_of_request,
    sign_answer,
    sign_request,
    signature_base,
    verify_answer,
    verify_claimed,
    verify_claimed_answer,
    verify_request,
)
from mobile_api.signatures.schemas import PublicKey, Signature

__all__ = [
    "SIGNER",
    "SKEW",
    "Answer",
    "Claims",
    "KeyKind",
    "Request",
    "Signer",
    "SigningKey",
    "VerifyingKey",
    "claims_of_answer",
    "claims_of_request",
    "public_keys",
    "sign",
    "sign_answer",
    "sign_request",
    "signature_base",
    "verify",
    "verify_answer",
    "verify_claimed",
    "verify_claimed_answer",
    "verify_request",
]

_PURPOSE = re.compile("[a-z][a-z0-9-]{0,63}")


class Signer:
    """Signs by the present secret; knows the public keys of all, the present one first."""

    def __init__(self, secret: str, previous: Sequence[str] = ()) -> None:
        keys = [_signing_key(base64.b64decode(text)) for text in (secret, *previous)]
        self._key = keys[0]
        self.public_keys = [_published(key.public) for key in keys]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.secret_key, settings.previous_secret_keys)

    def sign(self, message: bytes, purpose: str) -> Signature:
        """For one purpose, a name that stands in the code: it is no signature for another."""
        value = self._key.sign(_signed_bytes(message, purpose))
        return Signature(key_id=self.public_keys[0].key_id, value=base64.b64encode(value).decode())


def verify(message: bytes, purpose: str, signature: Signature, public_key: PublicKey) -> bool:
    """Whether the owner of that key signed exactly this for that purpose."""
    try:
        key = VerifyingKey.read(f"{KeyKind.ed25519}:{public_key.value}")
        value = base64.b64decode(signature.value, validate=True)
        is_signed = key.verifies(value, _signed_bytes(message, purpose))
    except ValueError:
        return False
    return is_signed and signature.key_id == public_key.key_id == key.key_id


SIGNER = Derived("signer", Signer.of)


def sign(message: bytes, purpose: str) -> Signature:
    """By this process. Raises PartMissing."""
    return SIGNER.here().sign(message, purpose)


def public_keys() -> list[PublicKey]:
    """For publication: the present one, then those of retired secrets. Raises PartMissing."""
    return list(SIGNER.here().public_keys)


def _signed_bytes(message: bytes, purpose: str) -> bytes:
    """A purpose holds no line end, so no other pair of purpose and message reads the same."""
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError("not the name of a purpose")
    return b"yiwang-signature/1\n" + purpose.encode() + b"\n" + message


def _signing_key(master: bytes) -> SigningKey:
    if len(master) < 32:
        raise ValueError("a secret key must hold at least 32 bytes, base64")
    return SigningKey(KeyKind.ed25519, derived_key(master, "ed25519 signature", 32))


def _published(key: VerifyingKey) -> PublicKey:
    return PublicKey(key_id=key.key_id, value=base64.b64encode(key.raw).decode())
