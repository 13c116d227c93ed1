"""A need published, bid for under seal, opened with the owner's key, and awarded with reasons."""

import asyncio
import base64

import httpx
import pytest

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.sealing.offers import SealedOffer, seal
from mobile_api.draws.models import Draw
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
)
from tests.stack import Stack


async def test_the_lowest_price_wins_and_everybody_reads_why(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish()
    public = (await client.get(f"{NEEDS}/{need_id}")).json()
    assert (public["status"], public["bid_count"]) == ("published", None)
    assert [one["purpose"] for one in public["draws"]] == ["tie"]
    for bidder, price in zip(bidders, (4_200_000, 3_900_000, 4_000_000), strict=True):
        state = await bidder.bid(need_id, price)
        assert state["receipts"][0]["act"] == "submitted"
        assert state["sealed_here"]
    early = await buyer.act(need_id, "open", {"identity": buyer.identity})
    assert early.json()["code"] == "bidding_not_over"
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert opened["status"] == "awarded"
    assert opened["award"]["agency_name"] == "乙评估事务所"
    assert opened["award"]["price_fen"] == 3_900_000
    assert opened["steps"][-1]["text"]
    assert await opening_of(client, need_id) == opened
    # A tie was possible, so a draw was committed; nobody needs it any more.
    assert (await Draw.get()).failure == "called_off"
    log = (await client.get(f"{NEEDS}/{need_id}/bid-log")).json()
    assert [one["bid_number"] for one in log["receipts"]] == [1, 2, 3]


async def test_nobody_is_chosen_of_too_few(buyer: Buyer, bidders: list[Bidder]) -> None:
    """Three valid bids are wanted for state money."""
    need_id = await buyer.publish()
    for bidder, price in ((bidders[0], 4_200_000), (bidders[2], 4_000_000)):
        await bidder.bid(need_id, price)
    # Above the limit: what the bidder's own device sealed is known at the opening alone.
    need = await Need.get(id=need_id)
    offer = SealedOffer(
        need_number=need.number or "", agency_id=bidders[1].agency_id, price_fen=5_000_001, days=3
    )
    sealed = base64.b64encode(seal(offer, need.owner_recipient, need.platform_recipient)).decode()
    await bidders[1].ok("PUT", f"{NEEDS}/{need_id}/bid", {"sealed": sealed})
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert (opened["status"], opened["outcome"]) == ("failed", "failed")
    assert [one["excluded"] for one in opened["bids"]] == [None] * 3
    assert any(step["code"] == "excluded" for step in opened["steps"])
    assert not await Award.exists()


async def test_the_owner_chooses_and_says_why(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish(method="direct", fund_source="social")
    for bidder in bidders[:2]:
        await bidder.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert (opened["status"], len(opened["choices"])) == ("choosing", 2)
    stranger = {"bid_id": need_id, "reason": "报价合理。"}
    assert (await buyer.act(need_id, "choose", stranger)).json()["code"] == "not_among_them"
    chosen = {"bid_id": opened["choices"][1], "reason": "报价合理,经验丰富。"}
    both = await asyncio.gather(*(buyer.act(need_id, "choose", chosen) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert await Award.all().count() == 1


async def test_two_openings_at_once_are_one(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish()
    for bidder in bidders:
        await bidder.bid(need_id, 3_000_000 + len(bidder.label))
    await let_it_close(need_id)
    key = {"identity": buyer.identity}
    answers = await asyncio.gather(*(buyer.act(need_id, "open", key) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409]


async def test_one_person_behind_two_bidders_wins_nothing(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    twin = await Bidder.arrive(stack, client, "丁评估事务所", bidders[0])
    need_id = await buyer.publish(fund_source="social")
    prices = (1_000_000, 3_000_000, 3_500_000, 1_100_000)
    for bidder, price in zip([*bidders, twin], prices, strict=True):
        await bidder.bid(need_id, price)
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    excluded = {one["agency_name"]: one["excluded"] for one in opened["bids"]}
    assert excluded["甲评估事务所"] == excluded["丁评估事务所"] == "avoided"
    assert opened["award"]["agency_name"] == "乙评估事务所"


async def test_the_owners_own_agency_is_out(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    own = await Bidder.arrive(stack, client, "自家评估事务所", buyer.person)
    need_id = await buyer.publish()
    for bidder in [own, *bidders]:
        await bidder.bid(need_id, 2_000_000 + (bidder is not own) * 500_000 + len(bidder.label))
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    excluded = {one["agency_name"]: one["excluded"] for one in opened["bids"]}
    assert excluded["自家评估事务所"] == "avoided"
    assert (await own.ok("GET", f"{NEEDS}/{need_id}/bid"))["excluded"] == "same_controller"


@pytest.mark.parametrize(
    "key", [{"identity": "AGE-SECRET-KEY-1"}, {"passphrase": "错误的口令错误的口令"}, {}]
)
async def test_another_key_opens_nothing(
    buyer: Buyer, bidders: list[Bidder], key: dict[str, str]
) -> None:
    need_id = await buyer.publish()
    await bidders[0].bid(need_id, 3_000_000)
    await let_it_close(need_id)
    answer = await buyer.act(need_id, "open", key)
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_owner_key")
    assert (await Need.get(id=need_id)).status == "published"


async def test_a_key_kept_under_a_passphrase(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.draft(fund_source="social")
    phrase = {"passphrase": "马跃檀溪 九月初九 天气晴好"}
    assert (await buyer.act(need_id, "publish", phrase)).is_success
    await bidders[0].bid(need_id, 3_000_000)
    await let_it_close(need_id)
    answer = await buyer.act(need_id, "open", phrase)
    assert answer.json()["award"]["agency_name"] == "甲评估事务所"


async def test_others_do_not_open_it(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish()
    await let_it_close(need_id)
    path = f"{OWN_NEEDS}/{need_id}/open"
    answer = await bidders[0].call("POST", path, {"identity": buyer.identity})
    assert answer.json()["code"] == "need_not_found"
