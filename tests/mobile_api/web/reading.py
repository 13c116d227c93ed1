"""A page as a person and their browser take it in: links, fields, headings, words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

import httpx
from lxml import html  # type: ignore[import-untyped]

from mobile_api.shared.text.words import typeset

# One of each kind of page, as a link or a form without script would ask for it.
PATHS = [
    "/",
    "/search?q=护照",
    "/search?q=办护照要带什么",
    "/search?q=qwzzxvk",
    "/search?q=",
    "/guides",
    "/guides?life_event=birth",
    "/guides?online_level=fully_online",
    "/guides/passport",
    "/guides/passport?answer.situation=renewal&answer.holder-age=adult",
    "/themes",
    "/themes?life_event=starting_business",
    "/themes/restaurant",
    "/guides/fire-check",
    "/market",
    "/market?q=消防检测",
    "/market?q=qwzzxvk",
    "/market/figures",
    "/market/figures?year=2025&trade=no-such",
    "/market/services/fire-test",
    "/market/services/fire-test?sort=price",
    "/market/services/fire-test?sort=rating",
    "/market/services/fire-test?near=city-hall",
    "/market/services/fire-test/compare",
    "/market/agencies",
    "/market/trading",
    "/market/trading?trading_class=land&words=学",
    "/market/trading/notices",
    "/market/trading/week",
    "/market/needs",
    "/market/needs?status=awarded",
    "/status",
    "/centre/halls",
    "/centre/phones",
    "/centre/articles",
    "/centre/articles/new-year-hours",
    "/notices/privacy",
    "/notices/terms",
    "/notices/accessibility",
    "/docs",
    "/docs/beginCase",
]


@dataclass(frozen=True)
class Page:
    """An answer and its document."""

    response: httpx.Response
    document: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What stands on the page, blanks made one."""
        return " ".join(self.document.body.text_content().split())

    def says(self, words: str) -> bool:
        """Whether these words stand there, their punctuation typeset as pages do it."""
        return typeset(words) in self.text

    def all(self, path: str) -> list[Any]:
        """Elements or values by XPath."""
        return list(self.document.xpath(path))

    def links(self) -> set[str]:
        """Local addresses that the page links to, without fragment."""
        return {urldefrag(link).url for link in self.all("//a/@href") if link.startswith("/")}


def read(response: httpx.Response) -> Page:
    """The page of an answer; it must be HTML."""
    assert response.headers["content-type"] == "text/html; charset=utf-8", response.text[:300]
    return Page(response, html.document_fromstring(response.text))


async def open_page(client: httpx.AsyncClient, path: str) -> Page:
    """The page at `path`, whatever its status."""
    return read(await client.get(path))


async def ask_status(client: httpx.AsyncClient, number: str, tail: str) -> Page:
    """Send the status form as a browser without script does, and go where it leads."""
    fields = {"number": (None, number), "id_number_tail": (None, tail)}
    return read(await client.post("/status", files=fields, follow_redirects=True))
