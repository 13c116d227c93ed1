"""为谁办: chosen among oneself and one's enterprises, and never beyond the power one has."""

from datetime import timedelta
from uuid import UUID

import httpx

from mobile_api.shared import clock
from tests.mobile_api.accounts.later import later
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.enterprises.phone import ACTING, company
from tests.mobile_api.web.reading import Page, open_page, read
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE, send
from tests.stack import Stack


async def chosen(phone: httpx.AsyncClient) -> list[str]:
    """What is ticked on the page."""
    page = await open_page(phone, ACTING)
    return [str(one) for one in page.all("//input[@name='who'][@checked]/@value")]


async def refused(phone: httpx.AsyncClient, who: str) -> Page:
    page = read(await send(phone, ACTING, who=who, return_to="/market"))
    assert page.all("//*[@role='alert']") and len(page.all("//h1")) == 1
    assert page.all("//input[@name='return_to']/@value") == ["/market"]
    assert not (await open_page(phone, str(page.response.url))).all("//*[@role='alert']")
    return page


async def test_a_clerk_chooses_an_enterprise_and_goes_back_to_where_they_were(
    office: Office, clerk: Member, clerks: httpx.AsyncClient
) -> None:
    assert (await open_page(clerks, ACTING)).says("您现在没有可以代表的企业")
    await office.appoint(clerk, item_keys=["seal", "freight"])
    page = await open_page(clerks, f"{ACTING}?return_to=%2Fmarket%3Fq%3D1")
    assert page.says("示范物流有限公司") and page.says("经办人") and page.says("公章刻制备案")
    assert page.says("授权到") and not page.says("seal")
    assert page.all("//input[@name='who'][@checked]/@value") == ["self"]
    sent = await send(clerks, ACTING, who=office.id, return_to="/market?q=1")
    assert (sent.status_code, sent.headers["location"]) == (303, "/market?q=1")
    for path in ("/market?q=1", "/me", "/guides/seal"):
        assert (await open_page(clerks, path)).says("为谁办:示范物流有限公司")
    assert await chosen(clerks) == [office.id]
    assert (await open_page(clerks, company(office))).says("您现在正在为这家企业办事")
    assert (await send(clerks, ACTING, who="self")).headers["location"] == "/me"
    assert (await open_page(clerks, "/me")).says("为谁办:本人")
    assert (await open_page(clerks, ACTING)).all("//a[@href='/me']")


async def test_nobody_chooses_what_they_may_not_act_for(
    office: Office, clerk: Member, clerks: httpx.AsyncClient
) -> None:
    page = await refused(clerks, "")
    assert page.status == 422 and page.all("//ul[@class='summary']//a/@href") == ["#who"]
    for who in (office.id, str(UUID(int=7)), "x"):
        page = await refused(clerks, who)
        assert page.status == 403 and page.says("您没有代表这家企业办理的授权")
    assert await chosen(clerks) == ["self"]
    evil = await clerks.post(
        ACTING, data={"who": "self"}, headers={"origin": "https://evil.example"}
    )
    assert evil.status_code == 403
    for foreign in ("https://evil.example/", "//evil.example"):
        sent = await send(clerks, ACTING, who="self", return_to=foreign)
        assert sent.headers["location"] == "/me"


async def test_a_power_that_is_over_is_told_and_another_choice_leads_on(
    stack: Stack, office: Office, clerk: Member, clerks: httpx.AsyncClient
) -> None:
    one = await office.appoint(clerk)
    await send(clerks, ACTING, who=office.id)
    await office.revoke(one)
    page = await open_page(clerks, ACTING)
    assert page.says("您为“示范物流有限公司”办理的授权已到期或已撤销")
    assert not page.all("//input[@name='who'][@checked]")
    await send(clerks, ACTING, who="self")
    assert not (await open_page(clerks, ACTING)).says("已到期或已撤销")
    tomorrow = str(clock.today() + timedelta(days=1))
    await office.appoint(clerk, ends_on=tomorrow)
    await send(clerks, ACTING, who=office.id)
    with later(stack, days=1):
        assert await chosen(clerks) == [office.id]
    with later(stack, days=2):
        assert await chosen(clerks) == []
        assert (await open_page(clerks, ACTING)).says("已到期或已撤销")


async def test_one_does_not_go_back_to_a_case_of_whom_one_no_longer_acts_for(
    office: Office, clerk: Member, clerks: httpx.AsyncClient
) -> None:
    await office.appoint(clerk)
    own = await clerk.begin_case("passport")
    clerk.acting_for = office.id
    theirs = await clerk.begin_case()
    for case, who, other in ((theirs, office.id, "self"), (own, "self", office.id)):
        path = f"/me/cases/{case['id']}/tasks"
        for chosen_now, then in ((who, path), (other, "/me")):
            sent = await send(clerks, ACTING, who=chosen_now, return_to=path)
            assert sent.headers["location"] == then
    odd = f"/me/cases/{'-' * 36}/tasks"
    assert (await send(clerks, ACTING, who="self", return_to=odd)).headers["location"] == "/me"


async def test_whoever_was_signed_out_signs_in_first(clerks: httpx.AsyncClient) -> None:
    clerks.cookies.delete(COOKIE)
    for answer in (await clerks.post(ACTING, data={"who": "self"}), await clerks.get(ACTING)):
        assert answer.headers["location"].startswith("/sign-in?return_to=%2Fme%2Facting")
