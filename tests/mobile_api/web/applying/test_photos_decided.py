"""What the script of a material's page tells, and what the person decides."""

from playwright.async_api import expect

from mobile_api.cases.models import SubmittedMaterial
from tests.actors import photo
from tests.mobile_api.web.applying.lines import SLOW, Phone, grain
from tests.mobile_api.web.test_browser import MISFITS, keep
from uploads import policy


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
    other = Phone(await own_phone.tab.context.new_page(), own_phone.path, own_phone.store)
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
