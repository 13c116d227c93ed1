"""A bid with a proposal: as long as it may be, sealed here or by its device, every fault told."""

import base64
from typing import Any
from uuid import UUID

import pytest

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import JudgedBid
from mobile_api.agency_supermarket.sealing.offers import LONGEST_PROPOSAL, SealedOffer, seal
from tests.mobile_api.agency_supermarket.market import fault_codes
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, let_it_close
from tests.mobile_api.agency_supermarket.openings.scoring.conftest import panelists
from tests.mobile_api.agency_supermarket.openings.scoring.judging import Panelists, by_proposals

__all__ = ["panelists"]

LONG = "方" * (LONGEST_PROPOSAL - 3) + "\r\n完"


@pytest.fixture
async def need_id(buyer: Buyer, panelists: Panelists) -> str:
    return await buyer.publish(**by_proposals())


async def test_the_longest_proposal_is_received_and_kept_sealed(
    buyer: Buyer, bidders: list[Bidder], need_id: str
) -> None:
    for bidder in bidders[:2]:
        state = await bidder.bid(need_id, 3_000_000, proposal=LONG)
        assert state["sealed_here"]
    await let_it_close(need_id)
    found = await buyer.open(need_id)
    assert (found["status"], found["bids"]) == ("scoring", [])
    for one in await JudgedBid.filter(need_id=need_id):
        assert one.proposal == LONG.replace("\r\n", "\n")
    for bid in await Bid.filter(need_id=need_id):
        assert bid.offers is not None
        assert (bid.offers.proposal, bid.offers.price_fen) == (None, 3_000_000)


async def test_its_own_device_seals_it(buyer: Buyer, bidders: list[Bidder], need_id: str) -> None:
    need = await Need.get(id=need_id)
    for bidder, proposal in zip(bidders, ("方案甲", "方案乙", None), strict=True):
        offer = SealedOffer(
            need_number=need.number or "",
            agency_id=UUID(str(bidder.agency_id)),
            price_fen=3_000_000,
            proposal=proposal,
        )
        text = seal(offer, need.owner_recipient, need.platform_recipient)
        body = {"sealed": base64.b64encode(text).decode()}
        await bidder.ok("PUT", f"{NEEDS}/{need_id}/bid", body)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "scoring"
    out = await Bid.filter(need_id=need_id).exclude(excluded_by="")
    assert [(one.agency_id, one.excluded_by) for one in out] == [
        (bidders[2].agency_id, "proposal_missing")
    ]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"/price_fen": "missing", "/proposal": "missing"}),
        ({"price_fen": 1, "proposal": " "}, {"/proposal": "missing"}),
        ({"price_fen": 1, "proposal": "方\x07案"}, {"/proposal": "no_proposal"}),
        ({"price_fen": 1, "proposal": LONG + "长"}, {"/proposal": "string_too_long"}),
        ({"sealed": "QUJD", "proposal": "方案"}, {"/sealed": "one_of_two"}),
    ],
)
async def test_what_is_no_bid_with_a_proposal(
    bidders: list[Bidder], need_id: str, body: dict[str, Any], faults: dict[str, str]
) -> None:
    answer = await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", body)
    assert answer.status_code == 422
    assert fault_codes(answer) == faults


async def test_where_none_is_judged_none_is_taken(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish()
    path = f"{NEEDS}/{need_id}/bid"
    plain = await bidders[0].call("PUT", path, {"price_fen": 1, "proposal": "方案"})
    assert fault_codes(plain) == {"/proposal": "other_method"}
    large = {"sealed": base64.b64encode(b"0" * 5000).decode()}
    answer = await bidders[0].call("PUT", path, large)
    assert fault_codes(answer) == {"/sealed": "not_sealed"}
