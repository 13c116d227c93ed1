"""What an agency says against its points, a sanction and a draw, on its pages."""

from datetime import timedelta

from mobile_api.agency_supermarket.agencies.models import Sanction
from mobile_api.agency_supermarket.credit.models import CreditEntry, CreditRepair
from mobile_api.draws.models import Draw, DrawContest
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.credit.entries import entered
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.acting import acting_for
from tests.mobile_api.web.market.bidding.sending import send, upload

CREDIT = "/me/agency/credit"


async def test_an_objection_to_points_once(agent: Browser, bidder: Bidder, desk: Desk) -> None:
    entry = await entered(desk, str(bidder.agency_id), "false_material")
    form = f"{CREDIT}/entries/{entry}/objection"
    assert form in (await agent.open(CREDIT)).links()
    page = await send(agent, await agent.open(form), {"text": "不"})
    assert page.status == 422 and page.all("//a[@href='#text']")
    page = await send(agent, page, {"text": "材料由委托方提供。"})
    assert agent.here == CREDIT and page.says("异议已经提出")
    assert (await CreditEntry.get(id=entry)).objection == "材料由委托方提供。"
    await agent.open(form)
    assert agent.here == CREDIT


async def test_repair_is_asked_for_with_its_proof(
    agent: Browser, bidder: Bidder, desk: Desk
) -> None:
    entry = await entered(desk, str(bidder.agency_id), "result_late")
    await CreditEntry.filter(id=entry).update(repair_from=clock.today())
    form = f"{CREDIT}/entries/{entry}/repair"
    page = await send(agent, await agent.open(form), {"statement": ""})
    assert page.all("//ul[@class='summary']//a/@href") == ["#file", "#statement"]
    page = await upload(agent, form, photo(91))
    page = await send(agent, page, {"statement": "已经补交并致歉。"})
    assert page.says("修复申请已经提交") and await CreditRepair.all().count() == 1


async def test_an_objection_to_what_was_ordered(agent: Browser, bidder: Bidder, desk: Desk) -> None:
    last_day = clock.today() + timedelta(days=30)
    sanction = await desk.order(str(bidder.agency_id), "warning", last_day)
    form = f"/me/agency/sanctions/{sanction}"
    assert form in (await agent.open(CREDIT)).links()
    page = await send(agent, await agent.open(form), {"text": "报告与现场相符,有照片。"})
    assert agent.here == CREDIT and page.says("异议已经提出,等答复")
    assert (await Sanction.get()).objection == "报告与现场相符,有照片。"
    await agent.open(form)
    assert agent.here == CREDIT


async def test_a_draw_is_contested_by_whoever_is_signed_in(
    agent: Browser, bidder: Bidder, buyer: Buyer
) -> None:
    need_id = await buyer.publish(fund_source="social", method="random_draw")
    draw = await Draw.get()
    here, form = f"/draws/{draw.number}", f"/draws/{draw.number}/contest"
    await agent.open(form)
    assert agent.here == here, "nobody is on the list yet"
    second = await Bidder.arrive(agent.stack, agent.client, "乙评估事务所")
    for one in (bidder, second):
        await one.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    await buyer.open(need_id)
    assert form in (await agent.open(here)).links()
    acting_for(agent.client, bidder.person_id, None)
    page = await send(agent, await agent.open(form), {"reason": "不信"})
    assert page.status == 422 and page.all("//a[@href='#reason']")
    page = await send(agent, page, {"reason": "公布的号码与公告不一致。"})
    assert agent.here == here and page.says("异议已经提出") and page.says("正在处理")
    again = await agent.open(form)
    page = await send(agent, again, {"reason": "公布的号码与公告不一致。"})
    assert page.status == 409 and await DrawContest.all().count() == 1
