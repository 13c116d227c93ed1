"""Keys, sealing of personal fields and keyed hashes; every key is derived from the one secret.

SM4-GCM (GB/T 32907, RFC 8998) seals and HMAC-SM3 (GB/T 32905) hashes, as the commercial
cryptography rules ask of level-3 systems (GB/T 39786). Sealed form: version (1 byte), key id (4),
nonce (12), ciphertext with tag (16).
"""

import base64
import hashlib
import hmac as stdlib_hmac
import os
from collections.abc import Sequence
from functools import cache
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings

_VERSION = b"\x01"
_KEY_ID, _NONCE, _TAG = 4, 12, 16
_SHORTEST = len(_VERSION) + _KEY_ID + _NONCE + _TAG


class CannotOpen(Exception):
    """The sealed value is damaged, belongs elsewhere, or its key is not at hand."""


class Keyring:
    """The present secret, and the retired ones, newest first, that still open what they sealed."""

    def __init__(self, secret: str, previous: Sequence[str] = ()) -> None:
        masters = [base64.b64decode(text) for text in (secret, *previous)]
        if any(len(master) < 32 for master in masters):
            raise ValueError("a secret key must hold at least 32 bytes, base64")
        self._master = masters[0]
        # Rows are found by these hashes, so they stay with the first secret there ever was.
        self._first_master = masters[-1]
        self._sealing_keys = {
            _key_id(master): derived_key(master, "seal", 16) for master in masters
        }
        self._present_id = _key_id(self._master)
        self._masters = {_key_id(master): master for master in masters}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.secret_key, settings.previous_secret_keys)

    def derived(self, purpose: str, length: int = 32) -> bytes:
        """A key of `length` bytes for one purpose; different purposes share nothing."""
        return derived_key(self._master, purpose, length)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt for one place (`table.column`); the same bytes elsewhere do not open."""
        nonce = os.urandom(_NONCE)
        key = self._sealing_keys[self._present_id]
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(place.encode())
        sealed = encryptor.update(plain) + encryptor.finalize()
        return _VERSION + self._present_id + nonce + sealed + encryptor.tag

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal` made for the same place. Raises CannotOpen."""
        key = self._sealing_keys.get(sealed[1 : 1 + _KEY_ID])
        if sealed[:1] != _VERSION or key is None or len(sealed) < _SHORTEST:
            raise CannotOpen(place)
        nonce, body = sealed[5 : 5 + _NONCE], sealed[5 + _NONCE : -_TAG]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
        decryptor.authenticate_additional_data(place.encode())
        try:
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            raise CannotOpen(place) from None

    def keyed_hash(self, value: str, purpose: str) -> bytes:
        """HMAC-SM3 (32 bytes) by which an equal value is found without being readable."""
        key = derived_key(self._first_master, "hash:" + purpose, 32)
        digest = hmac.HMAC(key, hashes.SM3())
        digest.update(value.encode())
        return digest.finalize()

    def mac(self, message: bytes, purpose: str) -> bytes:
        """Key id (4) and HMAC-SM3 (32) by the present secret: without a secret nobody makes one."""
        return self._present_id + self._mac(self._present_id, message, purpose)

    def is_mac(self, mac: bytes, message: bytes, purpose: str) -> bool:
        """Whether `mac` made this of that message, by the present secret or a retired one."""
        key_id = mac[:_KEY_ID]
        if key_id not in self._masters:
            return False
        return same(mac, key_id + self._mac(key_id, message, purpose))

    def _mac(self, key_id: bytes, message: bytes, purpose: str) -> bytes:
        key = derived_key(self._masters[key_id], "mac:" + purpose, 32)
        digest = hmac.HMAC(key, hashes.SM3())
        digest.update(message)
        return digest.finalize()


def same(left: bytes | str, right: bytes | str) -> bool:
    """Compare in constant time."""
    return stdlib_hmac.compare_digest(_bytes(left), _bytes(right))


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _key_id(master: bytes) -> bytes:
    return hashlib.sha256(b"yiwang key id" + master).digest()[:_KEY_ID]


@cache
def derived_key(master: bytes, purpose: str, length: int) -> bytes:
    """HKDF-SHA256 (RFC 5869), once per key: purposes are names that stand in the code."""
    info = b"yiwang " + purpose.encode()
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(master)


KEYRING = Derived("keyring", Keyring.of)


def keyring() -> Keyring:
    """The keys of this process; sealed columns read and write with them. Raises PartMissing."""
    return KEYRING.here()
