"""Answers whose bytes are made once per catalogue version and sent as they are."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.shared.http.etags import names

JSON = "application/json"
# The name in Sanic's own settings: whether people reach this instance by TLS.
HAS_TLS = "HAS_TLS"
TLS_ONLY = "max-age=31536000"
# Everybody may keep a copy, but asks each time whether it is still right.
_CACHE_CONTROL = b"public, no-cache"


# No browser may take it for something else than its type.
_AS_DECLARED = (b"x-content-type-options", b"nosniff")

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(slots=True, frozen=True)
class Prepared:
    """Bytes with their strong ETag (RFC 9110, 8.8.3) and their headers, encoded once.

    `validators` are the headers that a 304 repeats (RFC 9110, 15.4.5).
    """

    body: bytes
    etag: str
    headers: Headers
    validators: Headers

    @classmethod
    def of(cls, body: bytes, media: str = JSON) -> "Prepared":
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        validators = (b"etag", etag.encode("ascii")), (b"cache-control", _CACHE_CONTROL)
        headers = *validators, _AS_DECLARED, (b"content-type", media.encode("ascii"))
        return cls(body, etag, headers, validators)

    @classmethod
    def json(cls, answer: BaseModel) -> "Prepared":
        return cls.of(answer.model_dump_json().encode())


class PreparedResponse(HTTPResponse):
    """Puts the encoded headers in front of the two that Sanic writes for every response.

    Given as a dict they would be copied, checked and encoded again for each request, which costs
    a quarter of what the bare framework takes for the whole request.
    """

    __slots__ = ("_encoded",)

    def __init__(self, body: bytes | None, status: int, encoded: Headers) -> None:
        super().__init__(body, status)
        self._encoded = encoded

    @property
    def processed_headers(self) -> Iterator[tuple[bytes, bytes]]:
        """Sanic's own headers (length, connection) need no check: nobody typed them."""
        own = self.headers.items()
        return chain(self._encoded, [(name.encode(), str(value).encode()) for name, value in own])


def send(request: Request, prepared: Prepared) -> HTTPResponse:
    """The bytes, or 304 when the caller has them (If-None-Match, RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match")
    if known is not None and names(known, prepared.etag):
        response = PreparedResponse(None, 304, prepared.validators)
    else:
        response = PreparedResponse(prepared.body, 200, prepared.headers)
    if request.app.config.get(HAS_TLS):
        response.headers["strict-transport-security"] = TLS_ONLY
    return response
