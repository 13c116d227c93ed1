"""Every page that a link leads to, through the eyes of axe-core, in both sizes of type."""

from collections.abc import Callable

import pytest
from playwright.async_api import Browser

from mobile_api.openapi import declared_routes
from tests.mobile_api.web.everywhere.conftest import World
from tests.mobile_api.web.everywhere.crawling import PAGES, Crawl, faults_of, sent_empty
from tests.mobile_api.web.test_browser import phone
from tests.stack import Stack

# A crawl that no longer finds its way looks at nothing and finds no fault.
AT_LEAST = 60


async def crawl_of(browser: Browser, stack: Stack, world: World) -> Crawl:
    """By a browser that holds what the browser of the world holds."""
    context = await phone(browser, stack, reduced_motion="reduce")
    held = [
        {"name": one.name, "value": one.value or "", "url": stack.api}
        for one in world.client.cookies.jar
    ]
    await context.add_cookies(held)  # type: ignore[arg-type]
    return Crawl(stack, await context.new_page(), list(world.beginnings))


def pages_of(stack: Stack) -> set[str]:
    """Routes that answer a page, not the way to another one."""
    return {
        f"/{route.path}"
        for method, _, declared, route in declared_routes(stack.app)
        if method == "get" and route.name.startswith(PAGES)
        if declared.status == 200 and "text/html" in str(declared.media)
    }


@pytest.mark.thorough
async def test_every_page_can_be_read_by_everybody(
    browser: Browser | None, stack: Stack, world: World, tell: Callable[[str], None]
) -> None:
    if browser is None:
        return
    crawl = await crawl_of(browser, stack, world)
    found = {}
    async for path in crawl.pages():
        if faults := await faults_of(crawl.tab):
            found[path] = faults
        if await sent_empty(crawl.tab) and (faults := await faults_of(crawl.tab)):
            found[f"{path} (sent empty)"] = faults
    pages = pages_of(stack)
    if unseen := sorted(pages - set(crawl.seen)):
        tell(f"axe-core: no link of this world leads to {', '.join(unseen)}")
    assert found == {}
    assert len(pages & set(crawl.seen)) >= AT_LEAST
