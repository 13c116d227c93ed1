"""ID tokens as they should be, and as a broken or hostile service would make them."""

import hashlib
from collections.abc import Callable
from typing import Any, Literal

from tests.simulators.identity.keys import SigningKey, b64, unsigned

Misbehaviour = Literal[
    "wrong_nonce",
    "no_nonce",
    "wrong_audience",
    "several_audiences",
    "other_party",
    "wrong_issuer",
    "expired",
    "from_the_future",
    "issued_long_ago",
    "times_as_text",
    "alg_none",
    "alg_hs256",
    "other_key",
    "unknown_kid",
    "tampered",
    "wrong_at_hash",
    "old_auth_time",
    "no_auth_time",
    "empty_subject",
    "no_id_token",
    "sub_mismatch",
    "critical_header",
]

# What a misbehaviour changes in the claims; None takes a claim away.
_CHANGES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "wrong_nonce": lambda claims: {"nonce": "another"},
    "no_nonce": lambda claims: {"nonce": None},
    "wrong_audience": lambda claims: {"aud": "another-client"},
    "several_audiences": lambda claims: {"aud": [claims["aud"], "another-client"]},
    "other_party": lambda claims: {"azp": "another-client"},
    "wrong_issuer": lambda claims: {"iss": claims["iss"] + ".example"},
    "expired": lambda claims: {"exp": claims["iat"] - 120},
    "from_the_future": lambda claims: {"iat": claims["iat"] + 3600, "exp": claims["exp"] + 3600},
    "issued_long_ago": lambda claims: {"iat": claims["iat"] - 86_400},
    "times_as_text": lambda claims: {"exp": "tomorrow"},
    "wrong_at_hash": lambda claims: {"at_hash": b64(b"0" * 16)},
    "old_auth_time": lambda claims: {"auth_time": claims["auth_time"] - 7200},
    "no_auth_time": lambda claims: {"auth_time": None},
    "empty_subject": lambda claims: {"sub": ""},
}


def at_hash(access_token: str) -> str:
    """Core 1.0, section 3.1.3.6."""
    return b64(hashlib.sha256(access_token.encode()).digest()[:16])


def spoilt(claims: dict[str, Any], misbehaviour: str | None) -> dict[str, Any]:
    """The claims as the misbehaviour makes them."""
    change = _CHANGES.get(misbehaviour or "")
    changed = claims | (change(claims) if change else {})
    return {name: value for name, value in changed.items() if value is not None}


def signed(claims: dict[str, Any], key: SigningKey, misbehaviour: str | None) -> str:
    """The token; `key` is the one that the service signs with now."""
    match misbehaviour:
        case "alg_none":
            return unsigned(claims)
        case "alg_hs256":
            return key.sign_as_hmac(claims)
        case "other_key":
            return SigningKey(key.algorithm).sign(claims, kid=key.kid)
        case "unknown_kid":
            return SigningKey(key.algorithm).sign(claims)
        case "critical_header":
            return key.sign(claims, crit=["unheard-of"])
        case "tampered":
            head, _, tail = key.sign(claims).split(".")
            return f"{head}.{key.sign(claims | {'sub': 'somebody-else'}).split('.')[1]}.{tail}"
    return key.sign(claims)
