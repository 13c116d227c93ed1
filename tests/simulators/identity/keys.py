"""Signing keys and compact signatures, made with `cryptography` alone and with no JWT library."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class SigningKey:
    """One key pair for RS256 or ES256 (RFC 7518, sections 3.3 and 3.4)."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.kid = secrets.token_hex(4)
        self._rsa = self._ec = None
        if algorithm == "RS256":
            self._rsa = rsa.generate_private_key(65537, 2048)
        else:
            self._ec = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> dict[str, str]:
        """The public half as a JSON Web Key."""
        common = {"kid": self.kid, "use": "sig", "alg": self.algorithm}
        if self._rsa is not None:
            numbers = self._rsa.public_key().public_numbers()
            return common | {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        assert self._ec is not None
        point = self._ec.public_key().public_numbers()
        x, y = (b64(value.to_bytes(32, "big")) for value in (point.x, point.y))
        return common | {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token; `header` overrides what the header would say."""
        signed = _signing_input({"alg": self.algorithm, "kid": self.kid} | header, claims)
        return f"{signed}.{b64(self._signature(signed.encode()))}"

    def sign_as_hmac(self, claims: dict[str, Any]) -> str:
        """The classic forgery: HS256 with the public key as its secret."""
        assert self._rsa is not None, "the forgery uses the text of an RSA key"
        secret = self._rsa.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        signed = _signing_input({"alg": "HS256", "kid": self.kid}, claims)
        return f"{signed}.{b64(hmac.digest(secret, signed.encode(), hashlib.sha256))}"

    def _signature(self, data: bytes) -> bytes:
        if self._rsa is not None:
            return self._rsa.sign(data, padding.PKCS1v15(), hashes.SHA256())
        assert self._ec is not None
        r, s = decode_dss_signature(self._ec.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def unsigned(claims: dict[str, Any]) -> str:
    """A token with alg none and an empty signature."""
    return _signing_input({"alg": "none"}, claims) + "."


def _signing_input(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
