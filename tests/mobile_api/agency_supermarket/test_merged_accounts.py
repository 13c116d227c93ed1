"""Who holds what at the market after two accounts of one human have become one."""

import httpx
import pytest

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.enterprises.models import Enterprise
from tests.mobile_api.accounts.later import later
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.agency_supermarket.contracting import OWN, Deal
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
    excluded_in,
)
from tests.mobile_api.personal_data.test_merging import id_of, merge
from tests.stack import Stack

A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


@pytest.fixture
async def user(stack: Stack, client: httpx.AsyncClient) -> PhoneUser:
    """Somebody who signs in by phone, and may be the same human as one who does by WeChat."""
    user = PhoneUser(stack, client)
    await user.enter()
    return user


async def stand_behind(user: PhoneUser, bidder: Bidder, need_id: str) -> None:
    """The agency is the user's now, who bids for it."""
    await Enterprise.filter(id=bidder.acting_for).update(representative_id=id_of(user))
    acting = {"X-Acting-For": bidder.acting_for}
    body = {"price_fen": 2_900_000}
    await user.ok("PUT", f"{NEEDS}/{need_id}/bid", body, headers=acting)


async def test_two_bidders_turn_out_to_be_one(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], user: PhoneUser
) -> None:
    need_id = await buyer.publish(fund_source="social")
    for bidder in (bidders[0], bidders[2]):
        await bidder.bid(need_id, 3_000_000)
    await stand_behind(user, bidders[1], need_id)
    with later(stack, minutes=2):
        assert (await merge(bidders[0], await user.proof("merge"))).is_success
    found = await excluded_in(buyer, need_id)
    assert found == {A: "same_controller", B: "same_controller", C: None}


async def test_an_owner_turns_out_to_be_a_bidder(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], user: PhoneUser
) -> None:
    """And the need is the survivor's, who opens it."""
    need_id = await buyer.publish(fund_source="social")
    await bidders[0].bid(need_id, 3_000_000)
    await stand_behind(user, bidders[1], need_id)
    with later(stack, minutes=2):
        assert (await merge(buyer.person, await user.proof("merge"))).is_success
    assert await excluded_in(buyer, need_id) == {A: None, B: "same_controller"}


async def test_needs_and_contracts_go_to_the_account_that_is_left(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], user: PhoneUser
) -> None:
    deal = await Deal.strike(stack, buyer, bidders[0])
    draft = await buyer.draft()
    owner = id_of(buyer.person)
    await Need.all().update(owner_id=id_of(user))
    await Contract.all().update(owner_id=id_of(user))
    with later(stack, minutes=2):
        assert (await merge(buyer.person, await user.proof("merge"))).is_success
    assert id_of(buyer.person) == owner
    assert {one.owner_id for one in await Need.all()} == {owner}
    seen = await buyer.person.ok("GET", f"{OWN}?side=owner")
    assert [one["id"] for one in seen["contracts"]] == [deal.id]
    assert (await buyer.person.call("GET", f"{OWN_NEEDS}/{draft}")).is_success
