"""Checks an ID token by every rule of OpenID Connect Core 1.0, section 3.1.3.7."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import jwt

from mobile_api.accounts.identity.openid.documents import ALGORITHMS
from mobile_api.accounts.identity.openid.errors import refusal
from mobile_api.shared import clock
from mobile_api.shared.crypto import same

# Between their clocks and ours.
SKEW = timedelta(seconds=60)
# An ID token is used at once; one that was made long ago was not made for this sign-in.
OLDEST = timedelta(minutes=10)
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


def header_of(token: str) -> dict[str, Any]:
    """The unverified header, of which only `kid` and `alg` are used. Raises IdentityRefused."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise refusal("not a token") from None
    if header.get("alg") not in ALGORITHMS:
        raise refusal("algorithm not allowed")
    return header


def claims_of(token: str, key: jwt.PyJWK, *, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a token signed by `key`, for us, by the issuer, at this time.

    Raises IdentityRefused.
    """
    # Times are compared with our own clock, which tests may move.
    options: Any = {
        "require": _REQUIRED,
        "verify_exp": False,
        "verify_iat": False,
        "verify_nbf": False,
    }
    try:
        claims = jwt.decode(
            token, key, list(ALGORITHMS), audience=client_id, issuer=issuer, options=options
        )
    except jwt.InvalidTokenError as error:
        raise refusal(type(error).__name__) from None
    _check_party(claims, client_id)
    _check_times(claims)
    return dict(claims)


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    # A token for several parties must say that we are the one who asked for it.
    azp = claims.get("azp")
    if azp is None and isinstance(claims["aud"], list) and len(claims["aud"]) > 1:
        raise refusal("several audiences, no azp")
    if azp is not None and azp != client_id:
        raise refusal("made for another party")


def _check_times(claims: dict[str, Any]) -> None:
    now, skew = clock.now().timestamp(), SKEW.total_seconds()
    expires_at, issued_at = claims["exp"], claims["iat"]
    if not (_is_number(expires_at) and _is_number(issued_at)):
        raise refusal("times are not numbers")
    # Optional (RFC 7519, section 4.1.5): what is no time says nothing.
    told = claims.get("nbf")
    not_before = told if _is_number(told) else issued_at
    if expires_at <= now - skew:
        raise refusal("expired")
    if max(issued_at, not_before) > now + skew:
        raise refusal("from the future")
    if issued_at < now - OLDEST.total_seconds() - skew:
        raise refusal("issued long ago")


def check_nonce(claims: dict[str, Any], nonce: str) -> None:
    """Whether the token was made for this very sign-in. Raises IdentityRefused."""
    if not isinstance(claims["nonce"], str) or not same(claims["nonce"], nonce):
        raise refusal("nonce")


def check_fresh(claims: dict[str, Any], max_age: timedelta) -> None:
    """Whether the person has just proven themselves, as was asked. Raises IdentityRefused."""
    at = claims.get("auth_time", 0)
    if not _is_number(at) or at < (clock.now() - max_age - SKEW).timestamp():
        raise refusal("not authenticated anew")


def check_access_token(claims: dict[str, Any], access_token: str) -> None:
    """Whether the access token came with this ID token, where it says so. Raises IdentityRefused.

    All our algorithms hash with SHA-256 (Core 1.0, section 3.1.3.6).
    """
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).decode().rstrip("=")
    given = claims.get("at_hash")
    if given is None:
        return
    if not isinstance(given, str) or not same(given, expected):
        raise refusal("at_hash")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
