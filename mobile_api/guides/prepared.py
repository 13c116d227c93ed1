"""Answers whose bytes are made once per catalogue version and sent as they are."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain

from pydantic import BaseModel
from sanic import HTTPResponse, Request

JSON = "application/json"
# Everybody may keep a copy, but asks each time whether it is still right.
_CACHE_CONTROL = b"public, no-cache"


@dataclass(slots=True, frozen=True)
class Prepared:
    """Bytes with their strong ETag (RFC 9110, 8.8.3) and their headers, encoded once."""

    body: bytes
    etag: str
    media: str
    headers: tuple[tuple[bytes, bytes], ...] = field(compare=False)

    @classmethod
    def of(cls, body: bytes, media: str = JSON) -> "Prepared":
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = (b"etag", etag.encode("ascii")), (b"cache-control", _CACHE_CONTROL)
        return cls(body, etag, media, headers)

    @classmethod
    def json(cls, answer: BaseModel) -> "Prepared":
        return cls.of(answer.model_dump_json().encode())


class PreparedResponse(HTTPResponse):
    """Puts the encoded headers in front of those that Sanic writes for every response.

    Given as a dict they would be copied, checked and encoded again for each request, which costs
    a quarter of what the bare framework takes for the whole request.
    """

    __slots__ = ("_prepared",)

    def __init__(self, prepared: Prepared, status: int) -> None:
        body = prepared.body if status == HTTPStatus.OK else None
        super().__init__(body, status, None, prepared.media)
        self._prepared = prepared.headers

    @property
    def processed_headers(self) -> Iterator[tuple[bytes, bytes]]:
        return chain(self._prepared, super().processed_headers)


def send(request: Request, prepared: Prepared) -> HTTPResponse:
    """The bytes, or 304 when the caller has them (If-None-Match, RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match")
    if known is not None and _names(known, prepared.etag):
        return PreparedResponse(prepared, HTTPStatus.NOT_MODIFIED)
    return PreparedResponse(prepared, HTTPStatus.OK)


def _names(header: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for If-None-Match; our tags hold no comma."""
    tags = (tag.strip().removeprefix("W/") for tag in header.split(","))
    return header == etag or header.strip() == "*" or etag in tags
