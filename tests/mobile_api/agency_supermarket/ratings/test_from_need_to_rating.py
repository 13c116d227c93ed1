"""From a need to the rating of what it came to, through everything that may lie between."""

from datetime import timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.contracts.scope import contract_of_need
from mobile_api.agency_supermarket.needs.models import Need
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.credit.entries import score
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    ANEW,
    DISMISSED,
    awarded,
    complained,
    decide,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer
from tests.stack import Stack

BEST = {"scores": {"speed": 5, "quality": 5, "attitude": 5, "price": 5}}
GOOD = {"scores": BEST["scores"] | {"speed": 2}}


async def signed(deal: Deal) -> None:
    """On the first day after the result was shown."""
    shown_until = (await deal.row()).shown_until
    with on_the_day(shown_until):
        await deal.agency.sign_in()
        body = await deal.proposal(deal.agency, price_fen=(await deal.row()).price_fen)
        assert await deal.refused(deal.agency, "propose", body) == "result_still_shown"
    with on_the_day(shown_until + timedelta(days=1)):
        for who in (deal.agency, deal.owner):
            await who.sign_in()
        body = await deal.proposed(deal.agency)
        assert (await deal.done(deal.owner, "confirm", body))["status"] == "in_force"


async def served(deal: Deal, *, days_after: int) -> dict[str, Any]:
    """Delivered so many days after the last one, and accepted."""
    last = (await deal.row()).last_day
    assert last is not None
    with on_the_day(last + timedelta(days=days_after)):
        for who in (deal.agency, deal.owner):
            await who.sign_in()
        await deal.deliver()
        done = await deal.done(deal.owner, "accept")
        await deal.stack.settle()
    return done


async def deal_of(stack: Stack, buyer: Buyer, bidder: Bidder, need_id: str) -> Deal:
    await stack.settle()
    found = await contract_of_need((await Need.get(id=need_id)).id)
    assert found is not None and found.agency_id == bidder.agency_id
    return Deal(stack, buyer, bidder, str(found.id))


async def test_objected_to_in_vain_and_late(
    client: httpx.AsyncClient, stack: Stack, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, DISMISSED)).is_success
    deal = await deal_of(stack, buyer, bidders[0], need_id)
    await signed(deal)
    done = await served(deal, days_after=14)
    assert done["days_late"] >= 1
    row = await deal.row()
    assert row.finished_at is not None
    with on_the_day(row.finished_at.date() + timedelta(days=1)):
        agency_id = str(deal.agency.agency_id)
        assert await score(client, agency_id) == 95
        await deal.owner.sign_in()
        await deal.done(deal.owner, "rate", GOOD)
        await stack.settle()
        assert await score(client, agency_id) == 95
        rated = (await client.get(f"/api/v1/market/agencies/{agency_id}/ratings")).json()
        assert [one["scores"] for one in rated["ratings"]] == [GOOD["scores"]]
    record = (await client.get(f"/api/v1/market/agencies/{agency_id}/record")).json()
    assert (record["finished"], record["on_time"]) == (1, 0)
    disputes = (await client.get(f"{NEEDS}/{need_id}/disputes")).json()["disputes"]
    assert [one["status"] for one in disputes] == ["dismissed"]


async def test_the_second_winner_serves_in_time(
    client: httpx.AsyncClient, stack: Stack, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    first = await deal_of(stack, buyer, bidders[0], need_id)
    dispute = await complained(buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, ANEW)).is_success
    second = await deal_of(stack, buyer, bidders[1], need_id)
    assert (await first.row()).status == "ended"
    await signed(second)
    assert (await served(second, days_after=0))["days_late"] == 0
    row = await second.row()
    assert row.finished_at is not None
    with on_the_day(row.finished_at.date() + timedelta(days=1)):
        await second.owner.sign_in()
        await second.done(second.owner, "rate", BEST)
        await stack.settle()
        found = [await score(client, str(one.agency_id)) for one in bidders[:2]]
        assert found == [100, 101]
    notice = (await client.get(f"{NEEDS}/{need_id}/contract")).json()
    assert (notice["status"], notice["agency_name"]) == ("finished", "乙评估事务所")
    assert notice["number"] == f"{(await first.row()).number}-2"
