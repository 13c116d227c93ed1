"""Bids on an agency's pages: given, wrong, changed, taken back, held against the log."""

import pytest

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.receipts import verify_receipts
from mobile_api.agency_supermarket.bids.schemas import BidLog
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.needs.models import NeedQuestion
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, let_it_close
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send
from tests.mobile_api.web.reading import Page

PRICE = {"price": "42000", "days": "5"}


async def bid(agent: Browser, need_id: str, **typed: str) -> Page:
    page = await agent.open(f"/me/agency/needs/{need_id}/bid")
    return await send(agent, page, PRICE | typed)


async def test_every_fault_at_once_and_what_was_typed_stays(agent: Browser, buyer: Buyer) -> None:
    need_id = await buyer.publish(fund_source="social")
    page = await bid(agent, need_id, price="四万二", days="0", note="含税")
    assert page.status == 422 and page.document.findtext(".//title").startswith("错误")
    assert page.all("//ul[@class='summary']//a/@href") == ["#price", "#days"]
    assert page.says("请填写大于零的金额") and page.says("数字不能小于1")
    assert page.all("//input[@name='note']/@value") == ["含税"]
    again = await agent.open(agent.here)
    assert again.status == 200 and not again.all("//*[@class='fault']")
    page = await send(agent, page, PRICE | {"price": "50000.01"})
    assert page.all("//ul[@class='summary']//a/@href") == ["#price"]
    assert page.says("最高限价是50000元,高于限价的报价无效,请改低")
    assert not await Bid.exists()
    page = await send(agent, page, PRICE)
    assert page.says("报价已经收到并密封") and await Bid.all().count() == 1
    assert not (await agent.open(agent.here)).says("报价已经收到并密封")


async def test_receipts_are_held_against_the_log(agent: Browser, buyer: Buyer) -> None:
    """Given, replaced, taken back and given again: four receipts, one bid."""
    need_id = await buyer.publish(fund_source="social")
    part = f"/me/agency/needs/{need_id}"
    await bid(agent, need_id)
    assert (await agent.open(f"{part}/bid")).says("新的报价会代替原来的那份")
    await bid(agent, need_id, price="41000")
    page = await send(agent, await agent.open(f"{part}/withdraw"))
    assert page.says("报价已经撤回,不参加选取")
    await bid(agent, need_id, price="40000")
    kept = await agent.client.get(f"{part}/receipts")
    assert kept.headers["cache-control"] == "no-store"
    assert "attachment" in kept.headers["content-disposition"]
    own = BidLog.model_validate(kept.json())
    assert [one.act for one in own.receipts] == ["submitted", "replaced", "withdrawn", "submitted"]
    await let_it_close(need_id)
    log = BidLog.model_validate((await agent.client.get(f"{NEEDS}/{need_id}/bid-log")).json())
    assert verify_receipts(log.receipts, log.keys, own.receipts) == []
    opened = await buyer.open(need_id)
    assert opened["award"]["price_fen"] == 4_000_000
    for one in await BidLogEntry.all():
        assert b"40000" not in bytes(one.ciphertext)


async def test_who_may_not_bid_is_told_before_they_write(
    agent: Browser, bidder: Bidder, buyer: Buyer
) -> None:
    need_id = await buyer.publish(fund_source="social")
    part = f"/me/agency/needs/{need_id}"
    assert f"{part}/bid" in (await agent.open(part)).links()
    await Agency.filter(id=bidder.agency_id).update(status="suspended")
    page = await agent.open(part)
    assert page.says("目前不能承接这项服务") and f"{part}/bid" not in page.links()


@pytest.mark.parametrize(
    ("other", "told", "where"),
    [(4_500_000, "中选", "贵机构中选"), (3_900_000, "没有中选", "贵机构没有中选")],
)
async def test_who_bid_sees_whether_they_have_won(
    agent: Browser, buyer: Buyer, other: int, told: str, where: str
) -> None:
    need_id = await buyer.publish(fund_source="social", method="competitive_price")
    await bid(agent, need_id)
    rival = await Bidder.arrive(agent.stack, agent.client, "乙评估事务所")
    await rival.bid(need_id, other)
    assert (await agent.open("/me/agency")).all("//section[@aria-labelledby='needs']")
    await let_it_close(need_id)
    await buyer.open(need_id)
    tags = (await agent.open("/me/agency")).all(
        "//section[@aria-labelledby='needs']//span[@class='tag' or @class='tag good']/text()"
    )
    assert tags == [told]
    assert (await agent.open(f"/me/agency/needs/{need_id}")).says(where)


