"""Asks partner cities: signed, checked, bounded, and only where they may be.

What is to be tried again is a `LineFault`; what comes back is an answer that the partner signed for
this very request.
"""

import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple, Self
from uuid import UUID, uuid4

import aiohttp
from pydantic_core import from_json
from yarl import URL

from mobile_api.handoff.exchange.addresses import (
    GuardedResolver,
    Networks,
    UnsafeAddress,
    check_material,
    check_url,
)
from mobile_api.handoff.exchange.faults import LineFault
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.own_keys import NoOwnKey, signing_key
from mobile_api.handoff.partners.queries import partner_of_key
from mobile_api.handoff.profile import COVERED, MESSAGE_ID, TAG
from mobile_api.shared import clock
from mobile_api.shared.http.endpoint import JSON
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from mobile_api.shared.provider_call import provider_call
from mobile_api.shared.settings.settings import Settings
from mobile_api.signatures.errors import NotSigned, SignatureFault
from mobile_api.signatures.service import (
    Answer,
    Request,
    VerifyingKey,
    claims_of_answer,
    sign_request,
    verify_claimed_answer,
)

MESSAGES = "/partner/v1/messages"
# Answers that end a question: done, taken, and refused as business.
_FINAL = frozenset({200, 202, 422})
_MOST_RECEIPT = 64 * 1024
# A hundred events, each with what is sealed in it.
_MOST_ANSWER = 16 * 1024 * 1024
_MOST_WAIT_SECONDS = 3_600
_FETCH_SECONDS = 60.0
_TIMES = aiohttp.ClientTimeout(total=None, connect=5, sock_connect=5, sock_read=10)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PLAIN = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """What a partner answered and signed. `headers_signature`: Signature-Input and Signature, a
    line each; `key`: the partner's, that checked it."""

    status: int
    headers_signature: str
    body: bytes
    key: VerifyingKey


