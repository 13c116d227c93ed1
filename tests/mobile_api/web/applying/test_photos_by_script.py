"""Photographs sent by the page's script, in a real browser to the real store, on a bad network."""

from playwright.async_api import Route

from mobile_api.cases.models import SubmittedMaterial
from tests.actors import photo
from tests.mobile_api.web.applying.lines import CUT, FAST, SLOW, Phone, grain
from tests.mobile_api.web.test_browser import MISFITS, keep
from uploads.models import StoredFile

WATCH = """() => {
  window.said = [];
  const list = document.querySelector('.sendings');
  new MutationObserver(() => window.said.push(list.textContent)).observe(
    list, {childList: true, subtree: true, characterData: true});
}"""


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


async def test_a_ticket_that_the_store_refuses_is_asked_anew(own_phone: Phone | None) -> None:
    """As one that is too old; a store beside us keeps a time that no test can move."""
    if own_phone is None:
        return
    asked: list[int] = []

    async def spoiled(route: Route) -> None:
        answer = await route.fetch()
        ticket = await answer.json()
        asked.append(answer.status)
        if len(asked) == 1:
            ticket["ticket"]["fields"]["policy"] += "AA"
        await route.fulfill(response=answer, json=ticket)

    await own_phone.tab.route("**/tickets", spoiled)
    await own_phone.choose(photo(40))
    await own_phone.has(2)
    assert len(asked) == 2 and own_phone.sent == ["POST", "POST"]


async def test_a_store_out_of_reach_leaves_the_form(own_phone: Phone | None) -> None:
    """Such as one of another origin that lets nobody's script in."""
    if own_phone is None:
        return
    await own_phone.tab.route(own_phone.store, lambda route: route.abort())
    await own_phone.choose(photo(40))
    for _ in range(2):
        await own_phone.says("网断了")
        await own_phone.tap("现在再试")
    await own_phone.tap("换一种办法传")
    await own_phone.choose(photo(40))
    await own_phone.tap("上传")
    await own_phone.has(2)


async def test_where_nothing_can_be_hashed_the_form_stays(own_phone: Phone | None) -> None:
    if own_phone is None:
        return
    plain = "Object.defineProperty(crypto, 'subtle', {value: undefined})"
    await own_phone.tab.add_init_script(plain)
    await own_phone.open()
    await own_phone.choose(photo(40))
    await own_phone.tap("上传")
    await own_phone.has(2)
