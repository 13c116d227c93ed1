"""Codes of a phone's authenticator, and the codes on paper for a day without the phone."""

import base64
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring

DIGITS, STEP_SECONDS = 6, 30
RECOVERY_CODES = 10
# RFC 4226, section 4: the secret is as long as what SHA-1 gives.
_SECRET_BYTES = 20
# A phone's clock may be half a minute off either way (RFC 6238, section 5.2).
_STEPS_AROUND = (0, -1, 1)
# Without the letters that are read as digits.
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_RECOVERY_LENGTH = 10


def new_secret() -> str:
    """In base32, as authenticators take it by hand."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def address_of_secret(secret: str, username: str, issuer: str) -> str:
    """The otpauth address that an authenticator reads from a QR code."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def step_of(secret: str, code: str, after: int) -> int | None:
    """The thirty seconds that the code is of, if it is right, near now and later than `after`."""
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now + offset for offset in _STEPS_AROUND):
        if step > after and _is_code_of(secret, code, step):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """To be printed and kept apart from the phone; each is good once."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """What is kept of a code on paper, however it was typed."""
    plain = "".join(one for one in code.upper() if one.isascii() and one.isalnum())
    return keyring().keyed_hash(plain, "staff-recovery-code").hex()


def _recovery_code() -> str:
    text = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH))
    return f"{text[:5]}-{text[5:]}"


def _is_code_of(secret: str, code: str, step: int) -> bool:
    try:
        _totp(secret).verify(code.encode(), step * STEP_SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(secret: str) -> TOTP:
    # What the authenticators of phones know: six digits, half a minute, SHA-1.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)
