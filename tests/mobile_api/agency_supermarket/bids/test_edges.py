"""The edges of a bid: the last instant of the deadline, and prices that are none, sealed or not."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pyrage
import pytest

from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.bids.service import bid, withdraw
from mobile_api.agency_supermarket.errors import BiddingOver
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.database import in_transaction
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    excluded_of,
    let_it_close,
)

MILLISECOND, MICROSECOND = timedelta(milliseconds=1), timedelta(microseconds=1)


def acting(bidder: Bidder) -> Citizen:
    caller = caller_of(bidder.tokens["access_token"])
    assert isinstance(caller, Citizen)
    return replace(caller, acting_for=ActingFor(UUID(bidder.acting_for), None))


@pytest.mark.parametrize("early", [MILLISECOND, MICROSECOND])
async def test_before_the_deadline_is_before(
    buyer: Buyer, bidders: list[Bidder], early: timedelta
) -> None:
    need = await Need.get(id=await buyer.publish())
    at = need.bids_close_at - early
    async with in_transaction():
        await bid(acting(bidders[0]), need.id, BidRequest(price_fen=5), at)
    assert (await BidLogEntry.get()).received_at == at


@pytest.mark.parametrize("late", [timedelta(), MICROSECOND, MILLISECOND])
async def test_late_is_late_by_however_little(
    buyer: Buyer, bidders: list[Bidder], late: timedelta
) -> None:
    """Nor does anybody take a bid back then."""
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, 3_000_000)
    closes = (await Need.get(id=need_id)).bids_close_at
    for work in (
        bid(acting(bidders[1]), UUID(need_id), BidRequest(price_fen=5), closes + late),
        withdraw(acting(bidders[0]), UUID(need_id), closes + late),
    ):
        with pytest.raises(BiddingOver):
            async with in_transaction():
                await work
    assert await BidLogEntry.all().count() == await Bid.filter(is_withdrawn=False).count() == 1


async def test_late_by_a_moment_at_the_door(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    body = {"price_fen": 3_000_000, "change_read": 0}
    assert (await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", body)).is_success
    await let_it_close(need_id)
    for method, path in (("PUT", "bid"), ("POST", "bid/withdraw")):
        late = await bidders[0].call(method, f"{NEEDS}/{need_id}/{path}", body)
        assert (late.status_code, late.json()["code"]) == (409, "bidding_over")
    log = (await client.get(f"{NEEDS}/{need_id}/bid-log")).json()["receipts"]
    assert [one["act"] for one in log] == ["submitted"]


async def sealed(need_id: str, bidder: Bidder, price: Any) -> str:
    """As a device seals it that checks nothing: in the one spelling, whatever the price is."""
    need = await Need.get(id=need_id)
    said = {
        "agency_id": str(bidder.agency_id),
        "days": 5,
        "need_number": need.number,
        "nonce": "0" * 32,
        "note": "",
        "price_fen": price,
    }
    plain = json.dumps(said, sort_keys=True, separators=(",", ":")).encode().ljust(1024)
    keys = [
        pyrage.x25519.Recipient.from_str(one)
        for one in (need.owner_recipient, need.platform_recipient)
    ]
    return base64.b64encode(pyrage.encrypt(pyrage.encrypt(plain, keys[:1]), keys[1:])).decode()


@pytest.mark.parametrize("price", [0, -1, 12.5, 0.1, "3000000", True, 10**16])
async def test_a_sealed_price_that_is_none_is_no_bid(
    buyer: Buyer, bidders: list[Bidder], price: Any
) -> None:
    """Nobody can see it as it comes in; at the opening it counts for nothing, and is said."""
    need_id = await buyer.publish(fund_source="social")
    for bidder, said in zip(bidders, (price, 3_000_000, None), strict=True):
        text = await sealed(need_id, bidder, said)
        assert (await bidder.call("PUT", f"{NEEDS}/{need_id}/bid", {"sealed": text})).is_success
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    faults = {one["agency_name"][0]: (one["fault"], one["price_fen"]) for one in opened["bids"]}
    assert faults == {"甲": ("malformed", None), "乙": ("", 3_000_000), "丙": ("", None)}
    exact = await excluded_of(opened)
    assert [exact[f"{one}评估事务所"] for one in "甲乙丙"] == ["unreadable", None, None]
    missing = [one for one in opened["steps"] if one["figures"].get("reason") == "price_missing"]
    assert len(missing) == 1 and opened["award"]["agency_name"] == "乙评估事务所"


async def test_plain_prices_that_are_none_are_told_with_every_other_fault(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    for price in (0, -1, 12.5, 0.01, "12", True, 10**12 + 1):
        body = {"price_fen": price, "days": 0, "note": "x" * 181, "change_read": -1}
        answer = await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", body)
        paths = sorted(one["path"] for one in answer.json()["errors"])
        assert (answer.status_code, paths) == (
            422,
            ["/change_read", "/days", "/note", "/price_fen"],
        )
    assert not await Bid.exists()


async def test_a_note_that_cannot_be_sealed_is_mended_or_told(
    buyer: Buyer, bidders: list[Bidder], caplog: pytest.LogCaptureFixture
) -> None:
    """What is sealed has one line, and stands in no log either."""
    need_id = await buyer.publish(fund_source="social")
    path = f"{NEEDS}/{need_id}/bid"
    body = {"price_fen": 3_000_000, "note": "先勘查\a后报告", "change_read": 0}
    answer = await bidders[0].call("PUT", path, body)
    assert (answer.status_code, fault_codes(answer)) == (422, {"/note": "controls"})
    for bidder, between in zip(bidders, ("\n", "\r\n", "\t"), strict=True):
        await bidder.ok("PUT", path, body | {"note": f"先勘查{between}后报告"})
    assert "先勘查" not in caplog.text
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert {one["note"] for one in opened["bids"]} == {"先勘查 后报告"}
