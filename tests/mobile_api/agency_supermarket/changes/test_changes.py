"""A published need is changed before its deadline: in public, told to bidders, with time left."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.bids.service import bid
from mobile_api.agency_supermarket.changes.models import NeedChange
from mobile_api.agency_supermarket.errors import NeedChanged
from mobile_api.agency_supermarket.needs.drafting import earliest_close
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.draws.models import Draw
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.database import fetch, in_transaction
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    excluded_in,
    let_it_close,
)
from tests.waiting import until

REASON = {"reason": "补充了两处附属用房"}
A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


async def changed(buyer: Buyer, need_id: str, **more: Any) -> dict[str, Any]:
    answer = await buyer.act(need_id, "change", REASON | more)
    assert answer.is_success, (answer.status_code, answer.text)
    return dict(answer.json())


async def told(person: Bidder) -> list[str]:
    entries = (await person.ok("GET", "/api/v1/me/messages"))["entries"]
    return [one["text"] for one in entries if one["title"] == "采购需求有变更"]


async def waiting_for_rows(count: int) -> bool:
    """Whether so many calls wait for a row that somebody else holds."""
    # A transaction sees the same again and again unless it forgets.
    await fetch("SELECT pg_stat_clear_snapshot()")
    found = await fetch("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    return len(found) >= count


async def test_a_lower_budget_keeps_bids_and_judges_them_by_it(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    await bidders[0].bid(need_id, 4_200_000)
    await bidders[1].bid(need_id, 3_900_000)
    seen = await changed(buyer, need_id, budget_fen=4_000_000)
    assert (seen["budget_fen"], seen["status"]) == (4_000_000, "published")
    public = (await client.get(f"{NEEDS}/{need_id}/changes")).json()["changes"]
    assert [one["number"] for one in public] == [1]
    assert (public[0]["reason"], public[0]["voids_bids"]) == (REASON["reason"], False)
    assert public[0]["parts"][0] == {"part": "最高限价", "before": "50000元", "after": "40000元"}
    assert "第1次变更" in seen["history"][-1]["text"]
    assert "继续有效" in (await told(bidders[0]))[0]
    assert await told(bidders[2]) == []
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert opened["award"]["agency_name"] == B
    assert any("超过最高限价" in step["text"] for step in opened["steps"])


async def test_other_content_asks_for_bids_anew(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish(fund_source="social")
    for bidder in bidders[:2]:
        await bidder.bid(need_id, 3_000_000)
    await changed(buyer, need_id, description="另加两处附属用房,共3200平方米。")
    assert "重新提交" in (await told(bidders[0]))[0]
    await bidders[1].bid(need_id, 3_100_000)
    await bidders[2].bid(need_id, 3_200_000)
    assert await excluded_in(buyer, need_id) == {A: "since_changed", B: None, C: None}


async def test_the_deadline_leaves_at_least_the_notice_period(buyer: Buyer) -> None:
    need_id = await buyer.publish()
    need = await Need.get(id=need_id)
    soon = clock.now() + timedelta(hours=1)
    await Need.filter(id=need_id).update(bids_close_at=soon)
    await changed(buyer, need_id, budget_fen=6_000_000)
    after = await Need.get(id=need_id)
    assert clock.beijing_date(after.bids_close_at) == await earliest_close(clock.today())
    assert after.bids_close_at.minute == soon.minute
    assert after.open_by is not None and need.open_by is not None
    assert after.due_at == after.open_by == after.bids_close_at + timedelta(days=2)


async def test_the_draws_are_committed_anew_for_a_later_opening(
    client: httpx.AsyncClient, buyer: Buyer
) -> None:
    need_id = await buyer.publish()
    number = (await Need.get(id=need_id)).number
    later = clock.now() + timedelta(days=15)
    seen = await changed(buyer, need_id, bids_close_at=later.isoformat())
    assert [one["number"] for one in seen["draws"]] == [f"{number}-T1"]
    old, new = await Draw.get(number=f"{number}-T"), await Draw.get(number=f"{number}-T1")
    assert (str(old.failure), new.failure is None) == ("called_off", True)
    seen = await changed(buyer, need_id, method="random_draw")
    assert seen["method"] == "random_draw"
    assert [one["number"] for one in seen["draws"]] == [f"{number}-W2"]
    assert (await client.get(f"/api/v1/draws/{number}-W2")).is_success


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "", "nothing_changed"),
        ({"budget_fen": 5_000_000}, "", "nothing_changed"),
        ({"budget_fen": 0}, "/budget_fen", "greater_than_equal"),
        ({"budget_fen": 100.5}, "/budget_fen", "int_type"),
        ({"bids_close_at": "2020-01-01T00:00:00+08:00"}, "/bids_close_at", "only_later"),
        ({"bids_close_at": "2199-01-01T00:00:00+08:00"}, "/bids_close_at", "too_far"),
        ({"price_percent": 20}, "/price_percent", "other_method"),
        ({"service_type": "land-appraisal"}, "/service_type", "extra_forbidden"),
    ],
)
async def test_what_is_no_change(buyer: Buyer, body: dict[str, Any], path: str, code: str) -> None:
    need_id = await buyer.publish()
    answer = await buyer.act(need_id, "change", REASON | body)
    assert answer.status_code == 422
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(path, code)]
    assert not await NeedChange.exists()


async def test_an_avoidance_that_leaves_nobody(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish()
    codes = ["91999900MF0000013T", "91999900MF0000021M", "91999900MF00090341"]
    for bidder, code in zip(bidders, codes, strict=True):
        await Enterprise.filter(id=bidder.acting_for).update(social_credit_code=code)
    answer = await buyer.act(need_id, "change", REASON | {"avoided": codes})
    assert (answer.status_code, answer.json()["code"]) == (422, "nobody_eligible")
    assert (await changed(buyer, need_id, avoided=codes[:2]))["avoided"] == codes[:2]


async def test_only_its_owner_before_the_deadline_and_not_without_end(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    stranger = await bidders[0].call(
        "POST", f"/api/v1/market/own-needs/{need_id}/change", REASON | {"budget_fen": 1}
    )
    assert stranger.json()["code"] == "need_not_found"
    for number in range(5):
        await changed(buyer, need_id, budget_fen=5_000_001 + number)
    often = await buyer.act(need_id, "change", REASON | {"budget_fen": 1})
    assert often.json()["code"] == "need_changed_too_often"
    await let_it_close(need_id)
    late = await buyer.act(need_id, "change", REASON | {"budget_fen": 1})
    assert late.json()["code"] == "bidding_over"
    draft = await buyer.draft()
    early = await buyer.act(draft, "change", REASON | {"budget_fen": 1})
    assert early.json()["code"] == "need_move_not_allowed"


async def test_a_bid_that_crosses_a_change_is_told_or_refused(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Whoever's bid was received before the change is told of it; nobody's is taken by silence."""
    need_id = await buyer.publish(fund_source="social")
    answers: dict[str, httpx.Response] = {}

    async def hurry(name: str, bidder: Bidder) -> None:
        path = f"{NEEDS}/{need_id}/bid"
        answers[name] = await bidder.call("PUT", path, {"price_fen": 3_000_000})

    async with in_transaction():
        # Both wait for the row: the bids have arrived, and so has the change.
        await Need.select_for_update().get(id=need_id)
        bids = [
            asyncio.create_task(hurry(name, bidder))
            for name, bidder in zip((A, B, C), bidders, strict=True)
        ]
        change = asyncio.create_task(changed(buyer, need_id, description="另加两处附属用房。"))
        await until(lambda: waiting_for_rows(4))
    await asyncio.gather(*bids, change)
    at = (await NeedChange.get(need_id=need_id)).changed_at
    for name, bidder in zip((A, B, C), bidders, strict=True):
        if answers[name].is_success:
            receipt = answers[name].json()["receipts"][-1]
            is_old = datetime.fromisoformat(receipt["received_at"]) < at
            assert bool(await told(bidder)) is is_old
        else:
            assert answers[name].json()["code"] == "need_changed"


