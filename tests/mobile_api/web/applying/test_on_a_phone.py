"""The application in a real browser on a small phone, with and without script."""

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext
from playwright.async_api import Page as Tab

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.cases.models import Case
from tests.actors import Citizen, Colleague, photo
from tests.mobile_api.web.applying.browser import ADDRESS, settling
from tests.mobile_api.web.test_browser import MISFITS, keep, phone
from tests.mobile_api.web.test_sign_in_pages import COOKIE
from tests.stack import Stack

FAULT = {"reason": "缺一页。", "advice": "补上。"}
LABELS = {
    "收件人姓名": "name",
    "收件人手机": "phone",
    "省、自治区或直辖市": "province",
    "市、州": "city",
    "区、县": "county",
    "街道门牌": "address",
}


async def signed_in(
    chromium: Chromium, stack: Stack, citizen: Citizen, **more: object
) -> BrowserContext:
    context = await phone(chromium, stack, **more)
    token = await page_token_of(citizen.tokens["refresh_token"])
    await context.add_cookies([{"name": COOKIE, "value": token, "url": stack.api}])
    return context


async def chosen(tab: Tab, *photos: bytes, kind: str = "image/jpeg") -> None:
    """These files in the field of a material's page."""
    ending = kind.partition("/")[2].replace("jpeg", "jpg")
    files = [
        {"name": f"IMG_{number}.{ending}", "mimeType": kind, "buffer": content}
        for number, content in enumerate(photos, 1)
    ]
    await tab.get_by_label("照片或文件").set_input_files(files)


async def next_page(tab: Tab, button: str = "保存并继续") -> None:
    await tab.get_by_role("button", name=button).click()
    await tab.wait_for_load_state()
    assert await tab.evaluate(MISFITS) == [], tab.url


async def applied(tab: Tab) -> None:
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
    for shade in (1, 2):
        await tab.get_by_label("照片或文件").set_input_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo(shade)}
        )
        await next_page(tab, "上传")
        await tab.get_by_text("已收到").wait_for()
        await keep(tab, f"apply-3-material-{shade}")
        await next_page(tab, "传好了")
    await tab.get_by_label("邮寄到家").check()
    for label, name in LABELS.items():
        await tab.get_by_label(label).fill(ADDRESS[name])
    await keep(tab, "apply-4-delivery")
    await next_page(tab)


async def corrected(tab: Tab, case: Case) -> None:
    """From one's own cases to the case that is sent again."""
    await tab.goto("/me")
    await tab.get_by_role("link", name=case.item_name[:6]).first.click()
    await tab.get_by_role("link", name="现在去改").click()
    await keep(tab, "apply-7-correction")
    await tab.get_by_role("link", name="继续").click()
    await tab.get_by_label("照片或文件").set_input_files(
        {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": photo(5)}
    )
    await next_page(tab, "上传")
    await next_page(tab, "传好了")
    await next_page(tab, "重新提交")


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_citizen_applies_corrects_and_finds_it_again(
    browser: Chromium | None,
    stack: Stack,
    citizen: Citizen,
    colleague: Colleague,
    javascript: bool,
) -> None:
    if browser is None:
        return  # the journey in the HTML alone is walked beside this one
    context = await signed_in(browser, stack, citizen, java_script_enabled=javascript)
    tab = await context.new_page()
    failed: list[str] = []
    tab.on("pageerror", lambda error: failed.append(str(error)))
    tab.on("console", lambda said: failed.append(said.text))
    async with settling(stack):
        await applied(tab)
        await keep(tab, "apply-5-check")
        await next_page(tab, "确认提交")
        await tab.get_by_role("heading", name="已经提交").wait_for()
        await keep(tab, "apply-6-receipt")
        await tab.reload()
        await tab.go_back()
        case = await Case.get()
        assert tab.url.endswith(str(case.id))
        fault = FAULT | {"target": "material", "key": "old-passport"}
        await colleague.move(str(case.id), "request-correction", {"faults": [fault]})
        await corrected(tab, case)
    assert ((await Case.get()).status, failed) == ("submitted", [])


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
