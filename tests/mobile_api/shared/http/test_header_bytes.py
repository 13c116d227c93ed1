"""Headers are bytes of strangers: what is no text in one of them is refused at every door."""

import asyncio
import re

import httpx
import pytest

from mobile_api.openapi import declared_routes
from tests.stack import Stack

_SOME_ID = "0190a0a0-0000-7000-8000-000000000000"
_PARAMETER = re.compile(r"{\w+}")
_HEADERS = (
    "Authorization: Bearer \xff.\xff.\xff",
    "X-Acting-For: \xff",
    "X-Request-Id: \xff\xff\xff\xff\xff\xff\xff\xff",
    "Idempotency-Key: \xff\xff\xff\xff\xff\xff\xff\xff",
    'If-Match: "\xff"',
    'If-None-Match: "\xff"',
    "Cookie: a=\xff; \xff=b",
    "Accept: text/html, \xff/\xff;q=\xff",
    "Accept-Language: \xff",
    "Origin: \xff",
    "Referer: \xff",
    "User-Agent: \xff",
    "Sec-Fetch-Site: \xff",
    "X-Forwarded-For: \xff, [::1",
)
_TYPES = (
    "application/json; charset=\xff",
    "\xff/\xff",
    'multipart/form-data; boundary="\xff"',
    "multipart/form-data; boundary=b; charset=\xff",
    "application/x-www-form-urlencoded; charset=\xff",
)
_PART = b'Content-Disposition: form-data; name="\xff"'
_BODIES = {"multipart": b"--b\r\n" + _PART + b"\r\n\r\n\xff\r\n--b--\r\n"}


async def status_of(client: httpx.AsyncClient, method: str, path: str, media: str) -> int:
    url = client.base_url
    body = _BODIES.get(media.partition("/")[0], b"{}")
    told = (f"Content-Type: {media}", f"Content-Length: {len(body)}", "Connection: close")
    lines = (f"{method} {path} HTTP/1.1", "Host: a", *_HEADERS, *told, "", "")
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        writer.write("\r\n".join(lines).encode("latin-1") + body)
        return int((await reader.readuntil(b"\r\n")).split(b" ", 2)[1])
    finally:
        writer.close()


@pytest.mark.parametrize("media", _TYPES)
async def test_no_byte_of_a_header_breaks_a_door(
    client: httpx.AsyncClient, session_stack: Stack, media: str
) -> None:
    doors = {
        (method.upper(), _PARAMETER.sub(_SOME_ID, path))
        for method, path, _, _ in declared_routes(session_stack.app)
    }
    assert len(doors) > 100
    statuses = {door: await status_of(client, *door, media) for door in sorted(doors)}
    assert {door: one for door, one in statuses.items() if one >= 500} == {}
