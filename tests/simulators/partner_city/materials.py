"""Pages of materials: served by their digest or by a link that ends, rightly or with a lie."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Literal

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.state import CityState, Page

PAGE = "/materials/"
LINK = "/links/"
Lie = Literal[
    "",
    "other_bytes",
    "too_many_bytes",
    "too_few_bytes",
    "endless",
    "redirect",
    "gone",
    "forbidden",
    "stalls",
    "no_link",
]
_CHUNK = b"\0" * 65_536


class PageOrder(AdminBody):
    """Serve these bytes under their digest, until told otherwise with this `lie`.

    "no_link" is told where a link is asked for. `elsewhere`: where "redirect" leads, by default to
    the same bytes under another host name.
    """

    content_base64: str
    media_type: str = "image/jpeg"
    lie: Lie = ""
    elsewhere: str = ""


class Materials:
    def __init__(self, config: CityConfig, clock: Clock, state: CityState) -> None:
        self._config, self._clock, self._state = config, clock, state

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get(PAGE + "{sha256}", self.by_digest),
            web.get(LINK + "{token}", self.by_link),
            web.post("/_simulator/pages", self.put_page),
            web.get("/_simulator/pages", self.pages),
        ]

    async def put_page(self, request: web.Request) -> web.Response:
        order = await read_model(request, PageOrder)
        content = base64.b64decode(order.content_base64)
        sha256 = self.keep(content, order.media_type)
        page = self._state.pages[sha256]
        page.lie, page.elsewhere = order.lie, order.elsewhere
        url = self.url_of(sha256)
        return web.json_response({"sha256": sha256, "size": len(content), "url": url})

    async def pages(self, _request: web.Request) -> web.Response:
        """How often each was asked for, by digest."""
        return web.json_response({sha: page.fetched for sha, page in self._state.pages.items()})

    def keep(self, content: bytes, media_type: str) -> str:
        """The digest, under which the bytes are served from now on."""
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self._state.pages:
            self._state.pages[sha256] = Page(content=content, media_type=media_type)
        return sha256

    def url_of(self, sha256: str) -> str:
        return self._config.base_url + PAGE + sha256

    def linked(self, sha256: str) -> tuple[str, float]:
        """A new address of the page and until when it is good, in seconds since 1970."""
        token, until = secrets.token_hex(16), self._clock.now() + self._config.link_seconds
        self._state.links[token] = sha256, until
        return self._config.base_url + LINK + token, until

    async def by_digest(self, request: web.Request) -> web.Response:
        return self._served(request.match_info["sha256"])

    async def by_link(self, request: web.Request) -> web.Response:
        sha256, until = self._state.links.get(request.match_info["token"], ("", 0.0))
        if self._clock.now() > until:
            return web.Response(status=403, text="the link is over")
        return self._served(sha256)

    def _served(self, sha256: str) -> web.Response:
        page = self._state.pages.get(sha256)
        if page is None or page.lie == "gone":
            return web.Response(status=404)
        if page.lie == "forbidden":
            return web.Response(status=403)
        page.fetched += 1
        if page.lie == "redirect":
            port = self._config.base_url.rpartition(":")[2]
            there = page.elsewhere or f"http://localhost:{port}{PAGE}{sha256}"
            return web.Response(status=302, headers={"Location": there})
        return web.Response(body=self._body(page), content_type=page.media_type)

    def _body(self, page: Page) -> bytes | AsyncIterator[bytes]:
        content = page.content
        lies: dict[str, bytes] = {
            "other_bytes": bytes(255 - one for one in content),
            "too_many_bytes": content + b"\0",
            "too_few_bytes": content[:-1],
        }
        if page.lie in ("endless", "stalls"):
            return self._going_on(content, stalls=page.lie == "stalls")
        return lies.get(page.lie, content)

    async def _going_on(self, content: bytes, *, stalls: bool) -> AsyncIterator[bytes]:
        """Without a length: the bytes and more of them, or half of them and then nothing."""
        yield content[: len(content) // 2]
        if stalls:
            await asyncio.Event().wait()
        yield content[len(content) // 2 :]
        for _ in range(0, self._config.endless_bytes, len(_CHUNK)):
            yield _CHUNK
