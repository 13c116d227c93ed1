"""An expert on pages: whom they avoid, proposals read and scored once, a seat given back."""

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from tests.mobile_api.agency_supermarket.conftest import buyer, desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    Seat,
    opened,
    scores,
)
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send
from tests.mobile_api.web.market.conftest import bidders
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

__all__ = ["bidders", "buyer", "desk"]

HOME = "/me/expert"


async def browser_of(stack: Stack, client: httpx.AsyncClient, seat: Seat) -> Browser:
    client.cookies.set(COOKIE, await page_token_of(seat.person.tokens["refresh_token"]))
    return Browser(stack, client)


def points(*given: str) -> dict[str, str]:
    """For each of three proposals the same points by criterion, with a reason."""
    said = {}
    for label in (1, 2, 3):
        for place, one in enumerate(given):
            said[f"points-{label}-{place}"] = one
            said[f"reason-{label}-{place}"] = "步骤清楚,安排合理。"
    return said


async def test_scored_once_and_a_seat_given_back(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    panelists = await Panelists.arrive(stack, client)
    need_id = await opened(buyer, bidders)
    first, second, third = await panelists.sitting(await panelists.seat(need_id))
    own = await browser_of(stack, client, first)
    assert HOME in (await own.open("/me")).links()
    here, form = f"{HOME}/seats/{first.id}", f"{HOME}/seats/{first.id}/scores"
    assert here in (await own.open(HOME)).links()
    page = await own.open(here)
    assert page.says("3号方案") and page.says("〔机构名称〕") and form in page.links()
    page = await send(own, await own.open(form), points("61", ""))
    assert page.status == 422 and page.says("请填写0到60分") is False
    assert page.all("//p[@id='points-1-1-fault']") and page.says("请填写0到40分")
    page = await send(own, await own.open(form), points("61", "40"))
    assert page.all("//ul[@class='summary']//a/@href") == [f"#points-{one}-0" for one in (1, 2, 3)]
    page = await send(own, page, points("50.5", "30"))
    assert own.here == HOME and page.says("评分已经提交") and here not in page.links()
    assert (await client.post(form, files={"x": (None, "")})).headers["location"] == HOME
    assert (await PanelCandidate.get(id=first.id)).scored_at is not None
    own = await browser_of(stack, client, second)
    assert (await own.open(f"{HOME}/seats/{first.id}")).status == 404, "the seat of another"
    page = await send(own, await own.open(f"{HOME}/seats/{second.id}/decline"))
    assert own.here == HOME and page.says("已经退出") and page.says("已更换")
    await own.open(f"{HOME}/seats/{second.id}/decline")
    assert own.here == HOME
    assert (await third.score(scores((50, 30), (40, 20), (30, 10)))).is_success


async def test_whom_they_avoid(stack: Stack, client: httpx.AsyncClient) -> None:
    panelists = await Panelists.arrive(stack, client, 1)
    (person,) = panelists.people.values()
    client.cookies.set(COOKIE, await page_token_of(person.tokens["refresh_token"]))
    own = Browser(stack, client)
    form = f"{HOME}/avoided"
    assert (await own.open(HOME)).says("还没有抽到您参加的项目")
    page = await send(own, await own.open(form), {"avoided": "甲评估事务所\n乙"})
    assert page.status == 422 and page.all("//a[@href='#avoided']") and "乙" in page.text
    page = await send(own, page, {"avoided": "甲评估事务所\n\n乙评估事务所\n"})
    assert own.here == HOME and page.says("甲评估事务所、乙评估事务所")
    assert (await Expert.get()).avoided == ("甲评估事务所", "乙评估事务所")
    page = await send(own, await own.open(form), {"avoided": ""})
    assert page.says("没有申报")


async def test_who_is_no_expert(own: Browser) -> None:
    assert HOME not in (await own.open("/me")).links()
    page = await own.open(HOME)
    assert page.status == 200 and page.says("您的账户没有关联评标专家登记")
    await own.open(f"{HOME}/avoided")
    assert own.here == HOME
    own.client.cookies.delete(COOKIE)
    for path in (HOME, f"{HOME}/avoided"):
        shown = await own.client.get(path)
        assert shown.headers["location"].startswith("/sign-in?return_to=%2Fme%2Fexpert")
