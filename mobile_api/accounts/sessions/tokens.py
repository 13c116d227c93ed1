"""Access tokens: short-lived, verified locally, so that a read costs no Redis round trip."""

from datetime import timedelta
from uuid import UUID

import jwt

from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff, StaffRole
from mobile_api.shared.crypto import keyring
from mobile_api.shared.errors import NotSignedIn

LIFETIME = timedelta(minutes=15)
_ALGORITHM = "HS256"


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
