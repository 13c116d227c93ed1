"""A need whose first winner was void has two contracts and one price: each counted once."""

import httpx

from mobile_api.agency_supermarket.figures.counting import count
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    ANEW,
    PRICES,
    awarded,
    complained,
    decide,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, Bidder, Buyer
from tests.mobile_api.agency_supermarket.ratings.test_rating import GOOD
from tests.stack import Stack


async def test_the_void_one_and_the_next_one(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    await stack.settle()
    dispute = await complained(buyer, bidders[2], need_id)
    assert (await decide(desk, dispute, ANEW)).is_success
    deal = await Deal.of_award(stack, buyer, bidders[1], need_id)
    await deal.sign(price_fen=PRICES[1])
    await deal.deliver()
    await deal.done(deal.owner, "accept")
    await deal.done(deal.owner, "rate", GOOD)
    await stack.settle()
    assert (await Need.get(id=need_id)).status == "awarded"
    found = await count(clock.today().year, [APPRAISAL], 1)
    needs, contracts, prices = found.needs, found.contracts, found.prices
    assert (needs.published, needs.awarded, needs.voided) == (1, 1, 1)
    assert (contracts.made, contracts.ended, contracts.finished, contracts.on_time) == (2, 1, 1, 1)
    assert (prices.priced, prices.price_fen, prices.median_fen) == (1, PRICES[1], PRICES[1])
    assert (found.concentration.winners, found.concentration.top_five_bp) == (1, 10_000)
    assert found.ratings["speed"] == (0, 0, 0, 0, 1)
    winners = {(one.winner_name, one.other_name) for one in found.co_bidders}
    assert winners == {("乙评估事务所", "甲评估事务所"), ("乙评估事务所", "丙评估事务所")}
