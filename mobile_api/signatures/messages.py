"""HTTP messages signed between cities: RFC 9421 over what matters, RFC 9530 over the bytes.

A request covers its method, target, digest of the bytes and, where it has a body, their type. An
answer covers its status, digest and type, and of the request that it answers method, target,
digest and signature: what it says cannot be taken for an answer to anything else. Both live for
minutes, carry a tag that tells one protocol from another, and one signature, `sig1`.
"""

import base64
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from http_message_signatures import HTTPMessageSigner
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from mobile_api.shared import clock
from mobile_api.signatures import plain
from mobile_api.signatures.components import LABEL, Claims, claims_of
from mobile_api.signatures.errors import NotSigned, SignatureFault
from mobile_api.signatures.keys import SigningKey, VerifyingKey
from mobile_api.signatures.library import ALGORITHMS, Ed25519, Keys, LibraryVerifier

LIFETIME = timedelta(minutes=5)
SKEW = timedelta(minutes=5)
_OF_REQUEST = ("@method", "@target-uri", "content-digest")
_OF_ANSWER = (
    "@status",
    "content-digest",
    '"@method";req',
    '"@target-uri";req',
    '"content-digest";req',
    f'"signature";req;key="{LABEL}"',
)

FindKey = Callable[[str], VerifyingKey | None]


@dataclass(frozen=True)
class Request:
    """As it goes over the wire. `url`: absolute, of the public origin that the signer addressed."""

    method: str
    url: str
    headers: MutableMapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """As it goes over the wire, and the request, with its signature, that it answers."""

    status_code: int
    request: Request
    headers: MutableMapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def sign_request(
    request: Request, key: SigningKey, tag: str, also: Sequence[str] = (), nonce: str | None = None
) -> None:
    """Add the headers of the signature to it; `also`: further headers that it covers.

    `nonce`: tells two signatures of one second over the same message apart, where each may serve
    once. Raises ValueError where a header of `also` is not there or the URL is none.
    """
    _sign(request, key, tag, _covered(_OF_REQUEST, request.body, also), nonce)


def sign_answer(answer: Answer, key: SigningKey, tag: str, also: Sequence[str] = ()) -> None:
    """Add the headers of the signature to it. Raises ValueError."""
    _sign(answer, key, tag, _covered(_OF_ANSWER, answer.body, also))


def verify_request(
    request: Request, find_key: FindKey, tag: str, also: Sequence[str] = ()
) -> Claims:
    """Who signed it and when. Raises NotSigned, SmUnavailable."""
    return _verify(request, find_key, tag, _covered(_OF_REQUEST, request.body, also))


def claims_of_request(request: Request, tag: str) -> Claims:
    """Who says to have signed it; believed by `verify_claimed` only. Raises NotSigned."""
    return claims_of(request.headers, LABEL, tag)


def verify_claimed(
    request: Request, claims: Claims, key: VerifyingKey | None, also: Sequence[str] = ()
) -> None:
    """As `verify_request`, of claims that were read before. Raises NotSigned, SmUnavailable."""
    _verify_claims(request, claims, key, _covered(_OF_REQUEST, request.body, also))


def claims_of_answer(answer: Answer, tag: str) -> Claims:
    """Raises NotSigned."""
    return claims_of(answer.headers, LABEL, tag)


def verify_claimed_answer(
    answer: Answer, claims: Claims, key: VerifyingKey | None, also: Sequence[str] = ()
) -> None:
    """As `verify_answer`, of claims that were read before. Raises NotSigned, SmUnavailable."""
    _verify_claims(answer, claims, key, _covered(_OF_ANSWER, answer.body, also))


def verify_answer(answer: Answer, find_key: FindKey, tag: str, also: Sequence[str] = ()) -> Claims:
    """Who signed it and when, for this very request. Raises NotSigned, SmUnavailable."""
    return _verify(answer, find_key, tag, _covered(_OF_ANSWER, answer.body, also))


def signature_base(message: Request | Answer, tag: str) -> str:
    """What was signed, line by line, as the message itself says; to compare with another's.

    Raises NotSigned.
    """
    claims = claims_of(message.headers, LABEL, tag)
    handler = LibraryVerifier(signature_algorithm=Ed25519, key_resolver=None)
    try:
        base, _, _ = handler._build_signature_base(
            message, covered_component_ids=claims.nodes, signature_params=dict(claims.parameters)
        )
    except HTTPMessageSignaturesException as error:
        raise NotSigned(SignatureFault.components, str(error)) from error
    return str(base)


def _covered(always: Sequence[str], body: bytes, also: Sequence[str]) -> tuple[str, ...]:
    return (*always, *(["content-type"] if body else []), *also)


