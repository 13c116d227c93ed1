"""Whoever made a dispute takes it back while nobody has decided; each thing is told once."""

import asyncio
from uuid import UUID

from mobile_api.agency_supermarket.disputes import telling
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.agency_supermarket.needs.history import note
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import SYSTEM
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    DISMISSED,
    awarded,
    complained,
    decide,
    objected,
    status,
    told,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer

COMPLAINT = {"complaint": "中选机构提供的业绩证明是伪造的。"}


async def test_an_owner_takes_its_own_complaint_back(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    """Red before: the contract waited thirty working days for what nobody wanted any more."""
    need_id = await awarded(buyer, bidders)
    other = await objected(bidders[1], need_id)
    made = await buyer.person.ok("POST", f"{OWN_NEEDS}/{need_id}/complaint", COMPLAINT)
    assert made["can"] == ["withdraw"]
    path = f"{OWN_NEEDS}/{need_id}/disputes"
    foreign = await buyer.person.call("POST", f"{path}/{other}/withdraw")
    assert foreign.json()["code"] == "dispute_not_found"
    stranger = await bidders[2].call("POST", f"{path}/{made['id']}/withdraw")
    assert stranger.json()["code"] == "need_not_found"
    for _ in range(2):
        back = await buyer.person.ok("POST", f"{path}/{made['id']}/withdraw")
        assert (back["status"], back["can"]) == ("withdrawn", [])
    assert (await told(bidders[0])).count("投诉已撤回") == 1
    assert await has_open(UUID(need_id)), "the objection of another one stands"
    late = await decide(desk, made["id"], DISMISSED)
    assert late.json()["code"] == "dispute_move_not_allowed"
    again = await buyer.person.call("POST", f"{OWN_NEEDS}/{need_id}/complaint", COMPLAINT)
    assert again.json()["code"] == "disputed_already"


async def test_what_was_decided_is_not_taken_back(
    buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    made = await buyer.person.ok("POST", f"{OWN_NEEDS}/{need_id}/complaint", COMPLAINT)
    path = f"{OWN_NEEDS}/{need_id}/disputes/{made['id']}/withdraw"
    answers = await asyncio.gather(
        decide(desk, made["id"], DISMISSED), buyer.person.call("POST", path)
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    expected = "dismissed" if answers[0].is_success else "withdrawn"
    assert await status(made["id"]) == expected


async def test_of_one_dispute_each_thing_is_told_once(buyer: Buyer, bidders: list[Bidder]) -> None:
    """Red before: once more for whatever else had happened to the need in between."""
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    for _ in range(2):
        async with in_transaction():
            need = await need_by_itself(UUID(need_id))
            await note(need, SYSTEM, "other", "另一件事。")
            await telling.tell_late(need, await Dispute.get(id=dispute))
    assert (await told(bidders[1])).count("投诉处理延期") == 1


async def test_two_disputes_of_one_agency_are_both_told(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: what befell both at once was told of one."""
    need_id = await awarded(buyer, bidders)
    first = await Dispute.get(id=await complained(buyer, bidders[1], need_id))
    async with in_transaction():
        need = await need_by_itself(UUID(need_id))
        other = await Dispute.create(
            need_id=need.id,
            agency_id=bidders[1].agency_id,
            about="result",
            round=1,
            status="complained",
            grounds="报价低于成本。",
            made_at=first.made_at,
        )
        for one in (first, other):
            await telling.tell_moot(need, one)
    assert (await told(bidders[1])).count("异议已结束") == 2
