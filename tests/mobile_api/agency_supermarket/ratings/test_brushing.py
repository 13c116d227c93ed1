"""Whoever wants to look better than they are: what does not count before the desk has looked."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.affiliations.models import Control
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.credit.models import CreditEffect
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.models import Clerk, Enterprise, OfficeProof
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.credit.entries import lose, score
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, code_of
from tests.mobile_api.agency_supermarket.ratings.test_credit_of_ratings import BEST, NEARLY
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack

DESK = "/staff/v1/market/ratings"


async def doubts(desk: Desk) -> list[str]:
    (doubtful,) = (await desk.ok("GET", DESK))["ratings"]
    assert not doubtful["is_counted"]
    return [one["code"] for one in doubtful["suspicions"]]


async def a_firm(deal: Deal, number: int) -> Enterprise:
    """Another enterprise that the owner represents."""
    return await Enterprise.create(
        social_credit_code=f"91FIRM{number:012}",
        name=f"采购企业{number}",
        representative_id=id_of(deal.owner),
        proven_by=OfficeProof.counter,
        proven_at=clock.now(),
        created_at=clock.now(),
    )


async def bought_by(deal: Deal, firm: Enterprise) -> None:
    row = await deal.row()
    await Contract.filter(id=deal.id).update(enterprise_id=firm.id)
    await Need.filter(id=row.need_id).update(enterprise_id=firm.id)


async def a_clerk(enterprise_id: Any, person_id: Any) -> None:
    await Clerk.create(
        enterprise_id=enterprise_id,
        person_id=person_id,
        name="李四",
        phone="13800138001",
        phone_hash=b"",
        ends_on=clock.today() + timedelta(days=9),
        invited_at=clock.now(),
        invitation_ends_at=clock.now(),
        accepted_at=clock.now(),
    )


async def test_one_clerk_behind_both_whoever_rates(
    deal: Deal, desk: Desk, bidders: list[Bidder]
) -> None:
    """Red before: only the powers of whoever rated were looked at."""
    firm = await a_firm(deal, 1)
    await bought_by(deal, firm)
    for enterprise in (firm.id, deal.agency.acting_for):
        await a_clerk(enterprise, bidders[2].person_id)
    await _finished(deal)
    await deal.owner.call(
        "POST", f"/api/v1/market/own-contracts/{deal.id}/rate", BEST, **_for(firm)
    )
    assert await doubts(desk) == ["same_people"]


def _for(firm: Enterprise) -> dict[str, Any]:
    return {"headers": {"X-Acting-For": str(firm.id)}}


async def _finished(deal: Deal) -> None:
    await Contract.filter(id=deal.id).update(
        status="finished", finished_at=clock.now(), signed_at=clock.now(), days_late=0
    )


async def test_two_accounts_of_one_human(deal: Deal, desk: Desk) -> None:
    """Red before: another account was another person."""
    await deal.finish()
    number = b"n" * 32
    people = Person.filter(id__in=[id_of(deal.owner), deal.agency.person_id])
    await people.update(id_number_hash=number)
    await deal.done(deal.owner, "rate", BEST)
    assert await doubts(desk) == ["same_people"]


@pytest.mark.parametrize("kind", ["controlled_by", "controls"])
async def test_an_owner_that_holds_the_agency(deal: Deal, desk: Desk, kind: str) -> None:
    """Red before: what the agency itself had declared was not looked at."""
    firm = await a_firm(deal, 1)
    await bought_by(deal, firm)
    await _finished(deal)
    await Enterprise.filter(id=firm.id).update(representative_id=id_of(deal.owner))
    await Control.create(
        agency_id=deal.agency.agency_id,
        kind=kind,
        social_credit_code=firm.social_credit_code,
        declared_at=clock.now(),
    )
    await deal.owner.call(
        "POST", f"/api/v1/market/own-contracts/{deal.id}/rate", BEST, **_for(firm)
    )
    assert await doubts(desk) == ["same_people"]
    assert await code_of(deal.agency) != firm.social_credit_code


async def test_one_owner_under_many_names_is_one_owner(
    stack: Stack, buyer: Buyer, deal: Deal, desk: Desk
) -> None:
    """Red before: each enterprise of one person had three ratings of its own."""
    await deal.finish()
    await deal.done(deal.owner, "rate", BEST)
    for number in range(3):
        other = await Deal.strike(stack, buyer, deal.agency)
        firm = await a_firm(deal, number)
        await bought_by(other, firm)
        await _finished(other)
        path = f"/api/v1/market/own-contracts/{other.id}/rate"
        rated = await other.owner.call("POST", path, BEST, **_for(firm))
        assert rated.json()["ratings"][0]["is_counted"] is (number < 2)
    assert await doubts(desk) == ["too_often"]


async def test_praise_under_a_sanction_wins_nothing_back_by_itself(
    client: httpx.AsyncClient, stack: Stack, deal: Deal, desk: Desk
) -> None:
    """Red before: one friend's praise took away the warning, or what was proposed."""
    agency = str(deal.agency.agency_id)
    await deal.finish()
    for number in range(3):
        await lose(agency, CreditKind.contract_lapsed, f"paper-{number}")
    await lose(agency, CreditKind.price_fraud)
    assert (await Agency.get(id=agency)).status == "warned"
    assert await CreditEffect.filter(outcome=None).count() == 1
    await deal.done(deal.owner, "rate", BEST)
    await stack.settle()
    assert await score(client, agency) == 40
    assert await doubts(desk) == ["under_sanction"]
    assert await CreditEffect.filter(outcome=None).count() == 1


async def test_blame_under_a_sanction_counts_at_once(deal: Deal) -> None:
    await deal.finish()
    await lose(deal.agency.agency_id, CreditKind.price_fraud)
    rated = await deal.done(deal.owner, "rate", NEARLY)
    assert rated["ratings"][0]["is_counted"]


async def test_ten_needs_of_a_fen_give_no_rating_and_no_point(
    client: httpx.AsyncClient, stack: Stack, deal: Deal
) -> None:
    for _ in range(4):
        await deal.finish()
        await Contract.filter(id=deal.id).update(price_fen=1)
        rated = await deal.done(deal.owner, "rate", BEST)
        assert not rated["ratings"][0]["is_counted"]
        deal = await Deal.strike(stack, deal.buyer, deal.agency)
    await stack.settle()
    agency = str(deal.agency.agency_id)
    about = (await client.get(f"/api/v1/market/agencies/{agency}/ratings")).json()
    assert (about["votes"], await score(client, agency)) == (0, 100)
