"""The desk decides: dismissed, settled anew without the winner, or the need fails; once."""

import asyncio

import httpx
import pytest

from mobile_api.agency_supermarket.disputes.following import following
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.openings.models import Award, VoidAward
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    ANEW,
    DISMISSED,
    FAIL,
    OWN_DISPUTES,
    awarded,
    complained,
    decide,
    object_to,
    objected,
    status,
    told,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
)
from tests.stack import Stack


async def test_a_void_award_goes_to_the_next_one_and_everybody_reads_why(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[2], need_id)
    decided = await decide(desk, dispute, ANEW)
    assert decided.json()["status"] == "upheld", decided.text
    opening = await opening_of(client, need_id)
    assert (opening["status"], opening["award"]["agency_name"]) == ("awarded", "乙评估事务所")
    passed = [one["text"] for one in opening["steps"] if one["code"] == "may_not_win"]
    assert passed == ["甲评估事务所在名单确定后不能再中选:中选结果经投诉处理已撤销。"]
    void, award = await VoidAward.get(), await Award.get()
    assert (void.agency_id, award.agency_id) == (bidders[0].agency_id, bidders[1].agency_id)
    history = [one["text"] for one in (await client.get(f"{NEEDS}/{need_id}")).json()["history"]]
    assert f"撤销选取结果。{ANEW['decision']}" in history
    assert "选取结果已撤销" in await told(bidders[0])
    assert "投诉处理决定" in await told(bidders[2])
    # The new result may be objected to as the first one was.
    assert (await object_to(bidders[2], need_id)).status_code == 201


async def test_the_owner_chooses_anew_among_the_others(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await buyer.publish(method="direct", fund_source="social")
    for bidder in bidders[:2]:
        await bidder.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    first = {"bid_id": opened["choices"][0], "reason": "报价合理。"}
    won = (await buyer.act(need_id, "choose", first)).json()["award"]
    loser = next(one for one in bidders[:2] if str(one.agency_id) != won["agency_id"])
    dispute = await complained(buyer, loser, need_id)
    assert (await decide(desk, dispute, ANEW)).is_success
    opening = await opening_of(client, need_id)
    assert (opening["status"], opening["award"]) == ("choosing", None)
    assert opening["choices"] == [opened["choices"][1]]
    assert (await buyer.act(need_id, "choose", first)).json()["code"] == "not_among_them"
    again = {"bid_id": opened["choices"][1], "reason": "依次选定。"}
    assert (await buyer.act(need_id, "choose", again)).json()["status"] == "awarded"


async def test_a_need_may_fail_for_it(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, FAIL)).is_success
    await stack.settle()
    opening = await opening_of(client, need_id)
    assert (opening["status"], opening["award"]) == ("failed", None)
    assert await status(dispute) == "upheld"


async def test_wrong_terms_end_a_need_and_no_other_winner_mends_them(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await buyer.publish()
    dispute = await objected(bidders[1], need_id, "terms")
    await Dispute.all().update(status="overdue", complain_by=clock.today())
    body = {"complaint": "公告的业绩条件排斥了本地机构。"}
    await bidders[1].ok("POST", f"{OWN_DISPUTES}/{dispute}/complain", body)
    assert (await decide(desk, dispute, ANEW)).json()["code"] == "remedy_not_possible"
    assert (await decide(desk, dispute, FAIL)).is_success
    assert (await Need.get(id=need_id)).status == "failed"


async def test_one_that_is_dismissed_changes_nothing(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, DISMISSED)).json()["status"] == "dismissed"
    assert (await opening_of(client, need_id))["award"]["agency_name"] == "甲评估事务所"
    assert not await has_open((await Need.get()).id)
    public = (await client.get(f"{NEEDS}/{need_id}/disputes")).json()["disputes"]
    assert [one["decision"] for one in public] == [DISMISSED["decision"]]


@pytest.mark.parametrize("pair", [(ANEW, DISMISSED), (ANEW, ANEW), (FAIL, ANEW)])
async def test_of_two_decisions_at_once_one_counts(
    buyer: Buyer, bidders: list[Bidder], desk: Desk, pair: tuple[dict[str, object], ...]
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    both = await asyncio.gather(*(decide(desk, dispute, body) for body in pair))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert await VoidAward.all().count() <= 1
    assert await Award.all().count() == 1


async def test_what_others_said_against_a_void_result_is_over(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    other = await objected(bidders[2], need_id)
    assert (await decide(desk, dispute, ANEW)).is_success
    assert await status(other) == "moot"
    assert "异议已结束" in await told(bidders[2])


async def test_a_cancelled_need_ends_its_disputes_however_often_that_is_seen(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    dispute = await objected(bidders[1], need_id, "terms")
    assert (await buyer.act(need_id, "cancel", {"reason": "计划有变"})).is_success
    await stack.settle()
    assert await status(dispute) == "moot"
    event = await NeedEvent.get(need_id=need_id, kind="cancel")
    async with in_transaction():
        await following()[0].follow(event)
    assert (await told(bidders[1])).count("异议已结束") == 1


async def test_a_desk_that_lets_its_days_pass_is_seen_to(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    await Dispute.all().update(due_at=clock.now())
    await stack.settle()
    queue = await desk.ok("GET", "/staff/v1/market/disputes")
    assert [one["is_late"] for one in queue["disputes"]] == [True]
    assert "投诉处理延期" in await told(bidders[1])
    # Late as it is, it is still decided, and nothing is signed before.
    assert await has_open((await Need.get()).id)
    assert (await decide(desk, dispute, DISMISSED)).is_success


async def test_a_decision_without_its_remedy_is_no_decision(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    for body in ({"upheld": True}, {"upheld": False, "remedy": "anew"}):
        answer = await decide(desk, dispute, body | {"decision": "经查属实。"})
        assert answer.status_code == 422
    elsewhere = "/staff/v1/market/disputes?status=lapsed"
    assert (await desk.ok("GET", elsewhere))["disputes"] == []
