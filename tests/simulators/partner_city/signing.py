"""Signs and checks messages (RFC 9421, RFC 9530) with the package off the shelf alone."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import http_sf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier
from http_message_signatures.algorithms import ED25519
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import MappingKeyResolver

from tests.simulators.clock import Clock
from tests.simulators.partner_city.keys import CityKeys
from tests.simulators.partner_city.messages import (
    LABEL,
    LIFETIME,
    MESSAGE_ID,
    SKEW,
    TAG,
    Answered,
    Asked,
    Signing,
)

_OF_REQUEST = ("@method", "@target-uri", "content-digest")
_OF_ANSWER = (
    "@status",
    "content-digest",
    '"@method";req',
    '"@target-uri";req',
    '"content-digest";req',
    f'"signature";req;key="{LABEL}"',
)
_AS_AGREED = Signing()


class Signer:
    def __init__(self, clock: Clock, keys: CityKeys) -> None:
        self._clock, self._keys = clock, keys

    def sign(self, message: Asked | Answered, how: Signing = _AS_AGREED) -> None:
        """Add the headers to it. Raises HTTPMessageSignaturesException for what cannot be."""
        told = message.body if how.digest_of is None else how.digest_of.encode()
        message.headers["Content-Digest"] = ContentDigest.create(told)
        if how.unsigned:
            return
        key = self._keys.own if how.key == "own" else self._keys.stranger
        key_id = how.key_id or key.key_id
        created = datetime.fromtimestamp(int(self._clock.now()) + how.created_offset, UTC)
        signer = HTTPMessageSigner(
            signature_algorithm=ED25519,
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={key_id: key.private}),
        )
        covered = [one for one in needed_by(message) if one not in how.omit]
        signer.sign(
            message,
            key_id=key_id,
            created=created,
            expires=created + timedelta(seconds=how.lifetime),
            label=how.label,
            tag=how.tag,
            nonce=secrets.token_urlsafe(12) if how.nonce else None,
            include_alg=how.says_algorithm,
            covered_component_ids=[*covered, *how.also],
            use_existing_digest=True,
        )


class _Verifier(HTTPMessageVerifier):
    """Its clock is the simulator's; see `_claims_fault`."""

    def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
        pass


def needed_by(message: Asked | Answered) -> tuple[str, ...]:
    """Components that a signature has to cover, in the order in which they are written here."""
    of_body = ("content-type",) if message.body else ()
    if isinstance(message, Answered):
        return (*_OF_ANSWER, *of_body)
    return (*_OF_REQUEST, *of_body, MESSAGE_ID.lower())


def fault_of(
    message: Asked | Answered, keys: Mapping[str, Ed25519PublicKey], now: float
) -> str | None:
    """The word of `docs/partner/` for what does not hold, None where all does. `keys` by id."""
    fields = {name.lower(): value for name, value in message.headers.items()}
    if "signature-input" not in fields or "signature" not in fields:
        return "missing"
    try:
        covered, said = _claims(fields["signature-input"])
    except (ValueError, TypeError, KeyError):
        return "malformed"
    return (
        _claims_fault(said, keys, now)
        or _coverage_fault(message, covered)
        or _digest_fault(fields.get("content-digest", ""), message.body)
        or _signature_fault(message, keys)
    )


def _claims(field: str) -> tuple[set[Any], dict[str, Any]]:
    """Components and parameters of the one signature. Raises ValueError, TypeError, KeyError."""

    def refuse(key: str, context: str) -> None:
        raise ValueError(f"{key} stands twice in a {context}")

    found: Any = http_sf.parse(field.encode(), tltype="dictionary", on_duplicate_key=refuse)
    if set(found) != {LABEL}:
        raise ValueError("not the one signature")
    components, said = found[LABEL]
    if said["tag"] != TAG or not isinstance(said["keyid"], str):
        raise ValueError("of another protocol")
    if not isinstance(said["created"], int) or not isinstance(said["expires"], int):
        raise ValueError("no times")
    return {_identity(name, of_it) for name, of_it in components}, said


def _identity(name: str, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    return name, *sorted(parameters.items())


def _claims_fault(
    said: Mapping[str, Any], keys: Mapping[str, Ed25519PublicKey], now: float
) -> str | None:
    created, expires = said["created"], said["expires"]
    if created > now + SKEW or expires < now - SKEW or expires > created + LIFETIME:
        return "clock"
    if said["keyid"] not in keys:
        return "key"
    return None if said.get("alg", ED25519.algorithm_id) == ED25519.algorithm_id else "algorithm"


def _coverage_fault(message: Asked | Answered, covered: set[Any]) -> str | None:
    for one in needed_by(message):
        written = one if one.startswith('"') else f'"{one}"'
        parsed: Any = http_sf.parse(written.encode(), tltype="item")
        if _identity(*parsed) not in covered:
            return "components"
    return None


def _digest_fault(told: str, body: bytes) -> str | None:
    try:
        ContentDigest.verify(told, body)
    except HTTPMessageSignaturesException:
        return "digest"
    return None


def _signature_fault(message: Asked | Answered, keys: Mapping[str, Ed25519PublicKey]) -> str | None:
    resolver = MappingKeyResolver(public_keys=keys, private_keys={})
    try:
        _Verifier(signature_algorithm=ED25519, key_resolver=resolver).verify(
            message, expect_tag=TAG, max_age=None
        )
    except HTTPMessageSignaturesException:
        return "signature"
    return None
