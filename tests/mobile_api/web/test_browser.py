"""The main way through the pages in a real browser on a small phone; pictures are kept."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Route
from playwright.async_api import Page as Tab

from tests.actors import ID_NUMBER, Citizen
from tests.mobile_api.web.reading import PATHS, ask_status, open_page
from tests.stack import Stack

PICTURES = Path(__file__).parents[2] / "artifacts"
TAIL = ID_NUMBER[-6:]
# Five taps, a tenth of a second apart, as an impatient thumb makes them.
TAPS = """() => {
  const button = document.querySelector('form[method=post] button');
  for (let n = 0; n < 5; n++) setTimeout(() => button.click(), n * 100);
  setTimeout(() => console.log('tapped'), 500);
}"""
# What sticks out at the right, and what is too small for a thumb (44 CSS pixels). A link inside a
# sentence may be as narrow as its words (WCAG 2.2, 2.5.8).
MISFITS = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const box = one.getBoundingClientRect();
  const tapped = one.matches("main a, main button, summary, .choice, footer a, header a, .tabs a");
  const narrow = box.width < 43.5 && !one.closest('p:not(.crumbs), dd, li');
  return box.width && !one.matches('.skip')
    && (box.right > innerWidth + 1 || (tapped && (box.height < 43.5 || narrow)));
}).map((one) => one.outerHTML.slice(0, 80))"""


async def phone(browser: Browser, stack: Stack, **more: Any) -> BrowserContext:
    size = {"width": 375, "height": 740}
    options = {"base_url": stack.api, "viewport": size, "locale": "zh-CN"} | more
    return await browser.new_context(**options)


async def keep(tab: Tab, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    await tab.screenshot(path=PICTURES / f"{name}.png", full_page=True)


async def walk(tab: Tab, number: str) -> None:
    """Suggestion -> guide -> personal list -> status, by touch and keyboard."""
    await tab.goto("/")
    await tab.get_by_label("您想办什么事").type("huzh", delay=30)
    await tab.get_by_role("option").first.wait_for()
    await keep(tab, "home")
    await tab.get_by_label("您想办什么事").fill("办护照要带什么")
    await tab.get_by_role("button", name="搜索").click()
    await tab.get_by_role("link", name="普通护照签发").last.click()
    await tab.get_by_label("换发").check()
    await tab.get_by_role("button", name="看我的材料清单").click()
    await tab.get_by_role("heading", name="您的材料清单").wait_for()
    await keep(tab, "guide")
    await tab.get_by_role("link", name="查办件进度").click()
    await tab.get_by_label("办件编号").fill(number)
    await tab.get_by_label("申请人身份证号码最后六位").fill(TAIL)
    await tab.get_by_role("button", name="查询").click()
    await tab.get_by_role("heading", name="办理经过").wait_for()
    await keep(tab, "status")


async def walk_html(client: httpx.AsyncClient, number: str) -> None:
    """The same way in the HTML alone, for a machine that has no browser."""
    found = await open_page(client, "/search?q=办护照要带什么")
    assert "/guides/passport" in found.links()
    assert (await open_page(client, "/guides/passport?answer.situation=renewal")).says(
        "您的材料清单"
    )
    assert (await ask_status(client, number, TAIL)).says("办理经过")


@pytest.mark.parametrize("javascript", [True, False])
async def test_search_guide_and_status_on_a_phone(
    browser: Browser | None,
    stack: Stack,
    client: httpx.AsyncClient,
    citizen: Citizen,
    javascript: bool,
) -> None:
    number = (await citizen.submitted_case())["number"]
    if browser is None:
        return await walk_html(client, number)
    context = await phone(browser, stack, java_script_enabled=javascript)
    tab = await context.new_page()
    seen: list[str] = []
    tab.on("request", lambda request: seen.append(request.url))
    tab.on("pageerror", lambda error: seen.append(str(error)))
    tab.on("console", lambda message: seen.append(message.text))
    await (walk(tab, number) if javascript else walk_without_script(tab, number))
    assert [url for url in seen if not url.startswith(stack.api)] == []
    assert [url for url in seen if TAIL in url or number in url] == []
    assert TAIL not in await tab.content()


async def walk_without_script(tab: Tab, number: str) -> None:
    await tab.goto("/")
    await tab.get_by_label("您想办什么事").fill("护照")
    await tab.get_by_label("您想办什么事").press("Enter")
    await tab.get_by_role("link", name="普通护照签发").first.click()
    await tab.get_by_role("link", name="大字").click()
    await tab.get_by_role("link", name="查办件进度").click()
    await tab.get_by_label("办件编号").fill(number)
    await tab.get_by_label("申请人身份证号码最后六位").fill(TAIL)
    await tab.get_by_role("button", name="查询").click()
    await tab.get_by_role("heading", name="办理经过").wait_for()
    await keep(tab, "status-large")


@pytest.mark.parametrize(("width", "type_size"), [(375, "normal"), (320, "normal"), (320, "large")])
async def test_nothing_sticks_out_and_everything_can_be_tapped(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient, width: int, type_size: str
) -> None:
    paths = [*PATHS, "/nothing-here", "/search?q=着火了"]
    if browser is None:
        for path in paths:
            assert (await open_page(client, path)).all("//meta[@name='viewport']")
        return
    context = await phone(browser, stack, viewport={"width": width, "height": 740})
    await context.add_cookies([{"name": "type", "value": type_size, "url": stack.api}])
    tab = await context.new_page()
    for path in paths:
        await tab.goto(path)
        assert (path, await tab.evaluate(MISFITS)) == (path, [])


async def test_second_tap_sends_nothing(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient
) -> None:
    if browser is None:
        assert (await open_page(client, "/status")).all("//script[@defer]/@src")
        return
    tab = await (await phone(browser, stack)).new_page()
    await tab.goto("/status")
    sent: list[str] = []
    answer = asyncio.Event()

    async def slow_network(route: Route) -> None:
        sent.append(route.request.method)
        await answer.wait()
        await route.continue_()

    await tab.route("**/status", slow_network)
    async with tab.expect_console_message():
        await tab.evaluate(TAPS)
    answer.set()
    await tab.get_by_role("alert").wait_for()
    assert sent == ["POST"]