async def test_a_bid_whose_turn_came_after_the_change_is_refused(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """It had arrived before, so whoever sent it has not read the change, and is not told of it."""
    need_id = await buyer.publish(fund_source="social")
    arrived = clock.now()
    await changed(buyer, need_id, budget_fen=4_000_000)
    caller = caller_of(bidders[0].tokens["access_token"])
    assert isinstance(caller, Citizen)
    acting = replace(caller, acting_for=ActingFor(UUID(bidders[0].acting_for), None))
    with pytest.raises(NeedChanged):
        async with in_transaction():
            await bid(acting, UUID(need_id), BidRequest(price_fen=5), arrived)
    assert (await bidders[0].bid(need_id, 3_000_000))["receipts"]


async def test_whoever_bids_while_it_is_cancelled_is_told(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: the bidders were asked for before the turn to cancel had come."""
    need_id = await buyer.publish(fund_source="social")
    bid_path, reason = f"{NEEDS}/{need_id}/bid", {"reason": "项目计划有变"}
    async with in_transaction():
        await Need.select_for_update().get(id=need_id)
        bidding = asyncio.create_task(bidders[0].call("PUT", bid_path, {"price_fen": 3_000_000}))
        await until(lambda: waiting_for_rows(1))
        cancelling = asyncio.create_task(buyer.act(need_id, "cancel", reason))
        await until(lambda: waiting_for_rows(2))
    answers = await asyncio.gather(bidding, cancelling)
    assert [one.is_success for one in answers] == [True, True]
    entries = (await bidders[0].ok("GET", "/api/v1/me/messages"))["entries"]
    assert any(need_id in str(one) or "取消" in one["title"] for one in entries)
