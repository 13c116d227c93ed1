"""Goes over all pages that links lead to, as a signed-in person, in a real browser.

A new page needs no word here: whatever a link leads to is looked at, two of each route.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Page as Tab
from sanic.exceptions import SanicException

from mobile_api.web.frame.assets import STYLE
from tests.mobile_api.web.test_browser import MISFITS
from tests.mobile_api.web.test_every_page import LIGHT
from tests.stack import Stack

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# What WCAG 2.2 asks at A and AA, and what axe-core calls good practice.
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = """(async (tags) => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ['violations']});
  const told = (one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`);
  return found.violations.flatMap(told);
})"""
LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"
# The first form that asks for words.
ASKING = """() => [...document.forms].findIndex((form) => form.method === 'post'
  && form.querySelector('input[type=text], input[type=tel], input:not([type]), textarea'))"""
SEND_EMPTY = """(number) => {
  const form = document.forms[number];
  form.querySelectorAll('input:not([type=hidden]), textarea').forEach((one) => {
    if (one.type === 'radio' || one.type === 'checkbox') one.checked = false; else one.value = '';
  });
  HTMLFormElement.prototype.submit.call(form);
}"""
# Walks over all that takes the focus and tells what the bar at the foot lies upon then.
COVERED = """() => {
  const bar = document.querySelector('.tabs');
  const inside = [...document.querySelectorAll('a, button, input, textarea, summary')];
  return inside.filter((one) => !bar.contains(one) && one.type !== 'hidden').filter((one) => {
    one.focus();
    const box = one.getBoundingClientRect();
    // Of a large field the browser shows the line where one writes.
    const line = 2 * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const end = one.matches('textarea') ? box.top + line : box.bottom;
    return box.height && document.activeElement === one
      && end > bar.getBoundingClientRect().top + 1 && !one.matches('.skip');
  }).map((one) => one.outerHTML.slice(0, 80));
}"""
# The page and all that it loads, in bytes, not compressed.
WEIGHT = """() => [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.decodedBodySize, 0)"""
OF_EACH_ROUTE = 2
PAGES, NO_ROUTE = "yiwang.pages.", "no route"


async def faults_of(tab: Tab) -> list[str]:
    """What axe-core finds and what sticks out, in usual type and in large type at 320 px."""
    found = await is_heavy(tab)
    await tab.evaluate(AXE)
    found += await _looked_at(tab, 375)
    await tab.evaluate("document.documentElement.classList.add('large')")
    return found + [f"large: {one}" for one in await _looked_at(tab, 320)]


async def is_heavy(tab: Tab) -> list[str]:
    """What the page weighs, where that is more than a page may; the interface document is none."""
    weight = await tab.evaluate(WEIGHT)
    assert weight > len(STYLE.body)
    return [f"weighs {weight}"] if weight > LIGHT and "/docs" not in tab.url else []


async def sent_empty(tab: Tab) -> bool:
    """Whether the page has a form that asks for words; it is sent without any."""
    number = await tab.evaluate(ASKING)
    if number < 0:
        return False
    async with tab.expect_navigation():
        await tab.evaluate(SEND_EMPTY, number)
    return True


async def _looked_at(tab: Tab, width: int) -> list[str]:
    await tab.set_viewport_size({"width": width, "height": 640})
    found = [f"covered: {one}" for one in await tab.evaluate(COVERED)]
    found += [f"misfit: {one}" for one in await tab.evaluate(MISFITS)]
    if await tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    # As tall as it is: what lies under the bar at the foot at this moment is not covered for good.
    height = await tab.evaluate("document.documentElement.scrollHeight")
    await tab.set_viewport_size({"width": width, "height": height})
    return found + list(await tab.evaluate(f"{VIOLATIONS}({json.dumps(ASKED)})"))


@dataclass
class Crawl:
    """`seen`: how often each route was looked at; `waiting`: addresses found so far."""

    stack: Stack
    tab: Tab
    waiting: list[str]
    seen: Counter[str] = field(default_factory=Counter)
    _known: set[str] = field(default_factory=set)

    def route_of(self, address: str) -> str | None:
        """The route of a local page; None for what is elsewhere or no page."""
        if not address.startswith(self.stack.api):
            return None
        try:
            route, *_ = self.stack.app.router.get(urlsplit(address).path, "GET", None)
        except SanicException:
            return NO_ROUTE
        return f"/{route.path}" if route.name.startswith(PAGES) else None

    async def pages(self) -> AsyncIterator[str]:
        """Opens one page after the other; answers the address of each."""
        while self.waiting:
            address = urldefrag(self.stack.api + self.waiting.pop(0)).url
            route = self.route_of(address)
            if route is None or address in self._known or self.seen[route] >= OF_EACH_ROUTE:
                continue
            self._known.add(address)
            answer = await self.tab.context.request.get(address, max_redirects=0)
            if 300 <= answer.status < 400:
                self._wait(answer.headers["location"])
            elif answer.headers["content-type"].startswith("text/html"):
                self.seen[route] += 1
                await self.tab.goto(address)
                for link in await self.tab.evaluate(LINKS):
                    self._wait(link)
                yield address.removeprefix(self.stack.api)

    def _wait(self, link: str) -> None:
        path = link.removeprefix(self.stack.api)
        if path.startswith("/"):
            self.waiting.append(path)
