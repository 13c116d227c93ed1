"""The line to the city that is checked: each request goes as it was made, letter by letter."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import aiohttp
from yarl import URL

from mobile_api.handoff.kit.checking.manner import AS_AGREED, Manner, sign_as
from mobile_api.handoff.kit.checking.verdicts import NoCity
from mobile_api.handoff.profile import MESSAGE_ID
from mobile_api.shared.ids import new_id
from mobile_api.shared.provider_call import provider_call
from mobile_api.signatures.service import Request, SigningKey

DOORS = "/partner/v1"
_MOST_ANSWER = 4 * 1024 * 1024
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Got:
    """What came back, and the request as it arrived there. Headers by name in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    request: Request


class CheckedLine:
    """Signs by `key` and asks under `base_url`, which the other city has registered as its own."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str, key: SigningKey) -> None:
        self._http, self._base_url, self.key = http, base_url.rstrip("/"), key

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        message_id: UUID | None = None,
        manner: Manner = AS_AGREED,
    ) -> Request:
        """Of a door, `path` being what follows `/partner/v1`; without a message id, a new one."""
        headers = {"Content-Type": "application/json"} if body else {}
        headers[MESSAGE_ID] = str(message_id or new_id())
        request = Request(method, self._base_url + DOORS + path, headers, body)
        sign_as(request, self.key, manner)
        return request

    def message(
        self, body: bytes, *, message_id: UUID | None = None, manner: Manner = AS_AGREED
    ) -> Request:
        return self.request("POST", "/messages", body, message_id=message_id, manner=manner)

    async def send(self, request: Request) -> Got:
        """Raises NoCity where what answers is no city at all."""
        try:
            async with provider_call("partner_check", "send"):
                got = await self._sent(request)
        except (ssl.SSLError, aiohttp.ClientSSLError) as error:
            raise NoCity(f"TLS 连接不可信: {error}") from error
        except TimeoutError as error:
            raise NoCity("没有在规定时间内应答(网络或防火墙)") from error
        except (aiohttp.ClientError, OSError) as error:
            raise NoCity(f"连接不上,或者连接中断: {type(error).__name__}") from error
        _must_be_a_city(got)
        return got

    async def ask(self, method: str, path: str) -> Got:
        """A signed question without a body."""
        return await self.send(self.request(method, path))

    async def _sent(self, request: Request) -> Got:
        async with self._http.request(
            request.method,
            URL(request.url, encoded=True),
            data=request.body or None,
            headers=request.headers,
            skip_auto_headers=("Content-Type", "Accept-Encoding"),
            allow_redirects=False,
        ) as response:
            body = await _read(response)
            headers: dict[str, str] = {}
            for name, value in response.headers.items():
                low = name.lower()
                headers[low] = f"{headers[low]}, {value}" if low in headers else value
            return Got(response.status, headers, body, request)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """All of it. Raises NoCity beyond what any answer may have."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _MOST_ANSWER:
            raise NoCity(f"应答超过 {_MOST_ANSWER} 字节")
    return bytes(body)


def _must_be_a_city(got: Got) -> None:
    """Raises NoCity."""
    if 300 <= got.status < 400:
        there = got.headers.get("location", "")[:200]
        raise NoCity(f"被重定向({got.status})到 {there}: 请使用登记的地址,协议不跟随重定向")
    kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _PAGES:
        raise NoCity(f"应答({got.status})是网页,不是对接接口: 请检查地址、网关或登录页")


@asynccontextmanager
async def line_to(base_url: str, key: SigningKey) -> AsyncIterator[CheckedLine]:
    """A connection of its own for each request: one that was cut surprises no other."""
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(
        connector=connector, auto_decompress=False, trust_env=False
    ) as http:
        yield CheckedLine(http, base_url, key)
