"""Signatures and AES of WeChat's callbacks.

https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
"""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

PADDED_TO_BITS = 32 * 8
RANDOM_BYTES = 16


def sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypt(text: str, *, aes_key: str, app_id: str, random: bytes = b"") -> str:
    """`random` is 16 bytes; given only to reproduce a known vector."""
    content = text.encode()
    plain = (random or secrets.token_bytes(RANDOM_BYTES)) + len(content).to_bytes(4, "big")
    padder = PKCS7(PADDED_TO_BITS).padder()
    padded = padder.update(plain + content + app_id.encode()) + padder.finalize()
    encryptor = _cipher(aes_key).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def decrypt(sealed: str, *, aes_key: str, app_id: str) -> str:
    """Raises ValueError for anything that was not sealed with this key for this app id."""
    decryptor = _cipher(aes_key).decryptor()
    padded = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    unpadder = PKCS7(PADDED_TO_BITS).unpadder()
    plain = (unpadder.update(padded) + unpadder.finalize())[RANDOM_BYTES:]
    end = 4 + int.from_bytes(plain[:4], "big")
    if plain[end:] != app_id.encode():
        raise ValueError("sealed for another app id")
    return plain[4:end].decode()


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
