"""Answers whose bytes are made once per catalogue version and sent as they are."""

import hashlib
from dataclasses import dataclass, field

from pydantic import BaseModel
from sanic import HTTPResponse, Request

JSON = "application/json"
# Everybody may keep a copy, but asks each time whether it is still right.
_CACHE_CONTROL = "public, no-cache"


@dataclass(slots=True, frozen=True)
class Prepared:
    """Bytes with their strong ETag (RFC 9110, 8.8.3)."""

    body: bytes
    etag: str
    media: str
    headers: dict[str, str] = field(compare=False)

    @classmethod
    def of(cls, body: bytes, media: str = JSON) -> "Prepared":
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return cls(body, etag, media, {"etag": etag, "cache-control": _CACHE_CONTROL})

    @classmethod
    def json(cls, answer: BaseModel) -> "Prepared":
        return cls.of(answer.model_dump_json().encode())


def send(request: Request, prepared: Prepared) -> HTTPResponse:
    """The bytes, or 304 when the caller has them (If-None-Match, RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match")
    if known is not None and _names(known, prepared.etag):
        return HTTPResponse(None, 304, prepared.headers)
    return HTTPResponse(prepared.body, 200, prepared.headers, prepared.media)


def _names(header: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for If-None-Match; our tags hold no comma."""
    tags = (tag.strip().removeprefix("W/") for tag in header.split(","))
    return header == etag or header.strip() == "*" or etag in tags
