"""A clerk of two companies on a phone, with script and without: for whom she acts is never left to
chance."""

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page as Tab

from mobile_api.cases.models import Case
from mobile_api.enterprises.models import Enterprise, OfficeProof
from mobile_api.shared import clock
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.applying.browser import settling
from tests.mobile_api.web.applying.lines import signed_in
from tests.mobile_api.web.applying.test_on_a_phone import next_page
from tests.mobile_api.web.conftest import browser as chromium
from tests.mobile_api.web.test_browser import MISFITS, keep
from tests.stack import Stack

__all__ = ["chromium"]

FIRST, OTHER = "示范物流有限公司", "示范市明天见餐饮管理有限责任公司"
START = "/guides/seal/apply"


@pytest.fixture
async def two(office: Office, boss: Member, clerk: Member) -> list[str]:
    """The ids of two companies of 赵六, whose clerk 李四 is; in the order of the names above."""
    now = clock.now()
    other = await Enterprise.create(
        social_credit_code="91370000MA3C0AB12P",
        name=OTHER,
        representative_id=boss.person_id,
        proven_by=OfficeProof.counter,
        proven_at=now,
        created_at=now,
    )
    for one in (office, Office(boss, str(other.id))):
        await one.appoint(clerk)
    return [office.id, str(other.id)]


async def choose(tab: Tab, name: str) -> None:
    """By the switch at the top of the page that is open, and back to it."""
    here = tab.url
    await tab.get_by_role("link", name="换一个").first.click()
    await tab.get_by_label(name).check()
    await tab.get_by_role("button", name="就为选中的办").click()
    await tab.wait_for_url(here)
    assert await tab.locator(".whom b").inner_text() == name
    assert await tab.evaluate(MISFITS) == [], here


async def applied(tab: Tab) -> None:
    """From the start to the page that is read before it is sent."""
    await tab.goto(START)
    await next_page(tab, "开始")
    await tab.get_by_label("首套").check()
    await keep(tab, "clerk-2-form")
    await next_page(tab)
    await tab.get_by_label("到窗口领取").check()
    await next_page(tab)
    await keep(tab, "clerk-3-check")
    await next_page(tab, "确认提交")
    await tab.get_by_role("heading", name="已经提交").wait_for()
    await keep(tab, "clerk-4-receipt")


async def asked_again(tab: Tab, other_tab: Tab) -> None:
    """Another tab changes for whom: what is open here begins nothing for the other company."""
    await tab.goto(START)
    await keep(tab, "clerk-1-start")
    await other_tab.goto("/me")
    await choose(other_tab, OTHER)
    await tab.get_by_role("button", name="开始").click()
    await tab.get_by_text("为谁办").first.wait_for()
    assert not await Case.exists()
    await keep(tab, "clerk-1-asked-again")


async def of_one_company_alone(tab: Tab, case: Case) -> None:
    """The case stands among those of the first company, and not of the other one."""
    await tab.goto("/me")
    await choose(tab, OTHER)
    assert await tab.get_by_role("link", name=case.item_name).count() == 0
    await keep(tab, "clerk-5-other")
    await choose(tab, FIRST)
    await tab.get_by_role("link", name=case.item_name).click()
    await tab.locator("p.now").wait_for()
    await keep(tab, "clerk-6-case")


@pytest.mark.parametrize("script", [True, False])
async def test_a_clerk_of_two_companies(
    chromium: Chromium | None, stack: Stack, clerk: Member, two: list[str], script: bool
) -> None:
    if chromium is None:
        return  # the choice in the HTML alone is tested beside this one
    context = await signed_in(chromium, stack, clerk, java_script_enabled=script)
    tab, other_tab = await context.new_page(), await context.new_page()
    async with settling(stack):
        await tab.goto("/me/acting")
        await tab.get_by_label(FIRST).check()
        await next_page(tab, "就为选中的办")
        await asked_again(tab, other_tab)
        await choose(tab, FIRST)
        await applied(tab)
        assert await tab.get_by_text(FIRST).first.is_visible()
        case = await Case.get()
        assert (case.status, str(case.enterprise_id)) == ("submitted", two[0])
        await of_one_company_alone(tab, case)
