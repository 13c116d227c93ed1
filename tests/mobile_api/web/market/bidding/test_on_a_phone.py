"""The pages of an agency in a real browser on a small phone, with and without script."""

from urllib.parse import urldefrag

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext
from playwright.async_api import Page as Tab

from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.credit.entries import entered
from tests.mobile_api.agency_supermarket.market import APPRAISAL, Desk
from tests.mobile_api.agency_supermarket.needing import Buyer
from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.stack import Stack


async def signed_in(
    chromium: Chromium, stack: Stack, agent: Browser, **more: object
) -> BrowserContext:
    """With the cookies of the browser without script: who it is, and for whom they act."""
    context = await phone(chromium, stack, **more)
    jar = agent.client.cookies.jar
    await context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": stack.api} for one in jar]
    )
    return context


async def press(tab: Tab, button: str) -> None:
    await tab.get_by_role("button", name=button).click()
    await tab.wait_for_load_state()
    assert await tab.evaluate(MISFITS) == [], tab.url


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_bid_and_a_delivery_survive_reload_and_back(
    chromium: Chromium | None,
    stack: Stack,
    agent: Browser,
    buyer: Buyer,
    deal: Deal,
    javascript: bool,
) -> None:
    if chromium is None:
        return  # the journey in the HTML alone is walked beside this one
    need_id = await buyer.publish(fund_source="social")
    await deal.sign(milestones=[])
    context = await signed_in(chromium, stack, agent, java_script_enabled=javascript)
    tab = await context.new_page()
    failed: list[str] = []
    tab.on("pageerror", lambda error: failed.append(str(error)))
    # That a form was sent empty is told by its status as well.
    tab.on("console", lambda said: None if "422" in said.text else failed.append(said.text))
    await tab.goto(f"/market/needs/{need_id}")
    await tab.get_by_role("link", name="我要报价").click()
    await tab.get_by_role("link", name="我要报价", exact=True).click()
    await keep(tab, "agency-1-bid")
    await press(tab, "密封并提交报价")
    await keep(tab, "agency-2-bid-wrong")
    await tab.locator("#price").fill("42000")
    await tab.get_by_label("几个工作日完成").fill("5")
    await press(tab, "密封并提交报价")
    await tab.get_by_text("回执在下面").wait_for()
    await keep(tab, "agency-3-receipt")
    await tab.reload()
    assert await tab.get_by_text("回执在下面").count() == 0
    await delivered(tab, stack, deal)
    assert ((await deal.row()).status, failed) == ("delivered", [])


async def delivered(tab: Tab, stack: Stack, deal: Deal) -> None:
    """A file is sent, then it is handed in; Back from there changes nothing."""
    await tab.goto(f"/me/agency/contracts/{deal.id}")
    await keep(tab, "agency-4-contract")
    await tab.get_by_role("link", name="交付成果").click()
    async with settling(stack):
        await tab.get_by_label("照片或文件").set_input_files(
            {"name": "报告.jpg", "mimeType": "image/jpeg", "buffer": photo(3)}
        )
        await press(tab, "上传")
        await tab.get_by_text("已收到").wait_for()
    await keep(tab, "agency-5-deliver")
    await press(tab, "交付")
    await tab.get_by_text("成果已经交付").wait_for()
    await tab.reload()
    await tab.go_back()
    assert urldefrag(tab.url).url.endswith(deal.id), "what is delivered is not asked for again"


async def test_nothing_sticks_out_on_the_pages_of_an_agency(
    chromium: Chromium | None, stack: Stack, agent: Browser, deal: Deal, desk: Desk
) -> None:
    if chromium is None:
        return
    await entered(desk, str(deal.agency.agency_id), "false_material")
    await deal.sign()
    need_id = await deal.buyer.publish(fund_source="social")
    await deal.agency.bid(need_id, 3_000_000)
    context = await signed_in(chromium, stack, agent, viewport={"width": 320, "height": 640})
    tab = await context.new_page()
    await tab.goto("/display?type=large&back=/")
    contract = f"/contracts/{deal.id}"
    for name in (
        "",
        "/services",
        f"/services/{APPRAISAL}",
        f"/qualifications/{APPRAISAL}",
        "/office",
        "/practitioners/new",
        f"/needs/{need_id}",
        f"/needs/{need_id}/bid",
        f"/needs/{need_id}/objection",
        "/contracts",
        contract,
        f"{contract}/milestones/1",
        f"{contract}/ending",
        "/credit",
        "/leave",
    ):
        await tab.goto(f"/me/agency{name}")
        await keep(tab, f"agency-large{name.replace('/', '-')}"[:40])
        assert await tab.evaluate(MISFITS) == [], name
        assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
