"""The SM4 envelope of EMS bodies: `|$4|` + base64(SM4-ECB-PKCS7(text + signKey))."""

import base64

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

PREFIX = "|$4|"
BLOCK_BITS = 128


class EnvelopeFault(Exception):
    """The envelope is not one of this key's; the text says which part is wrong."""


def seal(text: str, sign_key: str, *, with_suffix: bool = True) -> str:
    """`sign_key` is base64 text: decoded it is the cipher key, and as text it is the suffix."""
    padder = PKCS7(BLOCK_BITS).padder()
    plain = (text + sign_key if with_suffix else text).encode()
    padded = padder.update(plain) + padder.finalize()
    encryptor = _cipher(sign_key).encryptor()
    return PREFIX + base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def open_sealed(envelope: str, sign_key: str) -> str:
    """The text without its suffix. Raises EnvelopeFault."""
    if not envelope.startswith(PREFIX):
        raise EnvelopeFault("报文前缀不正确")
    try:
        sealed = base64.b64decode(envelope.removeprefix(PREFIX), validate=True)
        decryptor = _cipher(sign_key).decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        unpadder = PKCS7(BLOCK_BITS).unpadder()
        text = (unpadder.update(padded) + unpadder.finalize()).decode()
    except ValueError:
        raise EnvelopeFault("报文解密失败") from None
    if not text.endswith(sign_key):
        raise EnvelopeFault("报文验签失败")
    return text.removesuffix(sign_key)


def _cipher(sign_key: str) -> Cipher[modes.ECB]:
    return Cipher(algorithms.SM4(base64.b64decode(sign_key)), modes.ECB())
