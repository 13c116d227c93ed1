"""SM2 with SM3 (GB/T 32918.2, GB/T 32905) by the system's OpenSSL 3, which `cryptography` has not.

The identity in the digest of the signer (Z) is the usual 1234567812345678 of GM/T 0009: without
one OpenSSL signs what nobody else can check. Signatures are r and s, 32 bytes each.
"""

import ctypes
import ctypes.util
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from mobile_api.signatures.errors import SmUnavailable

SECRET_BYTES, PUBLIC_BYTES, SIGNATURE_BYTES = 32, 64, 64
_IDENTITY = b"1234567812345678"
# Order of the group (GB/T 32918.5).
_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
# What stands before x and y in a SubjectPublicKeyInfo, and around d in the key of SEC 1.
_PUBLIC_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
_SECRET_HEAD = bytes.fromhex("30310201010420")
_SECRET_TAIL = bytes.fromhex("a00a06082a811ccf5501822d")
# A signature of `_KNOWN_MESSAGE` by somebody else: what cannot check it is of no use.
_KNOWN_MESSAGE = b"message digest"
_KNOWN_KEY = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
_KNOWN_SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


class _OpenSsl:
    """The functions that are needed, each with its types: a pointer is no C int."""

    def __init__(self, library: ctypes.CDLL) -> None:
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        text, number = ctypes.c_char_p, ctypes.c_int
        kinds: dict[str, tuple[object, list[object]]] = {
            "EVP_MD_CTX_new": (pointer, []),
            "EVP_MD_CTX_free": (None, [pointer]),
            "EVP_MD_CTX_set_pkey_ctx": (None, [pointer, pointer]),
            "EVP_PKEY_CTX_new": (pointer, [pointer, pointer]),
            "EVP_PKEY_CTX_free": (None, [pointer]),
            "EVP_PKEY_CTX_set1_id": (number, [pointer, text, size]),
            "EVP_PKEY_free": (None, [pointer]),
            "EVP_sm3": (pointer, []),
            "EVP_DigestSignInit": (number, [pointer] * 5),
            "EVP_DigestSign": (number, [pointer, text, pointer, text, size]),
            "EVP_DigestVerifyInit": (number, [pointer] * 5),
            "EVP_DigestVerify": (number, [pointer, text, size, text, size]),
            "d2i_PUBKEY": (pointer, [pointer, pointer, ctypes.c_long]),
            "d2i_AutoPrivateKey": (pointer, [pointer, pointer, ctypes.c_long]),
            "EVP_PKEY_get_octet_string_param": (number, [pointer, text, pointer, size, pointer]),
            "ERR_clear_error": (None, []),
        }
        for name, (result, arguments) in kinds.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Callable[..., int]:
        """What the type checker knows of them."""
        raise AttributeError(name)


@cache
def _openssl() -> _OpenSsl:
    """Raises SmUnavailable where there is none, or one that cannot SM2."""
    name = ctypes.util.find_library("crypto")
    if name is None:
        raise SmUnavailable()
    try:
        found = _OpenSsl(ctypes.CDLL(name))
    except (OSError, AttributeError) as error:
        raise SmUnavailable() from error
    if not _verify(found, _KNOWN_KEY, _KNOWN_SIGNATURE, _KNOWN_MESSAGE):
        raise SmUnavailable()
    return found


@contextmanager
def _key(openssl: _OpenSsl, encoded: bytes, read: str) -> Iterator[int | None]:
    """A key as OpenSSL holds it; None for bytes that are none."""
    place = ctypes.c_char_p(encoded)
    key = getattr(openssl, read)(None, ctypes.byref(place), len(encoded))
    try:
        yield key
    finally:
        openssl.EVP_PKEY_free(key)
        # The queue of errors is that of every user of the library in this thread.
        openssl.ERR_clear_error()


@contextmanager
def _digesting(openssl: _OpenSsl, key: int, begin: str) -> Iterator[int]:
    """A digest that is to be signed or checked with that key. Raises SmUnavailable."""
    context, of_key = openssl.EVP_MD_CTX_new(), openssl.EVP_PKEY_CTX_new(key, None)
    try:
        if openssl.EVP_PKEY_CTX_set1_id(of_key, _IDENTITY, len(_IDENTITY)) != 1:
            raise SmUnavailable()
        openssl.EVP_MD_CTX_set_pkey_ctx(context, of_key)
        if getattr(openssl, begin)(context, None, openssl.EVP_sm3(), None, key) != 1:
            raise SmUnavailable()
        yield context
    finally:
        openssl.EVP_MD_CTX_free(context)
        openssl.EVP_PKEY_CTX_free(of_key)


def _verify(openssl: _OpenSsl, public: bytes, signature: bytes, message: bytes) -> bool:
    numbers = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
    if len(signature) != SIGNATURE_BYTES or not all(0 < one < _ORDER for one in numbers):
        return False
    encoded = encode_dss_signature(*numbers)
    with _key(openssl, _PUBLIC_HEAD + public, "d2i_PUBKEY") as key:
        if key is None:
            return False
        with _digesting(openssl, key, "EVP_DigestVerifyInit") as context:
            said = openssl.EVP_DigestVerify(context, encoded, len(encoded), message, len(message))
            return bool(said == 1)


def is_public(public: bytes) -> bool:
    """Whether x and y are a point of the curve. Raises SmUnavailable."""
    if len(public) != PUBLIC_BYTES:
        return False
    with _key(_openssl(), _PUBLIC_HEAD + public, "d2i_PUBKEY") as key:
        return key is not None


def new_secret() -> bytes:
    """32 bytes, 1 to the order less two (GB/T 32918.1 6.1)."""
    return (1 + secrets.randbelow(_ORDER - 2)).to_bytes(SECRET_BYTES, "big")


@contextmanager
def _secret_key(openssl: _OpenSsl, secret: bytes) -> Iterator[int]:
    if len(secret) != SECRET_BYTES or not 0 < int.from_bytes(secret, "big") < _ORDER - 1:
        raise ValueError("not a secret key of SM2")
    with _key(openssl, _SECRET_HEAD + secret + _SECRET_TAIL, "d2i_AutoPrivateKey") as key:
        if key is None:
            raise SmUnavailable()
        yield key


def public_of(secret: bytes) -> bytes:
    """x and y, 32 bytes each. Raises SmUnavailable, ValueError for what is no secret key."""
    openssl = _openssl()
    with _secret_key(openssl, secret) as key:
        room, used = ctypes.create_string_buffer(1 + PUBLIC_BYTES), ctypes.c_size_t()
        read = openssl.EVP_PKEY_get_octet_string_param
        if read(key, b"pub", room, len(room), ctypes.byref(used)) != 1:
            raise SmUnavailable()
        return room.raw[1 : used.value]


def sign(secret: bytes, message: bytes) -> bytes:
    """r and s. Raises SmUnavailable, ValueError for what is no secret key."""
    openssl = _openssl()
    with (
        _secret_key(openssl, secret) as key,
        _digesting(openssl, key, "EVP_DigestSignInit") as context,
    ):
        room = ctypes.create_string_buffer(80)
        length = ctypes.c_size_t(len(room))
        if openssl.EVP_DigestSign(context, room, ctypes.byref(length), message, len(message)) != 1:
            raise SmUnavailable()
        r, s = decode_dss_signature(room.raw[: length.value])
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the owner of the secret half signed exactly this. Raises SmUnavailable."""
    return _verify(_openssl(), public, signature, message)
