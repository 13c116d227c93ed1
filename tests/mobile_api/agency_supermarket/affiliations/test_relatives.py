"""A relative counts where the name is really borne, and nobody reads from the record who it was."""

from typing import Any

import httpx
import pytest

from mobile_api.accounts.models import Person
from mobile_api.enterprises.models import Enterprise, OfficeProof
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    OWN_NEEDS,
    Bidder,
    Buyer,
    code_of,
    excluded_in,
    name_person,
    opening_of,
)

A, B, C = "甲评估事务所", "乙评估事务所", "丙评估事务所"
HOLDING = "91370000MA3TEMP017"
CODES = ("91999900MF0000013T", "91999900MF0000021M", "91999900MF00090341")


@pytest.fixture(autouse=True)
async def named(bidders: list[Bidder]) -> None:
    """赵一, 钱二 and 孙三 stand behind them, with codes that a form accepts."""
    for bidder, code, name in zip(bidders, CODES, ("赵一", "钱二", "孙三"), strict=True):
        await Enterprise.filter(id=bidder.acting_for).update(social_credit_code=code)
        await name_person(bidder.person_id, name)


async def declare(buyer: Buyer, need_id: str, *said: tuple[str, str]) -> None:
    relatives = [{"name": name, "social_credit_code": code} for name, code in said]
    await buyer.person.ok("PUT", f"{OWN_NEEDS}/{need_id}/relatives", {"relatives": relatives})


async def all_bid(need_id: str, bidders: list[Bidder]) -> None:
    for number, bidder in enumerate(bidders):
        await bidder.bid(need_id, 3_000_000 + number)


async def test_an_invented_relative_takes_no_rival_out(buyer: Buyer, bidders: list[Bidder]) -> None:
    """Red before: any name did."""
    need_id = await buyer.publish(fund_source="social")
    await declare(buyer, need_id, ("李四", await code_of(bidders[0])))
    await all_bid(need_id, bidders)
    assert await excluded_in(buyer, need_id) == {A: None, B: None, C: None}


@pytest.mark.parametrize("written", ["赵一", " 赵 一", "赵\u200b一"])
async def test_one_who_really_stands_there_is_kept_out_however_the_name_is_written(
    buyer: Buyer, bidders: list[Bidder], written: str
) -> None:
    need_id = await buyer.publish(fund_source="social")
    await all_bid(need_id, bidders)
    await declare(buyer, need_id, (written, await code_of(bidders[0])))
    again = await bidders[0].call("PUT", f"{NEEDS}/{need_id}/bid", {"price_fen": 5})
    assert (again.status_code, again.json()["code"]) == (403, "not_eligible")
    assert await excluded_in(buyer, need_id) == {A: "relative", B: None, C: None}


async def test_one_who_holds_the_agency_counts_as_well(buyer: Buyer, bidders: list[Bidder]) -> None:
    await Enterprise.create(
        social_credit_code=HOLDING,
        name="示范控股有限公司",
        representative_id=bidders[2].person_id,
        proven_by=OfficeProof.counter,
        proven_at=clock.now(),
        created_at=clock.now(),
    )
    await bidders[1].ok("PUT", "/api/v1/market/agency/controls", {"controlled_by": [HOLDING]})
    need_id = await buyer.publish(fund_source="social")
    await all_bid(need_id, bidders[:2])
    await declare(buyer, need_id, ("孙三", CODES[0]), ("孙三", CODES[1]))
    assert await excluded_in(buyer, need_id) == {A: None, B: "relative"}


async def test_nobody_without_a_name_is_anybodys_relative(
    buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    await declare(buyer, need_id, ("赵一", CODES[0]))
    await Person.filter(id=bidders[0].person_id).update(name=None)
    await all_bid(need_id, bidders)
    assert await excluded_in(buyer, need_id) == {A: None, B: None, C: None}


async def test_everybody_reads_only_how_many_were_declared(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await buyer.publish(fund_source="social")
    path = f"{NEEDS}/{need_id}"
    assert (await client.get(path)).json()["declared_relatives"] == 0
    await declare(buyer, need_id, ("赵一", CODES[0]), ("李四", CODES[1]))
    public = (await client.get(path)).json()
    assert public["declared_relatives"] == 2
    assert not any(one in str(public) for one in ("赵一", "李四", *CODES))
    await declare(buyer, need_id, ("赵一", CODES[0]))
    assert (await client.get(path)).json()["declared_relatives"] == 1


async def out_in_public(client: httpx.AsyncClient, need_id: str) -> dict[str, list[Any]]:
    """By agency, all that everybody reads of why it is out."""
    opened = await opening_of(client, need_id)
    said: dict[str, list[Any]] = {}
    for bid in opened["bids"]:
        lines = [
            (step["code"], step["figures"], step["text"].replace(bid["agency_name"], ""))
            for step in opened["steps"]
            if step["bid_id"] == bid["bid_id"]
        ]
        if bid["excluded"]:
            said[bid["agency_name"]] = [bid["excluded"], lines]
    return said


async def test_every_kind_of_avoidance_reads_alike_in_public(
    client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    """Red before: the record named the kind, so it told who is a relative. The agency and the desk
    read which it was, and each look of the desk is on record."""
    need_id = await buyer.publish(fund_source="social")
    body = {"controls": [CODES[1]]}
    await bidders[2].ok("PUT", "/api/v1/market/agency/controls", body)
    await all_bid(need_id, bidders)
    early = await desk.call("GET", f"/staff/v1/market/needs/{need_id}/exclusions")
    assert early.json()["code"] == "not_opened_yet"
    await buyer.act(need_id, "change", {"reason": "核对回避情况", "avoided": [CODES[1]]})
    await declare(buyer, need_id, ("赵一", CODES[0]))
    exact = await excluded_in(buyer, need_id)
    assert exact == {A: "relative", B: "avoided", C: "same_controller"}
    public = await out_in_public(client, need_id)
    assert public[A] == public[B] == public[C] and len(public) == 3
    for bidder, reason in zip(bidders, exact.values(), strict=True):
        own = await bidder.ok("GET", f"{NEEDS}/{need_id}/bid")
        assert own["excluded"] == reason and own["excluded_text"]
    seen = await desk.ok("GET", f"/staff/v1/market/needs/{need_id}/exclusions")
    assert {one["agency_name"]: one["excluded"] for one in seen["exclusions"]} == exact
    assert await AuditRecord.filter(action="read_exclusions", subject_id=need_id).count() == 1
    refused = await bidders[0].call("GET", f"/staff/v1/market/needs/{need_id}/exclusions")
    assert refused.status_code == 403
