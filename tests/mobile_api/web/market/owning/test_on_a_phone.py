"""The pages of who needs an agency in a real browser, and a draw that is repeated on its page."""

import httpx
import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import (
    after_its_sources,
    enter,
    reader,
    tied,
)
from tests.mobile_api.web.applying.lines import signed_in
from tests.mobile_api.web.market.owning.owner import HOME, Owner
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack

WIDE = "document.documentElement.scrollWidth <= innerWidth"
DRAFT = (
    "",
    "/description",
    "/method",
    "/price?method=proposal",
    "/times",
    "/files",
    "/avoided",
    "/relatives",
    "/preview",
    "/cancel",
)


@pytest.mark.parametrize(("width", "type_size"), [(375, "normal"), (320, "large")])
async def test_nothing_sticks_out(
    browser: Chromium | None,
    stack: Stack,
    citizen: Citizen,
    owner: Owner,
    bidders: list[Bidder],
    width: int,
    type_size: str,
) -> None:
    if browser is None:
        return  # what stands on these pages is read beside this
    deal = await Deal.strike(stack, Buyer(citizen), bidders[0])
    await deal.proposed(bidders[0])
    await owner.fill(await owner.begin(), "direct")
    size = {"width": width, "height": 740}
    tab = await (await signed_in(browser, stack, citizen, viewport=size)).new_page()
    await tab.goto(f"/display?type={type_size}&back=/")
    contract, need = f"{HOME}/contracts/{deal.id}", f"{HOME}/needs/{(await deal.row()).need_id}"
    drafted = [f"{owner.need}{name}" for name in DRAFT]
    for number, path in enumerate([HOME, f"{HOME}/new", *drafted, need, contract]):
        answer = await tab.goto(path)
        assert answer is not None and answer.status == 200, path
        await keep(tab, f"owning-{type_size}-{number:02}")
        assert await tab.evaluate(MISFITS) == [], path
        assert await tab.evaluate(WIDE), path


async def test_a_draw_is_repeated_on_its_own_page(
    browser: Chromium | None,
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
) -> None:
    _, draw = await tied(buyer, bidders)
    path = f"/draws/{draw.number}"
    page = await open_page(client, path)
    assert page.says("没有运行脚本") and page.all("//div[@id='here'][@hidden]")
    if browser is None:
        return
    tab = await (await phone(browser, stack)).new_page()
    await tab.goto(path)
    await expect(tab.get_by_text("没有运行脚本")).to_be_hidden()
    button, verdict = tab.get_by_role("button", name="现在就在这里核对"), tab.locator("#verdict")
    await button.click()
    await expect(verdict).to_have_text("还不能核对:这次摇号的材料还没有全部公开,暂时不能重算。")
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    await button.click()
    await expect(verdict).to_have_text("核对过了,没有发现不一致之处。")
    await keep(tab, "draw-repeated")
    assert await tab.evaluate(MISFITS) == []
    winner = (await client.get(f"/api/v1{path}")).json()["drawn"][0]["winner"]
    await expect(tab.locator("#checked")).to_contain_text(winner)


async def test_a_draw_that_cannot_be_repeated_here_is_told_so(
    browser: Chromium | None,
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
) -> None:
    _, draw = await tied(buyer, bidders)
    path = f"/draws/{draw.number}"
    if browser is None:
        return
    for javascript in (False, True):
        tab = await (await phone(browser, stack, java_script_enabled=javascript)).new_page()
        await tab.route("**/api/v1/draws/*", lambda route: route.abort())
        await tab.goto(path)
        button = tab.get_by_role("button", name="现在就在这里核对")
        if javascript:
            await button.click()
            await expect(tab.locator("#verdict")).to_contain_text("网络不通")
        else:
            await expect(tab.get_by_text("这个浏览器没有运行脚本")).to_be_visible()
            await expect(button).to_be_hidden()
