"""A company comes into the market, bids, wins, confirms and delivers: on pages, without script."""

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.contracts.models import Contract
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.market import APPRAISAL, Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send, upload
from tests.mobile_api.web.reading import Page

PROFILE = {
    "introduction": "成立于2010年,从事资产评估。",
    "process": "委托、勘查、评估、出具报告。",
    "phone": "0999-8010100",
    "practitioners": "12",
}


async def entered(own: Browser) -> Page:
    """Filled in over its pages up to the application that is sent."""
    page = await own.open("/me/agency")
    assert page.says("入驻分这几步")
    page = await send(own, await own.open("/me/agency/profile"), PROFILE)
    assert own.here == "/me/agency" and page.says("还没有填写提供的服务")
    page = await own.open(f"/me/agency/services/{APPRAISAL}")
    price = {"price_from": "3000", "price_to": "8,000.50", "promised_days": "5"}
    await send(own, page, price)
    page = await own.open("/me/agency")
    assert page.says("请补充证书")
    certificate = f"/me/agency/qualifications/{APPRAISAL}"
    assert certificate in page.links()
    page = await upload(own, certificate, photo(3))
    assert page.says("已收到")
    term = {"number": "ZC-2024-0017", "valid_from": "2024年1月31日"}
    page = await send(own, page, term)
    assert own.here == "/me/agency" and "/me/agency/apply" in page.links()
    return await send(own, await own.open("/me/agency/apply"))


async def test_from_the_application_to_the_delivery(own: Browser, desk: Desk, buyer: Buyer) -> None:
    page = await entered(own)
    assert page.says("入驻申请审核中") and page.says("最迟在")
    agency = await Agency.get()
    await desk.done(str(agency.id), "list")
    assert (await own.open("/me/agency")).says("已入驻")
    need_id = await buyer.publish(fund_source="social")
    part = f"/me/agency/needs/{need_id}"
    assert part in (await own.open(f"/market/needs/{need_id}")).links()
    page = await own.open(f"{part}/bid")
    assert page.says("送到后由本平台立即密封")
    page = await send(own, page, {"price": "42000.50", "days": "5"})
    assert own.here == part and page.says("回执在下面") and page.says("收到报价")
    await let_it_close(need_id)
    award = (await buyer.open(need_id))["award"]
    assert award["price_fen"] == 4_200_050
    assert (await own.open(part)).says("贵机构中选")
    await delivered(own, buyer, need_id)


async def delivered(own: Browser, buyer: Buyer, need_id: str) -> None:
    """The owner proposes; the agency confirms and delivers; it is accepted and rated."""
    bidder = Bidder(own.stack, own.client, "nobody")
    bidder.agency_id = (await Agency.get()).id
    deal = await Deal.of_award(own.stack, buyer, bidder, need_id)
    await deal.proposed(buyer.person, milestones=[])
    here = f"/me/agency/contracts/{deal.id}"
    assert here in (await own.open("/me/agency/contracts")).links()
    page = await own.open(here)
    assert page.says("看过合同,去确认")
    page = await send(own, await own.open(f"{here}/confirm"))
    assert own.here == here and page.says("合同已经生效") and page.says("履行中")
    page = await upload(own, f"{here}/deliver", photo(8))
    page = await send(own, page)
    assert own.here == here and page.says("成果已经交付") and page.says("待验收")
    await deal.done(buyer.person, "accept")
    assert (await own.open(here)).says("已完成")
    assert (await Contract.get()).days_late == 0
