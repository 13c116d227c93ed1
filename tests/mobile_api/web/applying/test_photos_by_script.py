"""Photographs sent by the page's script, in a real browser to the real store, on a bad network."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import CDPSession, Request, Route, expect
from playwright.async_api import Page as Tab

from mobile_api.cases.models import SubmittedMaterial
from mobile_api.shared import clock
from mobile_api.shared.text.words import typeset
from tests.actors import Citizen, photo
from tests.mobile_api.web.applying.browser import settling
from tests.mobile_api.web.applying.test_on_a_phone import chosen, signed_in
from tests.mobile_api.web.test_browser import MISFITS, keep
from tests.stack import Stack
from uploads import policy
from uploads.models import StoredFile

STORE = "**/objects/quarantine"
# A line of 100 kB/s, so that a photo is under way for some seconds.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 1e6, "uploadThroughput": 1e5}
CUT = SLOW | {"offline": True}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
WATCH = """() => {
  window.said = [];
  const list = document.querySelector('.sendings');
  new MutationObserver(() => window.said.push(list.textContent)).observe(
    list, {childList: true, subtree: true, characterData: true});
}"""


def grain(seed: int, side: int = 500, kind: str = "JPEG") -> bytes:
    """A photo that no coder makes small; the same seed is the same file."""
    held = BytesIO()
    bytes_of = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), bytes_of).save(held, kind)
    return held.getvalue()


class Phone:
    """A tab with the page of a material that has one page, and what it sends to the store."""

    def __init__(self, tab: Tab, path: str) -> None:
        self.tab, self.path = tab, path
        self.line: CDPSession | None = None
        self.failed: list[str] = []
        self.sent: list[str] = []
        tab.on("pageerror", lambda error: self.failed.append(str(error)))
        tab.on("requestfinished", self._finished)

    def _finished(self, request: Request) -> None:
        if request.url.endswith("/objects/quarantine"):
            self.sent.append(request.method)

    async def open(self) -> None:
        await self.tab.goto(self.path)

    async def speed(self, conditions: dict[str, object]) -> None:
        if self.line is None:
            self.line = await self.tab.context.new_cdp_session(self.tab)
            await self.line.send("Network.enable")
        await self.line.send("Network.emulateNetworkConditions", conditions)

    async def choose(self, *photos: bytes, kind: str = "image/jpeg") -> None:
        await chosen(self.tab, *photos, kind=kind)

    async def says(self, text: str) -> None:
        await self.tab.get_by_text(typeset(text)).first.wait_for()

    async def tap(self, name: str) -> None:
        await self.tab.get_by_role("button", name=name).click()

    async def has(self, count: int) -> None:
        """The server's page shows so many pages, and so many stand in the table."""
        await expect(self.tab.get_by_role("heading", name=f"已经有{count}页")).to_be_visible()
        assert await SubmittedMaterial.filter(requirement_key="old-passport").count() == count
        assert self.failed == []


@pytest.fixture
async def own_phone(
    browser: Chromium | None, stack: Stack, citizen: Citizen
) -> AsyncIterator[Phone | None]:
    path = f"/me/cases/{(await citizen.passport_draft())['id']}/materials/old-passport"
    if browser is None:
        yield None  # the doors are asked beside this; without a browser nothing runs the script
        return
    context = await signed_in(browser, stack, citizen)
    found = Phone(await context.new_page(), path)
    async with settling(stack):
        await found.open()
        yield found
    await context.close()


