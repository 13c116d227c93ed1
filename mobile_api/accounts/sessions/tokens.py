"""The three tokens of a session, none of which is kept anywhere or taken for another.

Access tokens are short-lived and verified locally: a read costs no question to anybody. A refresh
token names its session and its place in the row of those before it; a page's token is what the
cookie holds. Who makes one of these two needs our keys and the seed of the session's row: neither
the database alone nor a key that got out is enough.
"""

import base64
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import jwt

from mobile_api.accounts.errors import SessionEnded
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.crypto import keyring
from mobile_api.shared.errors import NotSignedIn

LIFETIME = timedelta(minutes=15)
_ALGORITHM = "HS256"
_REFRESH, _PAGE = "refresh-token", "page-token"
_ID_BYTES, _GENERATION_BYTES = 16, 4


class Stated(NamedTuple):
    """What a token says before anybody has looked whether it is genuine."""

    session_id: UUID
    generation: int
    signed: bytes
    mac: bytes
    purpose: str

    def is_genuine(self, seed: bytes) -> bool:
        """Whether we made it; `seed` is the one of its session."""
        return keyring().is_mac(self.mac, self.signed + seed, self.purpose)


def issue_token(caller: Citizen | Staff) -> str:
    """A signed token that carries the caller for `LIFETIME`."""
    claims = {"sid": str(caller.session_id), "exp": clock.now() + LIFETIME}
    if isinstance(caller, Citizen):
        claims |= {"kind": "citizen", "sub": str(caller.person_id), "lvl": caller.assurance_level}
    else:
        claims |= {
            "kind": "staff",
            "sub": str(caller.staff_id),
            "dep": caller.department_key,
            "roles": sorted(caller.roles),
        }
    return jwt.encode(claims, keyring().derived("access-token"), _ALGORITHM)


def caller_of(token: str) -> Citizen | Staff:
    """The caller that a token carries. Raises NotSignedIn when it is forged or has run out."""
    try:
        # Expiry is compared with our own clock, which tests may move.
        claims = jwt.decode(
            token,
            keyring().derived("access-token"),
            [_ALGORITHM],
            options={"require": ["exp", "sub", "sid"], "verify_exp": False},
        )
        if claims["exp"] < clock.now().timestamp():
            raise NotSignedIn()
        session_id = UUID(claims["sid"])
        if claims["kind"] == "citizen":
            return Citizen(UUID(claims["sub"]), session_id, claims["lvl"])
        roles = frozenset(StaffRole(role) for role in claims["roles"])
        return Staff(UUID(claims["sub"]), session_id, claims["dep"], roles)
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise NotSignedIn() from None


def refresh_token(session_id: UUID, seed: bytes, generation: int) -> str:
    """The same text for the same place, so that an answer that was lost can be given again."""
    return _signed(session_id.bytes + generation.to_bytes(_GENERATION_BYTES), seed, _REFRESH)


def page_token(session_id: UUID, seed: bytes) -> str:
    """What the cookie of the pages holds as long as the session lives."""
    return _signed(session_id.bytes, seed, _PAGE)


def read_refresh_token(token: str) -> Stated:
    """Raises SessionEnded for what is none."""
    return _read(token, _REFRESH, _ID_BYTES + _GENERATION_BYTES)


def read_page_token(token: str) -> Stated:
    """Raises SessionEnded for what is none; its generation is 0."""
    return _read(token, _PAGE, _ID_BYTES)


def _signed(named: bytes, seed: bytes, purpose: str) -> str:
    signed = named + keyring().mac(named + seed, purpose)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _read(token: str, purpose: str, length: int) -> Stated:
    try:
        signed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return Stated(
            session_id=UUID(bytes=signed[:_ID_BYTES]),
            generation=int.from_bytes(signed[_ID_BYTES:length]),
            signed=signed[:length],
            mac=signed[length:],
            purpose=purpose,
        )
    except ValueError:
        raise SessionEnded() from None
