"""An owner complains of a result, an agency says who stands behind it; what all read of both."""

import httpx

from mobile_api.accounts.sessions.service import page_token_of
from mobile_api.agency_supermarket.disputes.models import Dispute
from tests.mobile_api.agency_supermarket.conftest import buyer, desk
from tests.mobile_api.agency_supermarket.disputes.disputing import awarded
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings.scoring.judging import Panelists, opened
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.acting import acting_for
from tests.mobile_api.web.market.bidding.sending import send
from tests.mobile_api.web.market.conftest import bidders
from tests.mobile_api.web.reading import open_page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack

__all__ = ["bidders", "buyer", "desk"]

CODE = "91999900MF00090341"


async def test_an_owner_complains_once_and_takes_it_back(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await awarded(buyer, bidders, fund_source="social")
    token = await page_token_of(buyer.person.tokens["refresh_token"])
    client.cookies.set(COOKIE, token)
    own, here = Browser(stack, client), f"/me/market/needs/{need_id}"
    form = f"{here}/complaint"
    assert form in (await own.open(here)).links()
    page = await send(own, await own.open(form), {"complaint": "不"})
    assert page.status == 422 and page.all("//a[@href='#complaint']")
    said = {"complaint": "中选机构的报价低于成本,请查。"}
    page = await send(own, page, said)
    assert own.here == here and page.says("投诉已经提交") and page.says("您对结果的投诉")
    assert form not in page.links()
    page = await send(own, await own.open(form), said)
    assert page.status == 409 and await Dispute.all().count() == 1
    withdrawal = f"{here}/disputes/{(await Dispute.get()).id}/withdraw"
    page = await send(own, await own.open(withdrawal))
    assert own.here == here and page.says("投诉已经撤回")
    await own.open(withdrawal)
    assert own.here == here
    public = await open_page(client, f"/market/needs/{need_id}")
    assert public.says("采购人对选取结果提出投诉")


async def test_who_stands_behind_an_agency(
    stack: Stack, client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    one = bidders[0]
    client.cookies.set(COOKIE, await page_token_of(one.tokens["refresh_token"]))
    acting_for(client, one.person_id, one.acting_for)
    own, form = Browser(stack, client), "/me/agency/controls"
    public = f"/market/agencies/{one.agency_id}"
    assert (await own.open(public)).says("控股、管理关系") and form in (
        await own.open("/me/agency")
    ).links()
    page = await send(own, await own.open(form), {"controls": f"{CODE}\n123"})
    assert page.status == 422 and page.all("//a[@href='#controls']") and CODE in page.text
    page = await send(own, page, {"controls": f"{CODE}\n"})
    assert own.here == "/me/agency" and page.says("声明已经保存")
    assert (await own.open(public)).says(f"它控股、管理的:{CODE}")
    page = await send(own, await own.open(form), {"controls": ""})
    assert not (await own.open(public)).says(CODE)


async def test_panel_and_contract_of_a_need(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    await Panelists.arrive(stack, client)
    need_id = await opened(buyer, bidders)
    page = await open_page(client, f"/market/needs/{need_id}")
    assert page.says("评审专家") and page.says("名单已冻结,等待公开号码")
    other = await awarded(buyer, bidders, fund_source="social")
    await stack.settle()
    page = await open_page(client, f"/market/needs/{other}")
    assert page.says("合同编号") and not page.all("//h2[@id='panels']")
