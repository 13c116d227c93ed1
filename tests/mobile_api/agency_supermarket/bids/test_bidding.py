"""Bids come in sealed until the last moment, and nobody reads one before the opening."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.agency_supermarket.bids.models import Bid, BidLogEntry
from mobile_api.agency_supermarket.bids.receipts import BidReceipt, verify_receipts
from mobile_api.agency_supermarket.bids.service import MOST_ACTS
from mobile_api.agency_supermarket.bids.verifying import verify_log
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import (
    CannotOpenBid,
    SealedOffer,
    open_sealed,
    seal,
)
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.signatures.schemas import PublicKey
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    close_after,
    let_it_close,
)
from tests.stack import Stack

# No other number in the tables looks like it.
PRICE = 4_718_293


async def test_replaced_withdrawn_and_given_again(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id, bidder = await buyer.publish(), bidders[0]
    path = f"{NEEDS}/{need_id}/bid"
    assert (await bidder.call("GET", path)).json()["code"] == "bid_not_found"
    for price in (PRICE, PRICE - 1):
        await bidder.bid(need_id, price)
    for _ in range(2):
        state = await bidder.ok("POST", f"{path}/withdraw")
    assert state["is_withdrawn"]
    state = await bidder.bid(need_id, PRICE - 2)
    acts = [one["act"] for one in state["receipts"]]
    assert acts == ["submitted", "replaced", "withdrawn", "submitted"]
    await let_it_close(need_id)
    late = await bidder.call("PUT", path, {"price_fen": 1})
    assert late.json()["code"] == "bidding_over"
    assert (await bidder.call("POST", f"{path}/withdraw")).json()["code"] == "bidding_over"
    opened = await buyer.open(need_id)
    assert [one["price_fen"] for one in opened["bids"]] == [PRICE - 2]


async def test_no_log_grows_without_end(buyer: Buyer, bidders: list[Bidder], stack: Stack) -> None:
    need_id, bidder = await buyer.publish(), bidders[0]
    for price in range(MOST_ACTS):
        await bidder.bid(need_id, PRICE + price)
    path = f"{NEEDS}/{need_id}/bid"
    more = await bidder.call("PUT", path, {"price_fen": PRICE})
    assert (more.status_code, more.json()["code"]) == (409, "bid_changed_too_often")
    assert (await bidder.ok("POST", f"{path}/withdraw"))["is_withdrawn"]


async def test_a_bid_that_its_own_device_sealed(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id, bidder = await buyer.publish(fund_source="social"), bidders[0]
    need = await Need.get(id=need_id)
    offer = SealedOffer(
        need_number=need.number or "", agency_id=bidder.agency_id, price_fen=PRICE, days=3
    )
    sealed = seal(offer, need.owner_recipient, need.platform_recipient)
    text = base64.b64encode(sealed).decode()
    state = await bidder.ok("PUT", f"{NEEDS}/{need_id}/bid", {"sealed": text})
    assert not state["sealed_here"]
    # A rival hands in a copy of it: it names another bidder.
    await bidders[1].ok("PUT", f"{NEEDS}/{need_id}/bid", {"sealed": text})
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    faults = {one["agency_name"]: one["fault"] for one in opened["bids"]}
    assert faults == {"甲评估事务所": "", "乙评估事务所": "other_bidder"}
    assert opened["award"]["price_fen"] == PRICE


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "/price_fen"),
        ({"price_fen": 0}, "/price_fen"),
        ({"price_fen": 12.5}, "/price_fen"),
        ({"price_fen": "12"}, "/price_fen"),
        ({"sealed": "AAAA", "price_fen": 5}, "/sealed"),
        ({"sealed": "不是密封的报价"}, "/sealed"),
        ({"sealed": "QUFB" * 1400}, "/sealed"),
        ({"price_fen": 5, "note": "x" * 181}, "/note"),
        ({"price_fen": 5_000_001}, "/price_fen"),
    ],
)
async def test_what_is_no_bid(
    buyer: Buyer, bidders: list[Bidder], body: dict[str, Any], path: str
) -> None:
    need_id = await buyer.publish()
    answer = await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", body)
    assert answer.status_code == 422
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]
    assert not await Bid.exists()


async def test_who_may_not_bid(buyer: Buyer, bidders: list[Bidder], citizen: Citizen) -> None:
    code = "911500007365497X8A"
    need_id = await buyer.publish()
    alone = await citizen.call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert alone.json()["code"] == "not_for_market"
    avoided = await Need.get(id=need_id)
    avoided.avoided = (code, await _code_of(bidders[0]))
    await avoided.save(update_fields=["avoided"])
    refused = await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert refused.json()["code"] == "not_eligible"
    await fetch("UPDATE agency SET status = 'suspended' WHERE id = $1", bidders[1].agency_id)
    refused = await bidders[1].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert refused.json()["code"] == "agency_cannot_bid"
    await fetch(
        "UPDATE agency_service SET covered_until = $2 WHERE agency_id = $1",
        bidders[2].agency_id,
        clock.today() - timedelta(days=1),
    )
    refused = await bidders[2].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert refused.json()["code"] == "agency_cannot_bid"


async def _code_of(bidder: Bidder) -> str:
    rows = await fetch(
        "SELECT social_credit_code AS code FROM enterprise WHERE id = $1",
        UUID(bidder.acting_for),
    )
    return str(rows[0]["code"])


async def test_at_the_last_second_each_is_in_or_out_with_a_receipt(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer
) -> None:
    bidders = [await Bidder.arrive(stack, client, f"第{one}评估事务所") for one in range(10)]
    need_id = await buyer.publish()
    answers: list[httpx.Response] = []

    side_by_side = asyncio.Semaphore(50)

    async def hurry(number: int) -> None:
        price, bidder = {"price_fen": PRICE + number}, bidders[number % 10]
        async with side_by_side:
            answers.append(await bidder.call("PUT", f"{NEEDS}/{need_id}/bid", price))

    # The last moment comes while bids are on their way, however fast the machine is.
    closing = asyncio.create_task(close_after(need_id, lambda: len(answers) >= 30))
    await asyncio.gather(*(hurry(one) for one in range(100)))
    closes_at = await closing
    assert {answer.status_code for answer in answers} == {200, 409}
    received = [one for one in answers if one.is_success]
    log = await BidLogEntry.filter(need_id=need_id).order_by("bid_number")
    assert len(log) == len(received) > 0
    assert all(one.received_at < closes_at for one in log)
    await let_it_close(need_id)
    public = (await client.get(f"{NEEDS}/{need_id}/bid-log")).json()
    receipts = [BidReceipt.model_validate(one) for one in public["receipts"]]
    keys = [PublicKey.model_validate(one) for one in public["keys"]]
    held = [BidReceipt.model_validate(one.json()["receipts"][-1]) for one in received]
    assert verify_receipts(receipts, keys, held) == []
    assert [step.holds for step in verify_log(public, None)] == [True]
    del public["receipts"][0]
    assert next(step.code for step in verify_log(public, None)) == "missing"


async def test_who_holds_database_and_settings_reads_no_bid(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """The whole dump, the keys of the settings, every role, every door, the log."""
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, PRICE, note="独特的备注文字")
    need, bid = await Need.get(id=need_id), await Bid.get()
    platform = str(need.platform_identity)
    with pytest.raises(CannotOpenBid):
        open_sealed(bytes(bid.ciphertext), platform, platform, need.number or "", bid.agency_id)
    rows = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    for row in rows:
        dump = await fetch(f'SELECT to_jsonb(one.*)::text AS said FROM "{row["name"]}" AS one')
        text = "".join(one["said"] for one in dump)
        assert str(PRICE) not in text, row["name"]
        assert "独特的备注文字" not in text, row["name"]
    for path in ("opening", "bid-log"):
        assert (await client.get(f"{NEEDS}/{need_id}/{path}")).status_code == 409
    for door in (f"{NEEDS}/{need_id}", NEEDS):
        assert str(PRICE) not in (await client.get(door)).text
    own = await bidders[0].ok("GET", f"{NEEDS}/{need_id}/bid")
    assert str(PRICE) not in json.dumps(own)


async def test_nothing_of_it_is_logged(
    caplog: pytest.LogCaptureFixture, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, PRICE, note="独特的备注文字")
    await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": -PRICE})
    assert str(PRICE) not in caplog.text
    assert "独特的备注文字" not in caplog.text
