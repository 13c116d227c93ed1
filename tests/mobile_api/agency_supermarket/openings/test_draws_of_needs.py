"""What a draw decides: a tie, or the need itself; and what follows when it has no result."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.needs.models import Need, NeedDraw
from mobile_api.draws.models import Draw
from mobile_api.draws.proof.verifying import verify
from mobile_api.draws.queries import record_of
from mobile_api.draws.schemas import DrawRecord, EntropyEntry
from mobile_api.draws.service import contest, enter_entropy
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen as Caller
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import NotAllowed
from tests.mobile_api.agency_supermarket.needing import (
    NEEDS,
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
)
from tests.stack import Stack

VALUES = {
    "ssq": ["09", "33", "01", "17", "26", "22"],
    "ssq-blue": ["08"],
    "sse-000001-close": ["3912.47"],
}


def reader() -> Staff:
    """A member of staff who reads published numbers."""
    return Staff(uuid4(), uuid4(), "fg", frozenset({StaffRole.reviewer}))


@contextmanager
def after_its_sources(draw: Draw) -> Iterator[None]:
    """A day after the last source of a draw closed."""
    last = max(one.closes_at for one in draw.sources)
    with clock.standing_at(last + timedelta(days=1)):
        yield


async def enter(draw: Draw, readers: Sequence[Staff]) -> None:
    for staff in readers:
        for source in draw.sources:
            said = EntropyEntry(
                name=source.name,
                issue=source.issue,
                values=VALUES[source.name],
                evidence="公告截图与网址",
            )
            async with in_transaction():
                await enter_entropy(draw.id, staff, said)


async def tied(buyer: Buyer, bidders: list[Bidder]) -> tuple[str, Draw]:
    """甲 and 丙 offered the same lowest price; the list of their draw is frozen."""
    need_id = await buyer.publish()
    for bidder, price in zip(bidders, (3_900_000, 4_000_000, 3_900_000), strict=True):
        await bidder.bid(need_id, price)
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    assert (opened["status"], opened["outcome"]) == ("drawing", "draw_needed")
    return need_id, await Draw.get(id=(await NeedDraw.get(need_id=need_id)).draw_id)


async def test_a_tie_is_drawn_and_anybody_can_draw_it_again(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id, draw = await tied(buyer, bidders)
    assert draw.list_text is not None
    assert len(draw.list_text.splitlines()) == 2
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    opened = await opening_of(client, need_id)
    assert opened["status"] == "awarded"
    assert opened["award"]["agency_name"] in {"甲评估事务所", "丙评估事务所"}
    number = (await client.get(f"{NEEDS}/{need_id}")).json()["draws"][0]["number"]
    public = (await client.get(f"/api/v1/draws/{number}")).json()
    record = DrawRecord.model_validate(public)
    assert record.drawn[0].winner == opened["award"]["bid_id"]
    assert all(step.holds is not False for step in verify(public))
    assert record == await record_of(await Draw.get(id=draw.id))


async def test_only_the_desk_of_the_market_enters_its_numbers(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id, draw = await tied(buyer, bidders)
    police = [Staff(uuid4(), uuid4(), "gaj", frozenset(StaffRole)) for _ in range(2)]
    with after_its_sources(draw):
        with pytest.raises(NotAllowed):
            await enter(draw, police)
        await stack.settle()
    assert (await Need.get(id=need_id)).status == "drawing"


async def test_who_was_struck_meanwhile_gives_way_to_the_second(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Blacklisted between the freezing of the list and the draw."""
    need_id, draw = await tied(buyer, bidders)
    struck = bidders[0]
    await Agency.filter(id=struck.agency_id).update(status=AgencyStatus.blacklisted)
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    assert (await opening_of(client, need_id))["award"]["agency_name"] == "丙评估事务所"


async def test_seven_candidates_are_drawn_from(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    more = [await Bidder.arrive(stack, client, f"第{number}评估事务所") for number in range(4)]
    need_id = await buyer.publish(method="random_draw", budget_fen=None)
    for bidder in [*bidders, *more]:
        await bidder.bid(need_id, 1_000_000)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "drawing"
    draw = await Draw.get(id=(await NeedDraw.get(need_id=need_id)).draw_id)
    assert len((draw.list_text or "").splitlines()) == 7
    with after_its_sources(draw):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    award = (await opening_of(client, need_id))["award"]
    assert UUID(award["agency_id"]) in {one.agency_id for one in [*bidders, *more]}


async def test_without_numbers_the_need_fails_by_rule(
    stack: Stack, client: httpx.AsyncClient, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id, draw = await tied(buyer, bidders)
    with clock.standing_at(clock.now() + timedelta(days=60)):
        await stack.settle()
    assert (await Draw.get(id=draw.id)).failure == "entropy_missing"
    need = await Need.get(id=need_id)
    assert need.status == "failed"
    assert "摇号没有结果" in (await client.get(f"{NEEDS}/{need_id}")).json()["history"][-1]["text"]


async def test_a_contest_stops_the_draw_until_it_is_answered(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id, draw = await tied(buyer, bidders)
    doubter = Caller(bidders[1].person_id, uuid4())
    with after_its_sources(draw):
        await enter(draw, [reader()])
        async with in_transaction():
            await contest(draw.id, doubter, "公布的红球号码与公告不一致,请核对。")
        await stack.settle()
    assert (await Need.get(id=need_id)).status == "drawing"
    assert (await Draw.get(id=draw.id)).status == "contested"


@pytest.mark.parametrize("method", ["average_price", "best_price"])
async def test_the_other_methods_go_their_way(
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
    method: str,
) -> None:
    need_id = await buyer.publish(method=method)
    for bidder, price in zip(bidders, (4_100_000, 3_900_000, 4_500_000), strict=True):
        await bidder.bid(need_id, price)
    await let_it_close(need_id)
    opened = await buyer.open(need_id)
    if opened["status"] == "drawing":
        draw = await Draw.get(number__endswith="-F")
        with after_its_sources(draw):
            await enter(draw, [reader(), reader()])
            await stack.settle()
    assert (await opening_of(client, need_id))["award"] is not None
