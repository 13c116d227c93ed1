"""A phone's line as it is: slow, cut, back again; and photographs that no coder makes small."""

import random
from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Request, expect
from playwright.async_api import Page as Tab

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.cases.models import SubmittedMaterial
from mobile_api.shared.text.words import typeset
from tests.actors import Citizen
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.mobile_api.web.test_browser import phone
from tests.stack import Stack

# 100 kB/s, so that a photo is under way for some seconds.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 1e6, "uploadThroughput": 1e5}
CUT = SLOW | {"offline": True}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
# What the browser says when it refuses something that a page asks for.
POLICY = "Content Security Policy"


class Line:
    """What the tab is connected by; as fast as it comes until `be`."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._session: CDPSession | None = None

    async def be(self, conditions: Mapping[str, object]) -> None:
        if self._session is None:
            self._session = await self.tab.context.new_cdp_session(self.tab)
            await self._session.send("Network.enable")
        await self._session.send("Network.emulateNetworkConditions", dict(conditions))


def grain(seed: int, side: int = 500, kind: str = "JPEG") -> bytes:
    """A photo of noise; the same seed is the same file."""
    held = BytesIO()
    noise = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(held, kind)
    return held.getvalue()


async def chosen(tab: Tab, *photos: bytes, kind: str = "image/jpeg") -> None:
    """These files in the field of a material's page."""
    ending = kind.partition("/")[2].replace("jpeg", "jpg")
    files = [
        {"name": f"IMG_{number}.{ending}", "mimeType": kind, "buffer": content}
        for number, content in enumerate(photos, 1)
    ]
    await tab.get_by_label("照片或文件").set_input_files(files)  # type: ignore[arg-type]


async def signed_in(
    chromium: Chromium, stack: Stack, citizen: Citizen, **more: object
) -> BrowserContext:
    context = await phone(chromium, stack, **more)
    token = await page_token_of(citizen.tokens["refresh_token"])
    await context.add_cookies([{"name": COOKIE, "value": token, "url": stack.api}])
    return context


class Phone:
    """A tab with the page of a material that has one page, and what it sends to `store`, a URL."""

    def __init__(self, tab: Tab, path: str, store: str) -> None:
        self.tab, self.path, self.store = tab, path, store
        self.line = Line(tab)
        self.failed: list[str] = []
        self.sent: list[str] = []
        tab.on("pageerror", lambda error: self.failed.append(str(error)))
        tab.on("console", self._said)
        tab.on("requestfinished", self._finished)

    def _said(self, said: ConsoleMessage) -> None:
        if POLICY in said.text:
            self.failed.append(said.text)

    def _finished(self, request: Request) -> None:
        if request.url == self.store:
            self.sent.append(request.method)

    async def open(self) -> None:
        await self.tab.goto(self.path)

    async def speed(self, conditions: Mapping[str, object]) -> None:
        await self.line.be(conditions)

    async def choose(self, *photos: bytes, kind: str = "image/jpeg") -> None:
        await chosen(self.tab, *photos, kind=kind)

    async def says(self, text: str) -> None:
        await self.tab.get_by_text(typeset(text)).first.wait_for()

    async def tap(self, name: str) -> None:
        await self.tab.get_by_role("button", name=name).click()

    async def has(self, count: int) -> None:
        """The server's page shows so many pages, and so many stand in the table."""
        await expect(self.tab.get_by_role("heading", name=f"已经有{count}页")).to_be_visible()
        assert await SubmittedMaterial.filter(requirement_key="old-passport").count() == count
        assert self.failed == []
