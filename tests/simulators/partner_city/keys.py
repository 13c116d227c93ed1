"""Keys of a simulated city: Ed25519 for what it signs, X25519 (age) for what is sealed for it."""

import base64
import binascii
import hashlib
import json
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_KIND = "ed25519:"


class CityKey:
    """One pair; `public` as it is registered, `key_id` as messages name it."""

    def __init__(self, raw: bytes | None = None) -> None:
        self.private = (
            Ed25519PrivateKey.from_private_bytes(raw) if raw else Ed25519PrivateKey.generate()
        )
        public = self.private.public_key()
        self.public = _KIND + base64.b64encode(public.public_bytes_raw()).decode()
        self.key_id = key_id_of(public)


def key_id_of(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def public_key(text: str) -> Ed25519PublicKey:
    """Raises ValueError for what is not `ed25519:BASE64`."""
    if not text.startswith(_KIND):
        raise ValueError("not ed25519:BASE64")
    return Ed25519PublicKey.from_public_bytes(
        base64.b64decode(text.removeprefix(_KIND), validate=True)
    )


class SealKey:
    """`recipient`: what others seal for."""

    def __init__(self) -> None:
        self._identity = pyrage.x25519.Identity.generate()
        self.recipient = str(self._identity.to_public())

    def unsealed(self, sealed: str) -> Any:
        """The JSON inside. Raises ValueError for what this key does not open."""
        try:
            return json.loads(
                pyrage.decrypt(base64.b64decode(sealed, validate=True), [self._identity])
            )
        except (pyrage.DecryptError, binascii.Error) as error:
            raise ValueError("not sealed for this city") from error


def sealed_for(recipient: str, plain: Any) -> str:
    """Base64 of an age file with the JSON of `plain`. Raises ValueError for a wrong recipient."""
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise ValueError("not an age recipient") from error
    return base64.b64encode(pyrage.encrypt(as_bytes(plain), [to])).decode()


def as_bytes(said: Any) -> bytes:
    """JSON as this city writes it."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


class CityKeys:
    """All keys of one city, made at its start; `stranger` is registered with nobody."""

    def __init__(self) -> None:
        self.own, self.stranger, self.seal = CityKey(), CityKey(), SealKey()

    def rotate(self) -> None:
        """Another key signs from now on."""
        self.own = CityKey()
