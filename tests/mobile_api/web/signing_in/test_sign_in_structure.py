"""Sign-in and own pages: structured, safe and never kept; thumbs, narrow phones and large type."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Browser
from playwright.async_api import Page as Tab

from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.mobile_api.web import test_every_page as every_page
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import (
    COOKIE,
    ask_code,
    code_for,
    new_number,
    send,
)
from tests.mobile_api.web.signing_in.test_wechat_sign_in import IN_WECHAT
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack

CHECKS: tuple[Callable[[Page], None], ...] = (
    every_page.test_headings_do_not_skip_a_level,
    every_page.test_page_loads_nothing_from_elsewhere,
    every_page.test_policy_allows_no_inline_code_and_there_is_none,
    every_page.test_every_field_has_a_label_and_every_reference_a_target,
    every_page.test_a_person_can_be_called_from_every_page,
)


async def pages_of_signing_in(client: httpx.AsyncClient) -> list[Page]:
    number = new_number()
    return [
        await open_page(client, "/sign-in?return_to=/me"),
        read(await client.get("/sign-in", headers=IN_WECHAT)),
        read(await send(client, "/sign-in/phone", phone="12")),
        await ask_code(client, number),
        read(
            await send(
                client,
                "/sign-in/code",
                phone=number,
                code="12",
                is_new_owner="true",
                id_number_tail="x" * 18,
            )
        ),
    ]


async def own_pages(client: httpx.AsyncClient, citizen: Citizen) -> list[Page]:
    case = await citizen.submitted_case()
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return [await open_page(client, path) for path in ("/me", f"/me/cases/{case['id']}")]


async def test_pages_are_structured_and_never_kept(
    client: httpx.AsyncClient, citizen: Citizen
) -> None:
    pages = await pages_of_signing_in(client) + await own_pages(client, citizen)
    assert [page.status for page in pages] == [200, 200, 422, 200, 422, 200, 200]
    for page in pages:
        for check in CHECKS:
            check(page)
        assert len(page.all("//h1")) == 1 and page.all("/html/@lang") == ["zh-CN"]
        assert page.all("//meta[@name='robots']/@content") == ["noindex"]
        assert page.response.headers["cache-control"] == "no-store"
        assert "etag" not in page.response.headers
        assert bool(page.all("//*[@role='alert']")) is (page.status == 422)
        assert len(page.all("//*[@aria-invalid]")) == len(page.all("//*[@class='fault']"))


async def fits(tab: Tab, name: str) -> None:
    assert (name, await tab.evaluate(MISFITS)) == (name, [])
    small = "[...document.querySelectorAll('main input:not([type=hidden]):not([type=checkbox])')]"
    heights = await tab.evaluate(f"{small}.map((one) => one.getBoundingClientRect().height)")
    assert all(height >= 43.5 for height in heights)
    await keep(tab, name)


async def without_browser(client: httpx.AsyncClient) -> None:
    for page in await pages_of_signing_in(client):
        assert page.all("//meta[@name='viewport']")


@pytest.mark.parametrize(("width", "type_size"), [(375, "normal"), (320, "large")])
async def test_sign_in_by_thumb(
    browser: Browser | None, stack: Stack, client: httpx.AsyncClient, width: int, type_size: str
) -> None:
    if browser is None:
        return await without_browser(client)
    size = {"width": width, "height": 740}
    context = await phone(browser, stack, viewport=size, user_agent=IN_WECHAT["user-agent"])
    await context.add_cookies([{"name": "type", "value": type_size, "url": stack.api}])
    tab, number = await context.new_page(), new_number()
    await tab.goto("/me")
    await fits(tab, f"sign-in-{type_size}")
    await tab.get_by_label("手机号", exact=True).fill("12")
    await tab.get_by_role("button", name="获取验证码").click()
    await tab.get_by_role("alert").wait_for()
    await tab.get_by_label("手机号", exact=True).fill(f"\u202d{number}\u202c")
    await tab.get_by_role("button", name="获取验证码").click()
    await tab.get_by_label("短信中的6位数字").fill(await code_for(stack, client, number))
    await fits(tab, f"sign-in-code-{type_size}")
    await tab.get_by_role("button", name="登录").click()
    await tab.get_by_role("heading", name="我的办事").wait_for()
    await fits(tab, f"own-{type_size}")
    await tab.get_by_role("button", name="退出登录").click()
    await tab.wait_for_url(stack.api + "/")
    assert COOKIE not in [one.get("name") for one in await context.cookies()]
