"""How a request is signed: as agreed, or with the one fault that a check is about.

The product's own signing makes no faulty signature; here every part of one can be another.
"""

import base64
import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from mobile_api.handoff.profile import COVERED, TAG
from mobile_api.shared import clock
from mobile_api.signatures.service import Request, SigningKey, signature_base

LABEL = "sig1"
_LIFETIME_SECONDS = 300


@dataclass(frozen=True)
class Manner:
    """`omit`: components that are not covered. `created_in`: seconds from now. `algorithm`: said,
    whatever the key is. `key`: another one than ours, and `key_id` what is said of it.
    `digest_of`: other bytes, whose digest is told."""

    omit: Collection[str] = ()
    created_in: int = 0
    lifetime: int = _LIFETIME_SECONDS
    algorithm: str | None = None
    key: SigningKey | None = None
    key_id: str | None = None
    digest_of: bytes | None = None
    tag: str = TAG


AS_AGREED = Manner()


def sign_as(request: Request, own: SigningKey, manner: Manner = AS_AGREED) -> None:
    """Add digest and signature to it. With a nonce: two signatures of one second differ.

    Raises SmUnavailable.
    """
    key = manner.key or own
    told = request.body if manner.digest_of is None else manner.digest_of
    request.headers["Content-Digest"] = digest_header(told)
    covered = [one for one in components(request) if one not in manner.omit]
    request.headers["Signature-Input"] = _input(covered, key, manner)
    # What was signed is read off the message itself, so a signature has to stand there already.
    request.headers["Signature"] = f"{LABEL}=:AAAA:"
    signature = key.sign(signature_base(request, manner.tag).encode())
    request.headers["Signature"] = f"{LABEL}=:{base64.b64encode(signature).decode()}:"


def components(request: Request) -> list[str]:
    """Those that a request has to cover."""
    of_body = ["content-type"] if request.body else []
    return ["@method", "@target-uri", "content-digest", *of_body, *COVERED]


def digest_of(body: bytes) -> str:
    """As receipts and materials tell it: SHA-256, hex."""
    return hashlib.sha256(body).hexdigest()


def digest_header(body: bytes) -> str:
    """Content-Digest of RFC 9530."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _input(covered: list[str], key: SigningKey, manner: Manner) -> str:
    created = int(clock.now().timestamp()) + manner.created_in
    key_id = manner.key_id or key.public.key_id
    algorithm = f';alg="{manner.algorithm}"' if manner.algorithm else ""
    names = " ".join(f'"{one}"' for one in covered)
    return (
        f"{LABEL}=({names})"
        f";created={created};expires={created + manner.lifetime}"
        f';nonce="{secrets.token_urlsafe(12)}";keyid="{key_id}"{algorithm};tag="{manner.tag}"'
    )
