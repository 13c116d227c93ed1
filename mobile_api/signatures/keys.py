"""Keys that cities sign with: Ed25519 (RFC 8032), or SM2 with SM3 where a partner asks for it."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mobile_api.signatures import sm2


class KeyKind(StrEnum):
    """As `alg` names it in a signed message; the second one is not registered with IANA."""

    ed25519 = "ed25519"
    sm2 = "sm2-sm3"


_SECRET = "secret-"
_PUBLIC_BYTES = {KeyKind.ed25519: 32, KeyKind.sm2: sm2.PUBLIC_BYTES}


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half. `raw`: 32 bytes of Ed25519, or x and y of SM2, 32 bytes each."""

    kind: KeyKind
    raw: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """From `ed25519:BASE64` or `sm2-sm3:BASE64`.

        Raises ValueError for anything else, and for x and y that are no point of the curve.
        """
        kind, raw = _read(text)
        if len(raw) != _PUBLIC_BYTES[kind]:
            raise ValueError("a public key of another length")
        if kind is KeyKind.sm2 and not sm2.is_public(raw):
            raise ValueError("not a point of the curve")
        return cls(kind, raw)

    def __str__(self) -> str:
        return f"{self.kind}:{base64.b64encode(self.raw).decode()}"

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the owner of the other half signed exactly this. Raises SmUnavailable."""
        if self.kind is KeyKind.sm2:
            return sm2.verify(self.raw, signature, message)
        try:
            _ed25519_public(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half, 32 bytes; shows itself nowhere."""

    kind: KeyKind
    raw: bytes

    @classmethod
    def new(cls, kind: KeyKind) -> Self:
        """A key of the system's randomness."""
        if kind is KeyKind.sm2:
            return cls(kind, sm2.new_secret())
        return cls(kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `written` gave. Raises ValueError, SmUnavailable."""
        if not text.startswith(_SECRET):
            raise ValueError("not a secret key: it begins with secret-")
        kind, raw = _read(text.removeprefix(_SECRET))
        found = cls(kind, raw)
        if len(raw) != sm2.SECRET_BYTES or len(found.public.raw) != _PUBLIC_BYTES[kind]:
            raise ValueError("a secret key of another length")
        return found

    def written(self) -> str:
        """For a file that only its owner reads; no public key looks like it."""
        return f"{_SECRET}{self.kind}:{base64.b64encode(self.raw).decode()}"

    def __repr__(self) -> str:
        return f"SigningKey({self.kind}, {self.public.key_id})"

    @property
    def public(self) -> VerifyingKey:
        """Raises ValueError for bytes that are no key, SmUnavailable."""
        return _public_of(self.kind, self.raw)

    def sign(self, message: bytes) -> bytes:
        """64 bytes. Raises SmUnavailable."""
        if self.kind is KeyKind.sm2:
            return sm2.sign(self.raw, message)
        return _ed25519_secret(self.raw).sign(message)


# To compute a public half costs as much as to sign: a process has few keys and uses them often.
@lru_cache(maxsize=32)
def _public_of(kind: KeyKind, raw: bytes) -> VerifyingKey:
    if kind is KeyKind.sm2:
        return VerifyingKey(kind, sm2.public_of(raw))
    return VerifyingKey(kind, _ed25519_secret(raw).public_key().public_bytes_raw())


@lru_cache(maxsize=32)
def _ed25519_secret(raw: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(raw)


@lru_cache(maxsize=1024)
def _ed25519_public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _read(text: str) -> tuple[KeyKind, bytes]:
    kind, _, value = text.strip().partition(":")
    try:
        return KeyKind(kind), base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError("neither ed25519:BASE64 nor sm2-sm3:BASE64") from error
