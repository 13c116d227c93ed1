"""The application in a real browser on a small phone, with and without script."""

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Error
from playwright.async_api import Page as Tab

from mobile_api.cases.models import Case
from tests.actors import Citizen, Colleague, photo
from tests.mobile_api.cases.test_journey import play
from tests.mobile_api.web.applying.browser import ADDRESS, settling
from tests.mobile_api.web.applying.lines import (
    CUT,
    FAST,
    POLICY,
    SLOW,
    Line,
    chosen,
    grain,
    signed_in,
)
from tests.mobile_api.web.test_browser import MISFITS, keep
from tests.stack import Stack
from tests.waiting import until

DELIVERED = "已送达"
FAULT = {"reason": "缺一页。", "advice": "补上。"}
LABELS = {
    "收件人姓名": "name",
    "收件人手机": "phone",
    "省、自治区或直辖市": "province",
    "市、州": "city",
    "区、县": "county",
    "街道门牌": "address",
}


async def next_page(tab: Tab, button: str = "保存并继续") -> None:
    """Send the form; what follows survives a reload, and Back leads to a page that is whole."""
    await tab.get_by_role("button", name=button).click()
    await tab.wait_for_load_state()
    assert await tab.evaluate(MISFITS) == [], tab.url
    here = tab.url
    for way in (tab.reload, tab.go_back):
        await way()
        assert await tab.locator("h1").count() == 1, (here, tab.url)
        assert not (await tab.title()).startswith("错误"), (here, tab.url)
    await tab.goto(here)


async def given(tab: Tab, *photos: bytes, script: bool) -> None:
    """By the script all at once; without it one after another, each by the form."""
    if script:
        await chosen(tab, *photos)
    for one in () if script else photos:
        await chosen(tab, one)
        await next_page(tab, "上传")


async def cut_off(tab: Tab, *photos: bytes, script: bool) -> None:
    """The line is cut while they are sent, and the page is opened again once it is back."""
    line, here = Line(tab), tab.url
    await line.be(SLOW)
    await chosen(tab, *(photos if script else photos[:1]))
    if script:
        await tab.get_by_text("正在传").wait_for()
        await line.be(CUT)
        await tab.get_by_text("网断了").first.wait_for()
        await keep(tab, "apply-3-cut")
    else:
        await line.be(CUT)
        async with tab.expect_event("requestfailed"):
            await tab.get_by_role("button", name="上传").click()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        await tab.goto(here)
    await line.be(FAST)
    await tab.goto(here)
    assert await tab.get_by_text("上次没有传完").count() == (1 if script else 0)


async def applied(tab: Tab, *, script: bool) -> None:
    """From the guide to the page on which everything is checked."""
    await tab.goto("/guides/passport")
    await tab.get_by_role("link", name="现在就办").click()
    await keep(tab, "apply-1-start")
    await next_page(tab, "开始")
    for answer in ("换发", "已满十六周岁", "否"):
        await tab.get_by_label(answer, exact=False).first.check()
        await next_page(tab)
    await tab.get_by_label("姓名拼音").fill("ZHANG SANFENG")
    await keep(tab, "apply-2-form")
    await next_page(tab)
    await given(tab, photo(1), script=script)
    await tab.get_by_role("heading", name="已经有1页").wait_for()
    await next_page(tab, "传好了")
    two = (grain(1), grain(2))
    await cut_off(tab, *two, script=script)
    await given(tab, *two, script=script)
    await tab.get_by_role("heading", name="已经有2页").wait_for()
    await keep(tab, "apply-3-material")
    await next_page(tab, "传好了")
    await tab.get_by_label("邮寄到家").check()
    for label, name in LABELS.items():
        await tab.get_by_label(label).fill(ADDRESS[name])
    await keep(tab, "apply-4-delivery")
    await next_page(tab)


async def corrected(tab: Tab, case: Case, *, script: bool) -> None:
    """From one's own cases to the case that is sent again."""
    await tab.goto("/me")
    await tab.get_by_role("link", name=case.item_name[:6]).first.click()
    await tab.get_by_role("link", name="现在去改").click()
    await keep(tab, "apply-7-correction")
    await tab.get_by_role("link", name="继续").click()
    await tab.get_by_role("link", name="重拍").first.click()
    await tab.get_by_role("heading", name="重拍第1页").wait_for()
    await given(tab, grain(3), script=script)
    await tab.get_by_role("heading", name="再加一页").wait_for()
    await next_page(tab, "传好了")
    await next_page(tab, "重新提交")


async def received(stack: Stack, citizen: Citizen, colleague: Colleague, case: Case) -> None:
    """The counter decides, and the post brings it."""
    for move in ("pass-pre-review", "accept", "take-up"):
        assert (await colleague.move(str(case.id), move)).is_success, move
    assert (await colleague.move(str(case.id), "decide", {"outcome": "approved"})).is_success
    assert (await colleague.move(str(case.id), "complete")).is_success
    path, waybill = f"/api/v1/cases/{case.id}", ""

    async def is_posted() -> bool:
        nonlocal waybill
        waybill = ((await citizen.ok("GET", path))["parcel"] or {}).get("waybill_number") or ""
        return bool(waybill)

    async def is_delivered() -> bool:
        return bool((await citizen.ok("GET", path))["status"] == "delivered")

    # Whoever works beside this test may have it in hand just now.
    await until(is_posted)
    await play(stack, citizen.client, waybill, "704")
    await until(is_delivered)


@pytest.mark.parametrize("script", [True, False])
async def test_a_citizen_applies_corrects_and_receives_it(
    browser: Chromium | None,
    stack: Stack,
    citizen: Citizen,
    colleague: Colleague,
    script: bool,
) -> None:
    if browser is None:
        return  # the journey in the HTML alone is walked beside this one
    context = await signed_in(browser, stack, citizen, java_script_enabled=script)
    tab = await context.new_page()
    failed: list[str] = []
    tab.on("pageerror", lambda error: failed.append(str(error)))
    tab.on("console", lambda said: failed.append(said.text) if POLICY in said.text else None)
    async with settling(stack):
        await applied(tab, script=script)
        await keep(tab, "apply-5-check")
        await next_page(tab, "确认提交")
        await tab.get_by_role("heading", name="已经提交").wait_for()
        await keep(tab, "apply-6-receipt")
        case = await Case.get()
        fault = FAULT | {"target": "material", "key": "old-passport"}
        await colleague.move(str(case.id), "request-correction", {"faults": [fault]})
        await corrected(tab, case, script=script)
        await received(stack, citizen, colleague, case)
        await tab.goto(f"/me/cases/{case.id}")
        await keep(tab, "apply-8-received")
    assert await tab.locator("p.now").inner_text() == DELIVERED
    assert ((await Case.get()).status, failed) == ("delivered", [])


@pytest.mark.parametrize(("width", "type_size"), [(320, "normal"), (320, "large")])
async def test_nothing_sticks_out_on_the_pages_of_an_application(
    browser: Chromium | None, stack: Stack, citizen: Citizen, width: int, type_size: str
) -> None:
    if browser is None:
        return
    path = f"/me/cases/{(await citizen.passport_draft())['id']}"
    size = {"width": width, "height": 640}
    context = await signed_in(browser, stack, citizen, viewport=size)
    tab = await context.new_page()
    await tab.goto(f"/display?type={type_size}&back=/")
    for name in (
        "tasks",
        "questions/situation",
        "form",
        "materials/old-passport",
        "delivery",
        "check",
    ):
        await tab.goto(f"{path}/{name}")
        assert await tab.evaluate(MISFITS) == [], name
        assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
