"""Who declared what of whom, and who is therefore out at an opening."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.agency_supermarket.affiliations.models import Control, Relative
from mobile_api.enterprises.models import Clerk, Enterprise, OfficeProof
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.needing import (
    OWN_NEEDS,
    Bidder,
    Buyer,
    code_of,
    excluded_in,
    name_person,
)

OWN = "/api/v1/market/agency/controls"
# Of an enterprise that is not at the market.
HOLDING = "91370000MA3TEMP017"
A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"


async def all_bid(need_id: str, bidders: list[Bidder]) -> None:
    for number, bidder in enumerate(bidders):
        await bidder.bid(need_id, 3_000_000 + number)


@pytest.fixture(autouse=True)
async def genuine_codes(bidders: list[Bidder]) -> None:
    """Codes that a form accepts."""
    for bidder, code in zip(
        bidders, ("91999900MF0000013T", "91999900MF0000021M", "91999900MF00090341"), strict=True
    ):
        await Enterprise.filter(id=bidder.acting_for).update(social_credit_code=code)


async def test_bidders_under_one_holder_are_out(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish(fund_source="social")
    for bidder in bidders[:2]:
        await bidder.ok("PUT", OWN, {"controlled_by": [HOLDING]})
    await all_bid(need_id, bidders)
    found = await excluded_in(buyer, need_id)
    assert found == {A: "same_controller", B: "same_controller", C: None}


async def test_whoever_declares_is_bound_and_nobody_else(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    """A straw man who names a rival does not take it out."""
    need_id = await buyer.publish(fund_source="social")
    await bidders[0].ok("PUT", OWN, {"controls": [await code_of(bidders[1])]})
    await all_bid(need_id, bidders)
    assert await excluded_in(buyer, need_id) == {A: "same_controller", B: None, C: None}


async def test_a_holder_that_does_not_bid_takes_nobody_out(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    await bidders[0].ok("PUT", OWN, {"controlled_by": [await code_of(bidders[1])]})
    await all_bid(need_id, [bidders[0], bidders[2]])
    assert await excluded_in(buyer, need_id) == {A: None, C: None}


async def test_declaring_again_replaces_and_is_public(
    client: httpx.AsyncClient, bidders: list[Bidder]
) -> None:
    bidder = bidders[0]
    for body in ({"controls": [HOLDING]}, {"controlled_by": [HOLDING]}):
        for _ in range(2):
            await bidder.ok("PUT", OWN, body)
    profile = f"/api/v1/market/agencies/{bidder.agency_id}"
    public = (await client.get(f"{profile}/controls")).json()["controls"]
    assert [(one["kind"], one["social_credit_code"]) for one in public] == [
        ("controlled_by", HOLDING)
    ]
    assert (await bidder.ok("GET", OWN))["controls"] == public
    history = (await client.get(profile)).json()["history"]
    assert len(history) == 2
    nobody = await client.get("/api/v1/market/agencies/" + str(UUID(int=5)) + "/controls")
    assert nobody.json()["code"] == "agency_not_found"


async def test_faults_of_a_declaration_come_at_once(bidders: list[Bidder]) -> None:
    own = await code_of(bidders[0])
    body = {"controlled_by": [own, HOLDING, HOLDING], "controls": [own]}
    answer = await bidders[0].call("PUT", OWN, body)
    faults = {one["path"]: one["code"] for one in answer.json()["errors"]}
    assert faults == {
        "/controlled_by/0": "itself",
        "/controlled_by/2": "repeated",
        "/controls/0": "itself",
    }
    many = await bidders[0].call("PUT", OWN, {"controls": [HOLDING] * 31})
    assert many.status_code == 422
    assert not await Control.exists()


async def test_a_relative_is_kept_out_and_nobody_reads_who(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    await all_bid(need_id, bidders)
    await name_person(bidders[0].person_id, "李四")
    path = f"{OWN_NEEDS}/{need_id}/relatives"
    said = {"name": "李四", "social_credit_code": await code_of(bidders[0])}
    for _ in range(2):
        seen = await buyer.person.ok("PUT", path, {"relatives": [said]})
    assert seen["relatives"][0]["name"] == "李四"
    rows = await fetch("SELECT to_jsonb(one.*)::text AS said FROM market_need_relative AS one")
    assert len(rows) == 1
    assert "李四" not in rows[0]["said"]
    refused = await bidders[0].call("PUT", f"/api/v1/market/needs/{need_id}/bid", {"price_fen": 5})
    assert refused.json()["code"] == "not_eligible"
    for door in (f"/api/v1/market/needs/{need_id}", f"/api/v1/market/needs/{need_id}/changes"):
        assert "李四" not in (await client.get(door)).text
    assert await excluded_in(buyer, need_id) == {A: "relative", B: None, C: None}


async def test_relatives_are_declared_before_the_deadline_by_the_owner_alone(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    path = f"{OWN_NEEDS}/{need_id}/relatives"
    assert (await bidders[0].call("GET", path)).json()["code"] == "need_not_found"
    assert (await bidders[0].call("PUT", path, {})).json()["code"] == "need_not_found"
    bad = {"relatives": [{"name": "李4", "social_credit_code": "12"}]}
    assert len((await buyer.person.call("PUT", path, bad)).json()["errors"]) == 2
    await excluded_in(buyer, need_id)
    late = await buyer.person.call("PUT", path, {"relatives": []})
    assert late.json()["code"] == "need_move_not_allowed"
    assert not await Relative.exists()


class Office:
    """An enterprise that owns needs, by its legal representative."""

    def __init__(self, representative: Bidder) -> None:
        self.representative = representative

    async def appoint(self, person: Bidder, **more: Any) -> Clerk:
        return await self.take_on(person.person_id, **more)

    async def take_on(self, person_id: UUID | None, **more: Any) -> Clerk:
        said: dict[str, Any] = {
            "enterprise_id": self.representative.acting_for,
            "person_id": person_id,
            "name": "周正",
            "phone": "13900139000",
            "phone_hash": b"1",
            "ends_on": clock.today() + timedelta(days=30),
            "invited_at": clock.now(),
            "invitation_ends_at": clock.now() + timedelta(days=7),
            "accepted_at": clock.now() - timedelta(days=1),
        }
        return await Clerk.create(**(said | more))


async def test_a_clerk_on_both_sides(buyer: Buyer, bidders: list[Bidder]) -> None:
    """丙's enterprise owns the need; its clerk is the legal representative of 甲, one that 乙's was
    has left before."""
    enterprise = await Enterprise.create(
        social_credit_code=HOLDING,
        name="示范市第九十九实验学校",
        representative_id=UUID(int=9),
        proven_by=OfficeProof.counter,
        proven_at=clock.now(),
        created_at=clock.now(),
    )
    owner = bidders[2]
    await Enterprise.filter(id=enterprise.id).update(representative_id=owner.person_id)
    owner.acting_for = str(enterprise.id)
    buyer.person = owner
    office = Office(owner)
    need_id = await buyer.publish(fund_source="social")
    left = clock.now() - timedelta(hours=1)
    await office.appoint(bidders[0])
    await office.appoint(bidders[1], revoked_at=left)
    await all_bid(need_id, bidders[:2])
    # It is given up right before the opening: who was there since the publication counts.
    await Clerk.filter(person_id=bidders[0].person_id).update(revoked_at=clock.now())
    assert await excluded_in(buyer, need_id) == {A: "same_controller", B: None}
