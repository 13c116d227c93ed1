"""A case for another city on the pages: chosen with consent, followed with receipts and papers."""

from mobile_api.cases.models import Case
from tests.mobile_api.handoff.custody.papers import TakingDesk
from tests.mobile_api.handoff.outgoing.conftest import city, handed, kept, partner, proven
from tests.mobile_api.handoff.outgoing.handed import REGION, Handed
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.reading import Page

__all__ = ["city", "handed", "kept", "partner", "proven"]


async def offered(own: Browser, handed: Handed) -> tuple[Page, str]:
    """The page that asks a draft for another city, and the place that it offers."""
    handed.case_id = (await handed.citizen.passport_draft())["id"]
    path = f"/me/cases/{handed.case_id}"
    assert f"{path}/handoff" in (await own.open(f"{path}/tasks")).links()
    form = await own.open(f"{path}/handoff")
    (place,) = [one for one in form.all("//input[@name='place']/@value") if one != "here"]
    return form, place


async def test_chosen_with_consent_and_taken_back(own: Browser, handed: Handed) -> None:
    form, place = await offered(own, handed)
    here = f"/me/cases/{handed.case_id}/handoff"
    assert form.says("邻江市") and form.says("只用来办这一件事") and place.startswith(REGION)
    page = await own.send(form, {"place": place})
    assert (page.status, own.here) == (422, here)
    assert page.all("//ul[@class='summary']//a/@href") == ["#agrees"]
    assert page.all("//input[@name='place' and @checked]/@value") == [place]
    for odd in ("000000 fully_online", "x", f"{REGION} x"):
        page = await own.send(form, {"place": odd, "agrees": "true"})
        assert (page.status, own.here) == (422, here), odd
        assert not (await own.open(here)).all("//*[@role='alert']")
    for _ in range(2):
        page = await own.send(form, {"place": place, "agrees": "true"})
        assert own.here.endswith("/tasks") and page.says("邻江市")
    assert (await Case.get()).handoff_side == "taking"
    await own.send(await own.open(here), {"place": "here"})
    assert (await Case.get()).handoff_side is None


async def test_followed_to_the_home_city(own: Browser, handed: Handed) -> None:
    form, place = await offered(own, handed)
    path = f"/me/cases/{handed.case_id}"
    await own.send(form, {"place": place, "agrees": "true"})
    await handed.citizen.ok("POST", f"{handed.own}/submit")
    await handed.hand_off()
    await handed.stack.settle()
    page = await own.open(path)
    assert page.says("由邻江市办理") and f"{path}/handoff" in page.links()
    page = await own.open(f"{path}/handoff")
    assert page.says("邻江市发出“收到回执”,本市收到") and not page.all("//*[@id='custody']")
    await handed.tell("checked")
    page = await own.send(form, {"place": "here"})
    assert page.status == 409 and page.says("核验回执"), "an old tab changes nothing"
    await (await TakingDesk.of(handed)).posted()
    page = await own.open(f"{path}/handoff")
    assert page.says("您的材料原件寄往邻江市窗口途中") and page.says("户口簿1份")
    # A withdrawal is only asked for there.
    page = await own.open(f"{path}/withdraw")
    assert page.says("等那里确认")
    page = await own.send(page)
    assert own.here == path and page.says("撤回申请已经交给属地")
    assert page.says("已经申请撤回,正在等属地答复") and f"{path}/withdraw" not in page.links()


async def test_where_nothing_is_agreed_the_page_says_so(own: Browser) -> None:
    page = await own.open("/guides/passport/apply")
    await own.send(page)
    case = await Case.get()
    page = await own.open(f"/me/cases/{case.id}/handoff")
    assert page.says("现在不能由本市代收转到别的城市") and not page.all("//form[@method='post']")
