"""Who is tied to whom after the deadline of a need counts for later needs: declared, or a clerk."""

import pytest

from mobile_api.agency_supermarket.affiliations.models import EndedControl
from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.affiliations.test_who_stands_behind_whom import Office
from tests.mobile_api.agency_supermarket.needing import (
    Bidder,
    Buyer,
    excluded_in,
    excluded_of,
    let_it_close,
)

OWN = "/api/v1/market/agency/controls"
CODES = ("91999900MF0000013T", "91999900MF0000021M", "91999900MF00090341")
HOLDING = "91370000MA3TEMP017"
A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


@pytest.fixture(autouse=True)
async def genuine_codes(bidders: list[Bidder]) -> None:
    for bidder, code in zip(bidders, CODES, strict=True):
        await Enterprise.filter(id=bidder.acting_for).update(social_credit_code=code)


async def closed(buyer: Buyer, bidders: list[Bidder]) -> str:
    """All have bid, and the deadline is over."""
    need_id = await buyer.publish(fund_source="social")
    for number, bidder in enumerate(bidders):
        await bidder.bid(need_id, 3_000_000 + number)
    await let_it_close(need_id)
    return need_id


async def opened(buyer: Buyer, need_id: str) -> dict[str, str | None]:
    """Why each is out, with the deadline left where it was."""
    return await excluded_of(await buyer.open(need_id))


async def test_a_tie_declared_before_the_opening_and_after_the_deadline(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: the agencies were out of a need whose deadline was over."""
    need_id = await closed(buyer, bidders)
    for bidder in bidders[:2]:
        await bidder.ok("PUT", OWN, {"controlled_by": [HOLDING]})
    assert await opened(buyer, need_id) == {A: None, B: None, C: None}
    later = await closed(buyer, bidders)
    found = await excluded_in(buyer, later)
    assert found == {A: "same_controller", B: "same_controller", C: None}


async def test_an_owner_who_knows_who_has_bid_declares_no_rival_away(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: the owner is an agency as well, and said after the deadline that it holds 甲."""
    buyer.person, bidding = bidders[2], bidders[:2]
    need_id = await closed(buyer, bidding)
    await bidders[2].ok("PUT", OWN, {"controls": [CODES[0]]})
    assert await opened(buyer, need_id) == {A: None, B: None}
    later = await closed(buyer, bidding)
    assert await excluded_in(buyer, later) == {A: "same_controller", B: None}


@pytest.mark.parametrize("again", [False, True])
async def test_what_is_taken_back_after_the_deadline_still_stands(
    buyer: Buyer, bidders: list[Bidder], again: bool
) -> None:
    """Red before: whoever was tied said so no longer, and was in. Nor does it help to say it anew,
    as of today."""
    for bidder in bidders[:2]:
        await bidder.ok("PUT", OWN, {"controlled_by": [HOLDING]})
    need_id = await closed(buyer, bidders)
    for body in [{}, {"controlled_by": [HOLDING]}][: 1 + again]:
        await bidders[0].ok("PUT", OWN, body)
    assert await EndedControl.all().count() == 1
    found = await opened(buyer, need_id)
    assert found == {A: "same_controller", B: "same_controller", C: None}


async def test_what_was_taken_back_before_the_deadline_does_not(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    for bidder in bidders[:2]:
        await bidder.ok("PUT", OWN, {"controlled_by": [HOLDING]})
    await bidders[0].ok("PUT", OWN, {})
    need_id = await closed(buyer, bidders)
    assert await opened(buyer, need_id) == {A: None, B: None, C: None}


async def test_a_clerk_whom_the_owner_takes_on_after_the_deadline(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: whoever stands behind 甲 was bribed to accept, and 甲 was out."""
    buyer.person, bidding = bidders[2], bidders[:2]
    need_id = await closed(buyer, bidding)
    await Office(bidders[2]).appoint(bidders[0], accepted_at=clock.now())
    assert await opened(buyer, need_id) == {A: None, B: None}
    later = await closed(buyer, bidding)
    assert await excluded_in(buyer, later) == {A: "same_controller", B: None}


async def test_a_clerk_whom_a_bidder_takes_on_after_the_deadline(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: no bid is taken back after the deadline, but so 甲 left."""
    buyer.person, bidding = bidders[2], bidders[:2]
    need_id = await closed(buyer, bidding)
    await Office(bidders[0]).appoint(bidders[2], accepted_at=clock.now())
    assert await opened(buyer, need_id) == {A: None, B: None}


@pytest.mark.parametrize("leaves_early", [True, False])
async def test_a_clerk_of_before_the_deadline_binds_whenever_they_leave(
    buyer: Buyer, bidders: list[Bidder], leaves_early: bool
) -> None:
    """Before the deadline or after it: they were there since the publication."""
    buyer.person = bidders[2]
    need_id = await buyer.publish(fund_source="social")
    clerk = await Office(bidders[2]).appoint(bidders[0], accepted_at=clock.now())
    left = Clerk.filter(id=clerk.id)
    for number, bidder in enumerate(bidders[:2]):
        await bidder.bid(need_id, 3_000_000 + number)
    if leaves_early:
        await left.update(revoked_at=clock.now())
    await let_it_close(need_id)
    if not leaves_early:
        await left.update(revoked_at=clock.now())
    assert await opened(buyer, need_id) == {A: "same_controller", B: None}