def _sign(
    message: Request | Answer,
    key: SigningKey,
    tag: str,
    covered: Sequence[str],
    nonce: str | None = None,
) -> None:
    key_id, now = key.public.key_id, clock.now()
    if nonce is None and _sign_plainly(message, key, tag, covered, now):
        return
    signer = HTTPMessageSigner(
        signature_algorithm=ALGORITHMS[key.kind], key_resolver=Keys(signing=key)
    )
    try:
        signer.sign(
            message,
            key_id=key_id,
            created=now,
            expires=now + LIFETIME,
            nonce=nonce,
            label=LABEL,
            tag=tag,
            covered_component_ids=covered,
            body=message.body,
        )
    except HTTPMessageSignaturesException as error:
        raise ValueError(str(error)) from error


def _sign_plainly(
    message: Request | Answer, key: SigningKey, tag: str, covered: Sequence[str], now: datetime
) -> bool:
    """As the library would; False where only it knows how."""
    fields = plain.fields_of(message.headers)
    if not plain.is_plain(tag) or not fields.keys().isdisjoint(
        ("content-digest", "signature-input", "signature")
    ):
        return False
    digest = plain.digest_of(message.body)
    with_digest = replace(message, headers={**message.headers, "Content-Digest": digest})
    names = [one if one.startswith('"') else f'"{one}"' for one in covered]
    created = int(now.timestamp())
    ends = created + int(LIFETIME.total_seconds())
    parameters = (
        f';created={created};keyid="{key.public.key_id}";alg="{key.kind.value}"'
        f';expires={ends};tag="{tag}"'
    )
    base = plain.base_of(with_digest, names, parameters)
    if base is None:
        return False
    signature = base64.b64encode(key.sign(base)).decode()
    message.headers["Content-Digest"] = digest
    message.headers["Signature-Input"] = f"{LABEL}=({' '.join(names)}){parameters}"
    message.headers["Signature"] = f"{LABEL}=:{signature}:"
    return True


def _verify(
    message: Request | Answer, find_key: FindKey, tag: str, covered: Sequence[str]
) -> Claims:
    claims = claims_of(message.headers, LABEL, tag)
    _verify_claims(message, claims, find_key(claims.key_id), covered)
    return claims


def _verify_claims(
    message: Request | Answer, claims: Claims, key: VerifyingKey | None, covered: Sequence[str]
) -> None:
    """In the order in which one mends it: form, clock, key, coverage, bytes, then the whole."""
    _in_time(claims, clock.now())
    if key is None:
        raise NotSigned(SignatureFault.key, claims.key_id)
    if claims.algorithm not in (None, key.kind.value):
        raise NotSigned(SignatureFault.algorithm, "alg")
    claims.must_cover(covered)
    _same_bytes(message.headers, message.body)
    base = _plain_base(message)
    if base is not None:
        if not key.verifies(claims.signature, base):
            raise NotSigned(SignatureFault.signature, "of another key or message")
        return
    verifier = LibraryVerifier(
        signature_algorithm=ALGORITHMS[key.kind], key_resolver=Keys(public=key)
    )
    try:
        verifier.verify(message, expect_tag=str(claims.parameters["tag"]), max_age=None)
    except HTTPMessageSignaturesException as error:
        raise NotSigned(SignatureFault.signature, str(error)) from error


def _plain_base(message: Request | Answer) -> bytes | None:
    """What was signed, where the message says so in the plain form."""
    fields = plain.fields_of(message.headers)
    said = fields.get("signature-input", "")
    if plain.said_by(said) is None or plain.signature_in(fields.get("signature", "")) is None:
        return None
    names, _, parameters = said.removeprefix(f"{LABEL}=(").partition(")")
    return plain.base_of(message, names.split(" "), parameters)


def _in_time(claims: Claims, now: datetime) -> None:
    """Neither from the future nor over, and never good for longer than it may be."""
    if claims.created > now + SKEW:
        raise NotSigned(SignatureFault.clock, "created")
    if claims.expires < now - SKEW or claims.expires > claims.created + LIFETIME:
        raise NotSigned(SignatureFault.clock, "expires")


def _same_bytes(headers: Mapping[str, str], body: bytes) -> None:
    said = [value for name, value in headers.items() if name.lower() == "content-digest"]
    if len(said) != 1:
        raise NotSigned(SignatureFault.digest, "Content-Digest")
    if said[0] == plain.digest_of(body):
        return
    try:
        ContentDigest.verify(said[0], body)
    except HTTPMessageSignaturesException as error:
        raise NotSigned(SignatureFault.digest, str(error)) from error
