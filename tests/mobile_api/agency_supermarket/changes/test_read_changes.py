"""A bid says which change of the need its sender has read; nobody bids on what they did not see."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.bids.service import bid
from mobile_api.agency_supermarket.errors import ChangeNotRead
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared import clock
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.changes.test_changes import (
    changed,
    told,
    waiting_for_rows,
)
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    excluded_in,
    let_it_close,
)
from tests.waiting import until

A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"
OTHER = "另加两处附属用房,共3200平方米。"


async def put(bidder: Bidder, need_id: str, **more: Any) -> httpx.Response:
    return await bidder.call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 3_000_000} | more)


async def test_the_number_of_the_last_change_has_to_be_named(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id, bidder = await buyer.publish(fund_source="social"), bidders[0]
    assert (await client.get(f"{NEEDS}/{need_id}")).json()["change_number"] == 0
    ahead = await put(bidder, need_id, change_read=1)
    assert (ahead.status_code, ahead.json()["code"]) == (409, "need_change_not_read")
    for said in ({}, {"change_read": 0}):
        assert (await put(bidder, need_id, **said)).is_success
    await changed(buyer, need_id, budget_fen=4_000_000)
    await changed(buyer, need_id, description=OTHER)
    assert (await client.get(f"{NEEDS}/{need_id}")).json()["change_number"] == 2
    for said in ({}, {"change_read": 0}, {"change_read": 1}, {"change_read": 3}):
        refused = await put(bidder, need_id, **said)
        assert (refused.status_code, refused.json()["code"]) == (409, "need_change_not_read")
        assert refused.json()["change_number"] == 2
    assert (await put(bidder, need_id, change_read=2)).is_success


@pytest.mark.parametrize("number", [-1, 1.5, "1", True])
async def test_what_is_no_number_of_a_change(
    buyer: Buyer, bidders: list[Bidder], number: Any
) -> None:
    need_id = await buyer.publish()
    answer = await put(bidders[0], need_id, change_read=number, price_fen=0)
    paths = [fault["path"] for fault in answer.json()["errors"]]
    assert (answer.status_code, sorted(paths)) == (422, ["/change_read", "/price_fen"])


async def test_a_bid_that_arrives_while_a_change_is_committed_has_not_read_it(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: it had arrived after the change was written, and counted as made knowing it."""
    need_id = await buyer.publish(fund_source="social")
    async with in_transaction():
        # The change waits for the row, and has read the clock by the time the bid arrives.
        await Need.select_for_update().get(id=need_id)
        change = asyncio.create_task(changed(buyer, need_id, description=OTHER))
        await until(lambda: waiting_for_rows(1))
        bidding = asyncio.create_task(put(bidders[0], need_id))
        await until(lambda: waiting_for_rows(2))
    await change
    answer = await bidding
    assert answer.status_code == 409
    assert not await Bid.exists()
    caller = caller_of(bidders[0].tokens["access_token"])
    assert isinstance(caller, Citizen)
    acting = replace(caller, acting_for=ActingFor(UUID(bidders[0].acting_for), None))
    with pytest.raises(ChangeNotRead):
        async with in_transaction():
            later = clock.now() + timedelta(seconds=1)
            await bid(acting, UUID(need_id), BidRequest(price_fen=5), later)


async def test_whoever_has_to_bid_again_is_told_so_each_time(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: after a second, lighter change all were told that their bids are still good."""
    need_id = await buyer.publish(fund_source="social")
    for bidder in bidders:
        await bidder.bid(need_id, 3_000_000)
    await changed(buyer, need_id, description=OTHER)
    await bidders[1].bid(need_id, 3_100_000)
    await bidders[2].ok("POST", f"{NEEDS}/{need_id}/bid/withdraw")
    await changed(buyer, need_id, budget_fen=4_000_000)
    texts = [await told(bidder) for bidder in bidders]
    assert [len(one) for one in texts] == [2, 2, 1]
    assert "重新提交" in texts[0][0] and "继续有效" not in texts[0][0]
    assert "继续有效" in texts[1][0]
    public = (await client.get(f"{NEEDS}/{need_id}")).json()["history"][-1]["text"]
    assert "须重新提交" in public
    states = [await bidder.ok("GET", f"{NEEDS}/{need_id}/bid") for bidder in bidders]
    assert [one["must_be_given_again"] for one in states] == [True, False, False]
    assert await excluded_in(buyer, need_id) == {A: "since_changed", B: None}


async def test_the_count_of_bids_is_of_those_that_stand(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: it counted every act, so one bidder who changed their mind looked like many."""
    need_id = await buyer.publish(fund_source="social")
    for price in (3_000_000, 2_900_000, 2_800_000):
        await bidders[0].bid(need_id, price)
    await bidders[1].bid(need_id, 3_000_000)
    await bidders[2].bid(need_id, 3_000_000)
    for _ in range(2):
        await bidders[2].ok("POST", f"{NEEDS}/{need_id}/bid/withdraw")
    path = f"{NEEDS}/{need_id}"
    assert (await client.get(path)).json()["bid_count"] is None
    await let_it_close(need_id)
    assert (await client.get(path)).json()["bid_count"] == 2
