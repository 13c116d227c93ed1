"""A contract begins with its award, is agreed, served, delivered and accepted."""

from datetime import timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG, events_of
from mobile_api.shared import clock
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import OWN, PRICE, Deal
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer
from tests.stack import Stack


async def test_the_good_way(client: httpx.AsyncClient, deal: Deal) -> None:
    seen = await deal.see(deal.owner)
    assert (seen["status"], seen["waits_for"], seen["side"]) == ("awaited", "owner", "owner")
    assert seen["number"].startswith("C") and seen["price_fen"] == PRICE
    signed = await deal.sign()
    assert (signed["status"], signed["waits_for"]) == ("in_force", "agency")
    scan = {"files": [await deal.agency.upload(photo(55))]}
    await deal.done(deal.agency, "milestones/0/report", scan)
    assert (await deal.see(deal.owner))["can"] == ["answer_milestone", "ask_ending"]
    answered = await deal.done(deal.owner, "milestones/0/answer", {"agreed": True})
    assert answered["milestones"][0]["state"] == "accepted"
    delivered = await deal.deliver()
    assert (delivered["status"], delivered["waits_for"]) == ("delivered", "owner")
    finished = await deal.done(deal.owner, "accept")
    assert (finished["status"], finished["days_late"]) == ("finished", 0)
    assert finished["waits_for"] == "nobody" and finished["can"] == []
    row = await deal.row()
    assert CONTRACT_LOG.first_fault(row, await events_of(row.id)) is None
    notice = (await client.get(f"{NEEDS}/{row.need_id}/contract")).json()
    assert notice["price_fen"] == PRICE and notice["days_late"] == 0 and "files" not in notice
    record = (await client.get(f"/api/v1/market/agencies/{row.agency_id}/record")).json()
    assert (record["finished"], record["on_time"]) == (1, 1)
    assert record["contracts"][0]["number"] == row.number


async def test_both_are_told_at_each_step(deal: Deal) -> None:
    await deal.finish()
    agency, owner = await deal.told(deal.agency), await deal.told(deal.owner)
    for said in (agency, owner):
        assert any("选取结果已经产生" in text for text in said)
        assert any("合同已经生效" in text for text in said)
        assert any("合同已经完成,按期交付" in text for text in said)
    assert any("机构已交付成果" in text for text in owner)
    assert any("中介机构提出了合同" in text for text in owner)


async def test_the_lists_of_both_sides(deal: Deal) -> None:
    async def listed(by: Any, side: str) -> list[tuple[str, str]]:
        page = await by.ok("GET", f"{OWN}?side={side}")
        return [(one["waits_for"], one["what_to_do"]) for one in page["contracts"]]

    assert [one[0] for one in await listed(deal.owner, "owner")] == ["owner"]
    assert [one[0] for one in await listed(deal.agency, "agency")] == ["owner"]
    assert await listed(deal.agency, "owner") == []
    await deal.sign()
    ((waits_for, what),) = await listed(deal.agency, "agency")
    assert waits_for == "agency" and what.startswith("请中介机构在") and what.endswith("交付成果。")


async def test_a_result_is_returned_with_one_list_of_faults(deal: Deal) -> None:
    await deal.sign()
    await deal.deliver()
    faults = {"faults": ["第3页面积与现场不符", "缺少评估师签名"]}
    returned = await deal.done(deal.owner, "return", faults)
    assert (returned["status"], returned["rounds"]) == ("in_force", 1)
    assert returned["faults"] == faults["faults"]
    assert any("退回成果,共2个问题" in text for text in await deal.told(deal.agency))
    delivered = await deal.deliver()
    assert {(one["kind"], one["part"]) for one in delivered["files"]} >= {
        ("result", 0),
        ("result", 1),
    }
    assert (await deal.done(deal.owner, "accept"))["faults"] == []


async def test_late_is_counted_in_working_days(deal: Deal) -> None:
    await deal.sign()
    await deal.deliver()
    row = await deal.row()
    delivered_on = clock.beijing_date(row.delivered_at or clock.now())
    await type(row).filter(id=row.id).update(last_day=delivered_on - timedelta(days=14))
    finished = await deal.done(deal.owner, "accept")
    # Two weeks have ten working days at most; holidays and days off that are worked move it.
    assert 1 <= finished["days_late"] <= 12
    assert "逾期" in finished["history"][-1]["text"]


async def test_a_returned_milestone_is_reported_again(deal: Deal) -> None:
    await deal.sign()
    scan = {"files": [await deal.agency.upload(photo(55))]}
    await deal.done(deal.agency, "milestones/0/report", scan)
    no = {"agreed": False, "reason": "照片不清楚"}
    returned = await deal.done(deal.owner, "milestones/0/answer", no)
    number = returned["milestones"][0]["number"]
    assert number > 0
    assert returned["milestones"][0] | {"on": ""} == {
        "place": 0,
        "number": number,
        "words": "完成现场勘查",
        "on": "",
        "state": "planned",
        "reason": "照片不清楚",
    }
    await deal.done(deal.agency, "milestones/0/report", scan)
    for place in ("-1", "1", "99"):
        code = await deal.refused(deal.agency, f"milestones/{place}/report", scan)
        assert code == "contract_move_not_allowed"


async def test_an_agency_that_was_struck_goes_on_and_both_read_it(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], deal: Deal
) -> None:
    await deal.sign()
    row = await deal.row()
    await row.fetch_related("agency")
    await type(row.agency).filter(id=row.agency_id).update(status="suspended")
    for who in (deal.owner, deal.agency):
        assert "已签订的合同按规定继续履行" in (await deal.see(who))["notice"]
    assert (await deal.deliver())["status"] == "delivered"