class _Raw(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class PartnerClient:
    """One session for all partners. Every call raises LineFault and UnsafeAddress, and
    TransactionMisplaced in a transaction."""

    def __init__(self, session: aiohttp.ClientSession, networks: Networks) -> None:
        self._session, self._networks = session, networks

    @classmethod
    def open(cls, settings: Settings) -> Self:
        networks = Networks.of(settings)
        return cls(session_in(GuardedResolver(networks)), networks)

    async def close(self) -> None:
        await self._session.close()

    async def send(self, partner: Partner, message_id: UUID, body: bytes) -> SignedAnswer:
        """A message, of whatever kind: 202 or 422 with the bytes of an envelope."""
        async with _asked("messages"):
            return await self._signed(
                partner, "POST", MESSAGES, message_id, body, most=_MOST_RECEIPT
            )

    async def ask(
        self, partner: Partner, method: str, path: str, *, message_id: UUID | None = None
    ) -> SignedAnswer:
        """A question; `path` begins with /partner/v1/."""
        async with _asked("question"):
            return await self._signed(
                partner, method, path, message_id or uuid4(), b"", most=_MOST_ANSWER
            )

    async def fetch(self, partner: Partner, url: str, *, most: int) -> bytes:
        """The bytes of a material. LineFault `too_large` for more than `most`."""
        check_material(partner, url, self._networks)
        async with _asked("material", seconds=_FETCH_SECONDS):
            found = await self._exchanged("GET", url, _PLAIN, None, most)
        if found.status != 200:
            raise LineFault(f"http_{found.status}", _wait(found.headers), found.status)
        return found.body

    async def _signed(
        self, partner: Partner, method: str, path: str, message_id: UUID, body: bytes, *, most: int
    ) -> SignedAnswer:
        url = partner.base_url.rstrip("/") + path
        check_url(url, self._networks)
        said = Request(method, url, {MESSAGE_ID: str(message_id)}, body)
        if body:
            said.headers["Content-Type"] = JSON
        try:
            sign_request(said, await signing_key(), TAG, COVERED, secrets.token_urlsafe(12))
        except NoOwnKey:
            raise LineFault("own_key_missing") from None
        found = await self._exchanged(method, url, {**said.headers, **_PLAIN}, body, most)
        return await _believed(partner, said, found)

    async def _exchanged(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, most: int
    ) -> _Raw:
        """What comes back, with its fields by lower-case name. Raises LineFault."""
        async with self._session.request(
            method,
            URL(url, encoded=True),
            data=body or None,
            headers=headers,
            allow_redirects=False,
            skip_auto_headers=("Content-Type",),
        ) as response:
            fields = _fields(response)
            if fields.get("content-encoding", "identity") != "identity":
                raise LineFault("content_encoded")
            return _Raw(response.status, fields, await _read(response, most))


def session_in(resolver: GuardedResolver) -> aiohttp.ClientSession:
    """Connects where the resolver says, and to no proxy of the environment."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=_TIMES,
        auto_decompress=False,
        trust_env=False,
    )


@asynccontextmanager
async def _asked(call: str, seconds: float = 10.0) -> AsyncIterator[None]:
    try:
        async with provider_call("partner", call, seconds=seconds):
            yield
    except TimeoutError:
        raise LineFault("timeout") from None
    except (aiohttp.ClientError, OSError) as fault:
        raise LineFault(_named(fault)) from None


def _named(fault: Exception) -> str:
    """As a code: `client_connector_error` and the like."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(fault).__name__).lower()[:40]


def _fields(response: aiohttp.ClientResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        found[key] = f"{found[key]}, {value.strip()}" if key in found else value.strip()
    return found


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    parts, size = [], 0
    async for part in response.content.iter_chunked(64 * 1024):
        size += len(part)
        if size > most:
            raise LineFault("too_large")
        parts.append(part)
    return b"".join(parts)


async def _believed(partner: Partner, said: Request, found: _Raw) -> SignedAnswer:
    """Raises LineFault unless the partner signed it and it ends the question."""
    answer = Answer(found.status, said, dict(found.headers), found.body)
    try:
        key = await _key_of(partner, answer)
    except NotSigned as fault:
        code = f"answer_{fault.fault}" if found.status in _FINAL else f"http_{found.status}"
        # A redirect is followed by nobody, whoever says it.
        status = found.status if 300 <= found.status < 400 else 0
        raise LineFault(code, _wait(found.headers), status) from None
    if found.status not in _FINAL:
        raise LineFault(_code(found), _wait(found.headers), found.status)
    signature = f"{found.headers['signature-input']}\n{found.headers['signature']}"
    return SignedAnswer(found.status, signature, found.body, key)


async def _key_of(partner: Partner, answer: Answer) -> VerifyingKey:
    """The partner's, that signed the answer to this request. Raises NotSigned."""
    claims = claims_of_answer(answer, TAG)
    known = await partner_of_key(claims.key_id, clock.now())
    if known is None or known[0].id != partner.id:
        raise NotSigned(SignatureFault.key)
    verify_claimed_answer(answer, claims, known[1])
    return known[1]


def _code(found: _Raw) -> str:
    """Of a problem that the partner signed."""
    try:
        told = from_json(found.body)
    except ValueError:
        told = None
    code = told.get("code") if isinstance(told, dict) else None
    known = isinstance(code, str) and _CODE.fullmatch(code)
    return str(code) if known else f"http_{found.status}"


def _wait(headers: Mapping[str, str]) -> int | None:
    told = headers.get("retry-after", "")
    return min(int(told), _MOST_WAIT_SECONDS) if re.fullmatch(r"\d{1,9}", told) else None


PARTNERS = Part(
    "line to partner cities", lambda parts: closing(PartnerClient.open(SETTINGS.of(parts)))
)

__all__ = ["PARTNERS", "LineFault", "PartnerClient", "SignedAnswer", "UnsafeAddress"]
