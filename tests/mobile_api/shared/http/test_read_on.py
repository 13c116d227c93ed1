"""Who sends too much is answered, and not cut off before the answer can be read."""

import asyncio

import httpx
import pytest

from mobile_api.shared.http.bodies import MOST_READ_ON

TWO_MEGABYTES = 2 * 1024 * 1024
JSON = "Content-Type: application/json\r\n"
PAGE = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n"


async def sent_whole(client: httpx.AsyncClient, line: str, head: str, body: bytes) -> bytes:
    """The answer to a phone that reads only after it has sent all of it."""
    url = client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        first = f"{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{head}\r\n"
        writer.write(first.encode() + body)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def told(body: bytes) -> str:
    return f"Content-Length: {len(body)}\r\n"


@pytest.mark.parametrize(
    ("line", "head", "status"),
    [
        ("POST /staff/v1/sessions", JSON, b"413"),
        ("POST /api/v1/phone-codes", JSON, b"413"),
        ("PATCH /api/v1/cases/01a229c5-48c5-705f-8dbd-f78701db9122", JSON, b"413"),
        ("GET /api/v1/guides/passport", JSON, b"413"),
        ("POST /hooks/wechat/mini-program", JSON, b"413"),
        ("POST /status", PAGE, b"413"),
        ("POST /nothing/there", JSON, b"404"),
        ("POST /api/v1/me", JSON, b"405"),
    ],
)
async def test_too_much_is_answered(
    client: httpx.AsyncClient, line: str, head: str, status: bytes
) -> None:
    body = b" " * TWO_MEGABYTES
    answer = await sent_whole(client, line, head + told(body), body)
    assert answer.split(b" ", 2)[1] == status
    if status == b"413":
        assert b"connection: close" in answer.lower()


async def test_too_much_in_pieces_is_answered(client: httpx.AsyncClient) -> None:
    body = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    head = JSON + "Transfer-Encoding: chunked\r\n"
    answer = await sent_whole(client, "POST /api/v1/phone-codes", head, body * 30 + b"0\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"413"


async def test_who_sends_without_end_is_cut_off(client: httpx.AsyncClient) -> None:
    """The answer stands before; the connection does not outlive `MOST_READ_ON`."""
    url = client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = f"POST /api/v1/phone-codes HTTP/1.1\r\nHost: a\r\n{JSON}Content-Length: {10**12}\r\n\r\n"
    writer.write(head.encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"413"
    with pytest.raises(ConnectionError):
        for _ in range(2 * MOST_READ_ON // 65_536):
            writer.write(b" " * 65_536)
            await writer.drain()
    writer.close()
