"""The four doors at the foot of every page, and the home page of who needs large type."""

import httpx
import pytest
from playwright.async_api import Browser

from mobile_api.accounts.models import Person
from mobile_api.accounts.sessions.service import page_token_of
from notifications.service import notify
from tests.actors import Citizen
from tests.committed import committed
from tests.mobile_api.web.everywhere.crawling import COVERED
from tests.mobile_api.web.reading import Page, open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.mobile_api.web.test_browser import phone
from tests.stack import Stack

BAR = "//nav[contains(@class, 'tabs')]"
DOORS = {"首页": "/", "办事": "/guides", "消息": "/me/messages", "我的": "/me"}


def chosen(page: Page) -> dict[str, str]:
    marked = page.all(f"{BAR}/a[@aria-current]")
    return {one.text.strip(): one.get("aria-current") for one in marked}


@pytest.mark.parametrize(
    ("path", "door", "kind"),
    [
        ("/", "首页", "page"),
        ("/guides", "办事", "page"),
        ("/guides?life_event=birth", "办事", "page"),
        ("/guides/passport", "办事", "true"),
        ("/status", "办事", "true"),
        ("/sign-in", "我的", "true"),
    ],
)
async def test_bar_says_where_one_is(
    client: httpx.AsyncClient, path: str, door: str, kind: str
) -> None:
    page = await open_page(client, path)
    links = {one.text.strip(): one.get("href") for one in page.all(f"{BAR}/a")}
    assert links == DOORS
    assert chosen(page) == {door: kind}
    assert page.all(f"{BAR}/@aria-label") and "no-print" in page.all(f"{BAR}/@class")[0]


async def test_page_that_is_not_there_is_behind_no_door(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/nothing-here")
    assert page.status == 404 and chosen(page) == {}


async def test_unread_messages_are_counted_where_they_are_known(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    person = await Person.get()
    await committed(
        notify(person.id, "accounts_merged", {}, subject="person:x", dedupe_key="the-bar")
    )
    for path, door in (("/me", "我的"), ("/me/messages", "消息"), ("/", "首页")):
        page = await open_page(client, path)
        told = [one.text_content() for one in page.all(f"{BAR}//b")]
        assert (chosen(page), told) == ({door: "page"}, [] if path == "/" else ["1条未读"])


async def test_large_type_leaves_few_choices_on_the_first_page(client: httpx.AsyncClient) -> None:
    client.cookies.set("type", "large")
    page = await open_page(client, "/")
    names = [one.text_content() for one in page.all("//main//a")]
    assert [one.split("\n")[0] for one in names] == [
        "查进度凭办件编号",
        "我的办事先登录",
        "打12345打电话问人工",
        "附近大厅地址和时间",
    ]
    assert page.all("//main//form[@role='search']")
    assert page.all("//a[text()='标准字']")


@pytest.mark.parametrize(
    ("width", "height", "type_size"), [(375, 667, "normal"), (320, 568, "large")]
)
async def test_bar_stays_at_the_foot_and_covers_nothing_that_has_the_focus(
    browser: Browser | None, stack: Stack, width: int, height: int, type_size: str
) -> None:
    if browser is None:
        return
    size = {"width": width, "height": height}
    context = await phone(browser, stack, viewport=size, reduced_motion="reduce")
    await context.add_cookies([{"name": "type", "value": type_size, "url": stack.api}])
    tab = await context.new_page()
    for path in ("/", "/guides", "/guides/passport", "/status", "/nothing-here"):
        await tab.goto(path)
        bar = await tab.locator(".tabs").bounding_box()
        assert bar and abs(bar["y"] + bar["height"] - height) < 1, path
        assert bar["height"] >= (60 if type_size == "large" else 44)
        assert await tab.evaluate(COVERED) == [], path
        await tab.evaluate("scrollTo(0, document.body.scrollHeight)")
        above = await tab.locator("footer > div").bounding_box()
        assert above and above["y"] + above["height"] <= bar["y"] + 1, path


async def test_open_keyboard_leaves_the_screen_to_the_field(
    browser: Browser | None, stack: Stack
) -> None:
    """Where the keyboard makes the page shorter, the bar stands at its end."""
    if browser is None:
        return
    tab = await (await phone(browser, stack, viewport={"width": 375, "height": 320})).new_page()
    await tab.goto("/status")
    bar = await tab.locator(".tabs").bounding_box()
    assert bar and bar["y"] > 320


async def test_bar_is_not_printed(browser: Browser | None, stack: Stack) -> None:
    if browser is None:
        return
    tab = await (await phone(browser, stack)).new_page()
    await tab.emulate_media(media="print")
    await tab.goto("/guides/passport")
    assert not await tab.locator(".tabs").is_visible()