async def test_two_photos_are_seen_on_their_way_and_stay_in_order(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    tab = own_phone.tab
    await own_phone.speed(SLOW)
    await tab.evaluate(WATCH)
    await own_phone.choose(grain(1), grain(2))
    await own_phone.says("正在传")
    await keep(tab, "photos-1-sending")
    said = await tab.evaluate("window.said")
    await own_phone.has(3)
    assert any("排队等着传" in one for one in said) and any("正在传" in one for one in said)
    given = SubmittedMaterial.filter(requirement_key="old-passport").order_by("page")
    names = [one.file.name for one in await given.select_related("file")]
    assert names[1:] == ["IMG_1.jpg", "IMG_2.jpg"] and len(own_phone.sent) == 2
    await tab.reload()
    await own_phone.has(3)
    assert len(own_phone.sent) == 2


async def test_a_line_that_is_cut_is_waited_for(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    await own_phone.speed(SLOW)
    await own_phone.choose(grain(3, 900))
    await own_phone.says("正在传")
    await own_phone.speed(CUT)
    await own_phone.says("网断了。照片还在手里")
    await keep(own_phone.tab, "photos-2-cut")
    assert await own_phone.tab.evaluate(MISFITS) == []
    await own_phone.speed(FAST)
    await own_phone.has(2)


async def test_a_reload_in_the_middle_and_the_same_file_again(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    await own_phone.speed(SLOW)
    await own_phone.choose(grain(4))
    await own_phone.says("正在传")
    await own_phone.tab.reload()
    await own_phone.says("上次没有传完:IMG_1.jpg")
    await keep(own_phone.tab, "photos-3-reloaded")
    await own_phone.speed(FAST)
    await own_phone.choose(grain(4))
    await own_phone.has(2)
    assert await own_phone.tab.get_by_text("上次没有传完").count() == 0
    assert await StoredFile.filter(declared_size=len(grain(4))).count() == 1


async def test_what_the_store_has_is_not_sent_twice(own_phone: Phone | None) -> None:
    """Cut between the store's answer and ours, and then the page is reloaded."""
    if own_phone is None:
        return
    tab = own_phone.tab
    await tab.route("**/tickets/*", lambda route: route.abort())
    await own_phone.choose(grain(5))
    await own_phone.says("网断了")
    await tab.unroute("**/tickets/*")
    await tab.reload()
    await own_phone.choose(grain(5))
    await own_phone.has(2)
    assert own_phone.sent == ["POST"]


async def test_a_ticket_that_is_too_old_is_asked_anew(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    answers: list[int] = []

    async def late(route: Route) -> None:
        instant = clock.now() + (timedelta(0) if answers else policy.TICKET_LIFETIME)
        with clock.standing_at(instant):
            answer = await route.fetch()
        answers.append(answer.status)
        await route.fulfill(response=answer)

    await own_phone.tab.route(STORE, late)
    await own_phone.choose(photo(40))
    await own_phone.has(2)
    assert answers == [403, 201]


async def test_what_is_refused_is_told_and_the_rest_goes_on(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    tab = own_phone.tab
    await own_phone.choose(bytes(10 * policy.MEGABYTE + 1), kind="application/pdf")
    await own_phone.says("文件太大")
    await own_phone.choose(b"GIF89a" + bytes(400), kind="image/gif")
    await expect(tab.get_by_role("button", name="再试一次")).to_have_count(2)
    await own_phone.choose(photo(60))
    await own_phone.says("看已经传好的页面")
    await keep(tab, "photos-4-refused")
    assert await tab.evaluate(MISFITS) == []
    for _ in range(2):
        await tab.get_by_role("button", name="不传这个了").first.click()
    await own_phone.has(2)
    await own_phone.choose(b"\xff\xd8" + bytes(400))
    await own_phone.says("没有通过")
    await own_phone.has(3)


async def test_one_that_is_cancelled_is_left_out(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    await own_phone.speed(SLOW)
    await own_phone.choose(grain(6), grain(7))
    await own_phone.says("正在传")
    await own_phone.tap("传好了")
    await own_phone.says("还在传,请等传完")
    await own_phone.tab.get_by_role("button", name="取消").first.click()
    await own_phone.has(2)
    (page,) = await SubmittedMaterial.filter(page=2).select_related("file")
    assert page.file.name == "IMG_2.jpg"


async def test_two_tabs_with_one_material(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    other = Phone(await own_phone.tab.context.new_page(), own_phone.path)
    await other.open()
    await own_phone.choose(photo(40))
    await own_phone.has(2)
    await other.choose(photo(60))
    await other.says("刚在别的窗口或手机上改过")
    await keep(other.tab, "photos-5-two-tabs")
    await other.tap("接着加上")
    await other.has(3)


async def test_a_page_is_taken_anew(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    tab = own_phone.tab
    (before,) = await SubmittedMaterial.filter(requirement_key="old-passport")
    await tab.get_by_text("看一看").click()
    shown = "() => document.querySelector('.peek img').naturalWidth > 0"
    await tab.wait_for_function(shown)
    await keep(tab, "photos-6-looked-at")
    await tab.get_by_role("link", name="重拍").click()
    await tab.get_by_role("heading", name="重拍第1页").wait_for()
    await own_phone.choose(photo(80))
    await tab.get_by_role("heading", name="再加一页").wait_for()
    await own_phone.has(1)
    (after,) = await SubmittedMaterial.filter(requirement_key="old-passport")
    assert after.file_id != before.file_id  # type: ignore[attr-defined]


async def test_a_photo_that_is_too_large_is_made_smaller(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    large = grain(8, 1900, "PNG")
    assert len(large) > 10 * policy.MEGABYTE
    await own_phone.choose(large, kind="image/png")
    await own_phone.has(2)
    (page,) = await SubmittedMaterial.filter(page=2).select_related("file")
    assert page.file.media_type == "image/jpeg"


async def test_signed_out_meanwhile(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    await own_phone.tab.context.clear_cookies()
    await own_phone.choose(photo(40))
    await own_phone.tap("重新登录")
    await own_phone.tab.wait_for_url("**/sign-in?return_to=*")
    assert "materials%2Fold-passport" in own_phone.tab.url


async def test_where_nothing_can_be_hashed_the_form_stays(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    plain = "Object.defineProperty(crypto, 'subtle', {value: undefined})"
    await own_phone.tab.add_init_script(plain)
    await own_phone.open()
    await own_phone.choose(photo(40))
    await own_phone.tap("上传")
    await own_phone.has(2)