async def test_a_need_that_changed_meanwhile_is_read_first(agent: Browser, buyer: Buyer) -> None:
    need_id = await buyer.publish(fund_source="social")
    form = await agent.open(f"/me/agency/needs/{need_id}/bid")
    change = {"reason": "补充了附属用房", "description": "连同附属用房一起评估。"}
    answer = await buyer.act(need_id, "change", change)
    assert answer.is_success, answer.text
    page = await send(agent, form, PRICE)
    assert page.status == 409 and agent.here.endswith("/bid") and page.says("附属用房一起评估")
    assert page.all("//input[@name='price']/@value") == ["42000"]
    page = await send(agent, page)
    assert page.says("报价已经收到并密封")


async def test_after_the_deadline_nothing_is_taken(agent: Browser, buyer: Buyer) -> None:
    need_id = await buyer.publish(fund_source="social")
    part = f"/me/agency/needs/{need_id}"
    form = await agent.open(f"{part}/bid")
    await let_it_close(need_id)
    page = await send(agent, form, PRICE)
    assert agent.here == part and page.says("没有报价") and not await Bid.exists()
    for name in ("bid", "withdraw", "question"):
        await agent.open(f"{part}/{name}")
        assert agent.here == part
    assert (await agent.client.get(f"{part}/receipts")).status_code == 404


async def test_an_impatient_tap_leaves_one_bid(agent: Browser, buyer: Buyer) -> None:
    need_id = await buyer.publish(fund_source="social")
    part = f"/me/agency/needs/{need_id}"
    assert await agent.tap(await agent.open(f"{part}/bid"), PRICE) == {part}
    assert await Bid.all().count() == 1
    asking = await agent.open(f"{part}/question")
    assert await agent.tap(asking, {"question": "附属用房要不要评估?"}) == {part}
    assert await NeedQuestion.all().count() == 1
    await agent.tap(asking, {"question": "评估基准日是哪一天?"}, times=1)
    assert await NeedQuestion.all().count() == 2, "Back, and another question"


async def test_questions_are_public_and_nobodys(agent: Browser, buyer: Buyer) -> None:
    need_id = await buyer.publish(fund_source="social")
    page = await agent.open(f"/me/agency/needs/{need_id}/question")
    page = await send(agent, page, {"question": "?"})
    assert page.status == 422 and page.all("//a[@href='#question']")
    page = await send(agent, page, {"question": "附属用房要不要评估?"})
    assert page.says("提问已经公开") and await NeedQuestion.all().count() == 1
    public = await agent.open(f"/market/needs/{need_id}")
    assert public.says("附属用房要不要评估?") and not public.says("甲评估事务所")


async def test_an_objection_is_made_answered_and_complained_about(
    agent: Browser, buyer: Buyer
) -> None:
    need_id = await buyer.publish(fund_source="social")
    page = await agent.open(f"/me/agency/needs/{need_id}/objection")
    assert page.says("对采购需求提出异议")
    page = await send(agent, page, {"grounds": "限价低于成本,没有机构能做。"})
    assert page.says("异议已经提出")
    again = await agent.open(f"/me/agency/needs/{need_id}/objection")
    page = await send(agent, again, {"grounds": "限价低于成本,没有机构能做。"})
    assert page.says("已经就此提出过") and await Dispute.all().count() == 1
    dispute = await Dispute.get()
    answer = {"agrees": False, "answer": "限价依据市场询价。"}
    said = await buyer.act(need_id, f"disputes/{dispute.id}/answer", answer)
    assert said.is_success, said.text
    here = f"/me/agency/disputes/{dispute.id}"
    page = await agent.open("/me/agency/disputes")
    assert {f"{here}/complaint", f"{here}/withdraw"} <= page.links()
    page = await send(agent, await agent.open(f"{here}/complaint"), {"complaint": "询价没有公开。"})
    assert agent.here == "/me/agency/disputes" and page.says("投诉处理中")
    page = await send(agent, await agent.open(f"{here}/withdraw"))
    assert page.says("已经撤回") and page.says("已撤回")
