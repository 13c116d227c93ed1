"""Checks signature version 3 over the request as it came off the wire.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

import calendar
import hashlib
import hmac
import re
import time
from urllib.parse import unquote_to_bytes

from aiohttp import web

from tests.simulators.clock import Clock
from tests.simulators.sms.config import SmsConfig
from tests.simulators.sms.errors import SmsRefusal

_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]+)"
)
_NEEDED = {
    "host",
    "x-acs-action",
    "x-acs-version",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-content-sha256",
}
_PLAIN = set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


class SignatureCheck:
    """Remembers nonces: a request that is sent again is refused."""

    def __init__(self, config: SmsConfig, clock: Clock) -> None:
        self._config, self._clock = config, clock
        self._nonces: set[str] = set()

    async def check(self, request: web.Request) -> None:
        """Raises SmsRefusal with the gateway's code."""
        found = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        if found is None:
            raise SmsRefusal("IncompleteSignature")
        access_key_id, names, signature = found.groups()
        if access_key_id != self._config.access_key_id:
            raise SmsRefusal("InvalidAccessKeyId.NotFound")
        body = await request.read()
        expected = _signature(request, names.split(";"), body, self._config.access_key_secret)
        if not hmac.compare_digest(expected, signature):
            raise SmsRefusal("SignatureDoesNotMatch")
        self._check_age(request.headers["x-acs-date"])
        self._check_nonce(request.headers["x-acs-signature-nonce"])

    def _check_age(self, text: str) -> None:
        try:
            sent_at = calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
        except ValueError:
            raise SmsRefusal("InvalidTimeStamp.Expired") from None
        if abs(self._clock.now() - sent_at) > self._config.max_skew_seconds:
            raise SmsRefusal("InvalidTimeStamp.Expired")

    def _check_nonce(self, nonce: str) -> None:
        if nonce in self._nonces:
            raise SmsRefusal("SignatureNonceUsed")
        self._nonces.add(nonce)


def _signature(request: web.Request, names: list[str], body: bytes, secret: str) -> str:
    present = {name.lower() for name in request.headers}
    must = _NEEDED | {name for name in present if name.startswith("x-acs-")}
    digest = hashlib.sha256(body).hexdigest()
    if names != sorted(names) or not must <= set(names) <= present:
        raise SmsRefusal("IncompleteSignature")
    if request.headers["x-acs-content-sha256"] != digest:
        raise SmsRefusal("SignatureDoesNotMatch")
    parts = [request.method, "/", _canonical_query(request.rel_url.raw_query_string)]
    parts += [f"{name}:{request.headers[name].strip()}" for name in names]
    parts += ["", ";".join(names), digest]
    hashed = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    text = b"ACS3-HMAC-SHA256\n" + hashed.encode()
    return hmac.digest(secret.encode(), text, "sha256").hex()


def _canonical_query(raw: str) -> str:
    """Sorted pairs, every byte outside the unreserved set escaped with upper-case digits."""
    pairs = []
    for pair in raw.split("&") if raw else []:
        key, _, value = pair.partition("=")
        pairs.append((_escaped(key), _escaped(value)))
    return "&".join(f"{key}={value}" for key, value in sorted(pairs))


def _escaped(raw: str) -> str:
    plain = unquote_to_bytes(raw.replace("+", "%20"))
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in plain)
