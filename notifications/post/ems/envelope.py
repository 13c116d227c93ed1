"""The sealed body of China Post's platform: SM4-ECB with the key's base64 text as a poor MAC.

Form: "|$4|" + base64(SM4-ECB-PKCS7(JSON + signKey)); the cipher key is base64decode(signKey), 16
bytes (GB/T 32907; vendor tool CryptoThirdSM4Tools). Pushes come without the appended key.
"""

import base64
import binascii
import json
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from notifications.post.ems.errors import EmsMisconfigured, EnvelopeBroken

PREFIX = "|$4|"
_KEY_BYTES, _BLOCK_BITS = 16, 128


def seal(value: Any, sign_key: str) -> str:
    """The `logitcsInterface` field for a JSON value. Raises EmsMisconfigured on a bad key."""
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )
    padder = PKCS7(_BLOCK_BITS).padder()
    plain = padder.update((text + sign_key).encode()) + padder.finalize()
    encryptor = _cipher(sign_key).encryptor()
    sealed = encryptor.update(plain) + encryptor.finalize()
    return PREFIX + base64.b64encode(sealed).decode()


def open_sealed(sealed: str, sign_key: str) -> Any:
    """The JSON value of a sealed field, with or without the exact key text after it.

    The vendor's tool lets text without the prefix pass unread; we do not, since the cipher is all
    that tells EMS from a stranger. Raises EnvelopeBroken, EmsMisconfigured.
    """
    try:
        text = _decrypted(sealed, sign_key).decode()
        value, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        raise EnvelopeBroken() from None
    if text[end:].strip() not in ("", sign_key):
        raise EnvelopeBroken()
    return value


def check_key(sign_key: str) -> None:
    """Raises EmsMisconfigured unless the text is the base64 of an SM4 key."""
    _cipher(sign_key)


def _decrypted(sealed: str, sign_key: str) -> bytes:
    """Raises ValueError for a wrong prefix, base64, length or padding."""
    if not sealed.startswith(PREFIX):
        raise ValueError("prefix")
    # Java breaks base64 into lines now and then, and a form that was not percent-encoded arrives
    # with its plus signs turned into spaces.
    text = "".join(sealed.removeprefix(PREFIX).splitlines()).replace(" ", "+")
    ciphertext = base64.b64decode(text, validate=True)
    decryptor = _cipher(sign_key).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    unpadder = PKCS7(_BLOCK_BITS).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def _cipher(sign_key: str) -> Cipher[modes.ECB]:
    try:
        key = base64.b64decode(sign_key, validate=True)
    except binascii.Error:
        raise EmsMisconfigured("sign_key_not_base64") from None
    if len(key) != _KEY_BYTES:
        raise EmsMisconfigured("sign_key_not_16_bytes")
    return Cipher(algorithms.SM4(key), modes.ECB())
