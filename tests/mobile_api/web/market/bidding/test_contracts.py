"""A contract on its agency's pages: sent back, proposed, served, changed, ended, rated."""

import asyncio
from datetime import timedelta

from mobile_api.agency_supermarket.contracts.models import Contract, ContractFile
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.web.applying.browser import Browser
from tests.mobile_api.web.market.bidding.sending import send, upload


def at(deal: Deal, what: str = "") -> str:
    return f"/me/agency/contracts/{deal.id}{what}"


def in_days(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


async def test_sent_back_and_proposed_by_the_agency(agent: Browser, deal: Deal) -> None:
    await deal.proposed(deal.owner, milestones=[])
    page = await agent.open(at(deal, "/send-back"))
    page = await send(agent, page, {"reason": ""})
    assert page.status == 422 and page.all("//a[@href='#reason']")
    page = await send(agent, page, {"reason": "交付日太早。"})
    assert agent.here == at(deal) and page.says("合同已经退回")
    page = await agent.open(at(deal, "/propose"))
    assert page.all("//input[@name='price']/@value") == ["30000"]
    page = await send(agent, page, {"last_day": in_days(-1), "price": "1"})
    assert page.all("//ul[@class='summary']//a/@href") == ["#file"]
    page = await upload(agent, at(deal, "/propose"), photo(5))
    page = await send(agent, page, {"last_day": in_days(-1), "price": "1"})
    assert page.all("//ul[@class='summary']//a/@href") == ["#price", "#last_day"]
    page = await send(agent, page, {"last_day": in_days(20), "price": "30000"})
    assert page.says("合同已经提出") and await ContractFile.all().count() == 1
    assert (await deal.see(deal.owner))["proposed_by"] == "agency"


async def test_a_proposal_that_was_changed_meanwhile_is_not_confirmed(
    agent: Browser, deal: Deal
) -> None:
    await deal.proposed(deal.owner, milestones=[])
    form = await agent.open(at(deal, "/confirm"))
    await deal.proposed(deal.owner, milestones=[], last_day=in_days(9))
    page = await send(agent, form)
    assert agent.here == at(deal) and page.says("对方刚刚修改了合同内容")
    page = await send(agent, await agent.open(at(deal, "/confirm")))
    assert page.says("合同已经生效") and (await deal.row()).status == "in_force"


async def test_milestones_and_files(agent: Browser, deal: Deal) -> None:
    await deal.sign()
    node = at(deal, "/milestones/1")
    assert node in (await agent.open(at(deal))).links()
    page = await send(agent, await agent.open(node))
    assert page.status == 422 and page.all("//p[@id='file-fault']")
    await upload(agent, node, photo(11))
    page = await upload(agent, node, photo(12))
    assert page.says("已经选了2个文件")
    # What was sent twice is there once; what is taken out is not handed in.
    assert (await upload(agent, node, photo(12))).says("已经选了2个文件")
    page = await agent.send(page, number=0)
    assert agent.here == node and page.says("已经选了1个文件")
    page = await send(agent, page)
    assert page.says("已经报告,等采购人确认") and page.says("采购人确认")
    await agent.open(node)
    assert agent.here == at(deal)
    [file] = await ContractFile.filter(kind="milestone")
    opened = await agent.client.get(at(deal, f"/files/{file.file_id}"))
    assert opened.status_code == 303 and "signature" in opened.headers["location"].lower()


async def test_what_is_no_file_is_told(agent: Browser, deal: Deal) -> None:
    await deal.sign()
    empty = await agent.client.post(
        at(deal, "/deliver/files"), files={"file": ("", b"", "image/jpeg")}, follow_redirects=True
    )
    assert empty.status_code == 422 and "请先选择照片或文件" in empty.text
    page = await upload(agent, at(deal, "/deliver"), b"#!/bin/sh")
    assert page.says("没有通过")
    page = await send(agent, page)
    assert page.status == 422 and (await deal.row()).status == "in_force"


async def test_delivered_at_once_is_delivered_once(agent: Browser, deal: Deal) -> None:
    await deal.sign()
    page = await upload(agent, at(deal, "/deliver"), photo(8))
    form = page.document.forms[-1]
    fields = {name: (None, value) for name, value in form.form_values()}
    sent = [agent.client.post(form.action, files=fields) for _ in range(3)]
    assert {one.status_code for one in await asyncio.gather(*sent)} == {303}
    assert (await deal.row()).status == "delivered"
    assert await ContractFile.filter(kind="result").count() == 1
    await agent.open(at(deal, "/deliver"))
    assert agent.here == at(deal)


async def test_more_time_is_asked_for_and_not_needed(agent: Browser, deal: Deal) -> None:
    await deal.sign()
    page = await agent.open(at(deal, "/extension"))
    page = await send(agent, page, {"last_day": in_days(3), "reason": "现场勘查推迟。"})
    assert page.status == 422 and page.all("//a[@href='#last_day']")
    page = await send(agent, page, {"last_day": in_days(30)})
    assert page.says("已经申请延期到")
    page = await send(agent, await agent.open(at(deal, "/extension/withdraw")))
    assert page.says("延期申请已经撤回") and (await deal.row()).extension is None


async def test_an_end_is_asked_for_by_either_side(agent: Browser, deal: Deal) -> None:
    await deal.sign()
    page = await send(agent, await agent.open(at(deal, "/ending")), {"reason": "人员变动。"})
    assert page.says("贵机构申请终止合同")
    page = await send(agent, await agent.open(at(deal, "/ending/withdraw")))
    assert page.says("合同继续")
    await deal.done(deal.owner, "ending", {"reason": "项目取消。"})
    page = await agent.open(at(deal, "/ending/answer"))
    assert page.says("项目取消")
    page = await send(agent, page, {"agreed": "no"})
    assert page.status == 422 and page.all("//a[@href='#reason']")
    page = await send(agent, page, {"agreed": "yes"})
    assert page.says("已终止") and (await deal.row()).status == "ended"


async def test_both_rate_and_the_agency_replies(agent: Browser, deal: Deal) -> None:
    await deal.finish()
    scores = dict.fromkeys(("speed", "quality", "attitude", "price"), 4)
    await deal.done(deal.owner, "rate", {"scores": scores, "text": "报告很清楚。"})
    page = await agent.open(at(deal, "/rating-reply"))
    assert page.says("报告很清楚")
    page = await send(agent, page, {"text": "谢谢,欢迎再来。"})
    assert page.says("回复已经提交")
    assert (await Rating.get(by="owner")).reply == "谢谢,欢迎再来。"
    page = await agent.open(at(deal, "/rating"))
    page = await send(agent, page, {"cooperation": "5"})
    assert page.status == 422 and page.all("//ul[@class='summary']//a")
    page = await send(agent, page, {"cooperation": "5", "payment": "4", "clear_demands": "5"})
    assert page.says("评价已经提交") and await Rating.all().count() == 2
    assert (await Contract.get()).status == "finished"


async def test_an_end_is_answered_as_it_was_read(agent: Browser, deal: Deal) -> None:
    """Red before: a form that was left open agreed to whatever had been asked since."""
    await deal.sign()
    await deal.done(deal.owner, "ending", {"reason": "项目取消。"})
    old = await agent.open(at(deal, "/ending/answer"))
    await deal.done(deal.owner, "ending/withdraw")
    await deal.done(deal.owner, "ending", {"reason": "预算收回。"})
    page = await send(agent, old, {"agreed": "yes"})
    assert page.status == 409 and page.says("您看过以后") and page.says("预算收回")
    assert (await deal.row()).status == "in_force"
