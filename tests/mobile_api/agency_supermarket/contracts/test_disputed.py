"""Nothing is signed while a dispute stands, and no contract of a void award is in force."""

import asyncio
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.contracts.following import following
from mobile_api.agency_supermarket.contracts.history import CONTRACT_LOG, events_of
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.needs.scope import need_by_itself
from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import claim
from mobile_api.shared.history.followers import FOLLOWERS
from mobile_api.shared.history.following import FOLLOWED_EVENTS, show_event
from mobile_api.shared.history.models import FollowedEvent
from tests.actors import photo
from tests.cutting import Counted
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day
from tests.mobile_api.agency_supermarket.contracts.test_served_cases import told
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    ANEW,
    DISMISSED,
    FAIL,
    awarded,
    complain,
    complained,
    decide,
    object_to,
    objected,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer
from tests.stack import Stack
from tests.waiting import until

_WAITING = """
SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


@pytest.fixture
async def deal(stack: Stack, buyer: Buyer, bidders: list[Bidder]) -> Deal:
    """甲 has won before 乙 and 丙, and its contract waits to be signed."""
    need_id = await awarded(buyer, bidders)
    return await Deal.of_award(stack, buyer, bidders[0], need_id)


async def need_of(deal: Deal) -> str:
    return str((await deal.row()).need_id)


async def test_nothing_is_confirmed_while_a_dispute_stands(
    deal: Deal, bidders: list[Bidder], desk: Desk
) -> None:
    body = await deal.proposed(deal.agency)
    dispute = await objected(bidders[1], await need_of(deal))
    assert "confirm" not in (await deal.see(deal.owner))["can"]
    assert await deal.refused(deal.owner, "confirm", body) == "dispute_open"
    await Dispute.all().update(status="overdue", complain_by=clock.today())
    assert await deal.refused(deal.owner, "confirm", body) == "dispute_open"
    assert (await complain(bidders[1], dispute)).is_success
    assert await deal.refused(deal.owner, "confirm", body) == "dispute_open"
    assert (await deal.row()).status == "proposed"
    assert (await decide(desk, dispute, DISMISSED)).is_success
    assert "confirm" in (await deal.see(deal.owner))["can"]
    assert (await deal.done(deal.owner, "confirm", body))["status"] == "in_force"


async def test_who_confirms_waits_for_who_objects(deal: Deal, bidders: list[Bidder]) -> None:
    """An objection is under way: its need is locked, and its row is not there yet."""
    body = await deal.proposed(deal.agency)
    row = await deal.row()
    async with in_transaction():
        await need_by_itself(row.need_id)
        confirming = asyncio.create_task(deal.act(deal.owner, "confirm", body))
        await until(_somebody_waits)
        await Dispute.create(
            need_id=row.need_id,
            agency_id=bidders[1].agency_id,
            about="result",
            round=0,
            status="objected",
            grounds="报价低于成本。",
            made_at=clock.now(),
        )
    answer = await confirming
    assert (answer.status_code, answer.json()["code"]) == (409, "dispute_open")
    assert (await deal.row()).status == "proposed"


async def _somebody_waits() -> bool:
    return bool(await fetch(_WAITING))


async def test_objected_to_and_confirmed_at_once(deal: Deal, bidders: list[Bidder]) -> None:
    body = await deal.proposed(deal.agency)
    made, answer = await asyncio.gather(
        object_to(bidders[1], await need_of(deal)), deal.act(deal.owner, "confirm", body)
    )
    assert made.status_code == 201
    row = await deal.row()
    if answer.status_code == 200:
        # It came first; whoever objects in time all the same is heard.
        event = await NeedEvent.get(need_id=row.need_id, kind="dispute")
        assert row.signed_at is not None and row.signed_at <= event.at
    else:
        assert answer.json()["code"] == "dispute_open" and row.status == "proposed"


@pytest.mark.parametrize("decision", [ANEW, FAIL, DISMISSED])
async def test_decided_and_confirmed_at_once(
    deal: Deal, bidders: list[Bidder], desk: Desk, decision: dict[str, Any]
) -> None:
    body = await deal.proposed(deal.agency)
    dispute = await complained(deal.buyer, bidders[1], await need_of(deal))
    decided, answer = await asyncio.gather(
        decide(desk, dispute, decision), deal.act(deal.owner, "confirm", body)
    )
    assert decided.status_code == 200
    is_upheld = decision["upheld"]
    if answer.status_code != 200:
        assert answer.json()["code"] in {"dispute_open", "award_void"}
    assert not (is_upheld and answer.status_code == 200)
    await deal.stack.settle()
    signed = (await deal.row()).signed_at is not None
    assert signed is (answer.status_code == 200)
    assert (await deal.row()).status == (
        "ended" if is_upheld else "in_force" if signed else "proposed"
    )


@pytest.mark.parametrize("is_signed", [False, True])
async def test_a_void_award_ends_its_contract_and_the_next_winner_has_one(
    client: httpx.AsyncClient, deal: Deal, bidders: list[Bidder], desk: Desk, is_signed: bool
) -> None:
    body = await deal.proposed(deal.agency)
    need_id = await need_of(deal)
    case = await deal.owner.submitted_case()
    if is_signed:
        await deal.done(deal.owner, "confirm", body | {"case_id": case["id"]})
    dispute = await complained(deal.buyer, bidders[2], need_id)
    # An upload lets the worker run.
    scan = {"files": [await deal.agency.upload(photo(3))]}
    assert (await decide(desk, dispute, ANEW)).is_success
    # Before anybody has followed it, nothing goes on.
    tried = (deal.agency, "deliver", scan) if is_signed else (deal.owner, "confirm", body)
    assert await deal.refused(*tried) == "award_void"
    await deal.stack.settle()
    first = await deal.row()
    assert (first.status, first.due_at, first.ending) == ("ended", None, None)
    text = (await events_of(first.id))[-1].public_text
    assert text == f"选取结果已撤销,合同终止。原因:{ANEW['decision']}"
    for side in (deal.owner, deal.agency):
        assert any("选取结果已撤销,合同终止" in one for one in await deal.told(side))
    of_case = await told(deal.owner, case["id"])
    assert [text[:6] for text in of_case] == (["中介服务开始", "中介服务终止"] if is_signed else [])
    second = await Deal.of_award(deal.stack, deal.buyer, bidders[1], need_id)
    row = await second.row()
    assert (row.number, row.price_fen) == (f"{first.number}-2", 4_000_000)
    notice = (await client.get(f"{NEEDS}/{need_id}/contract")).json()
    assert (notice["number"], notice["agency_name"]) == (row.number, "乙评估事务所")
    assert CONTRACT_LOG.first_fault(first, await events_of(first.id)) is None


async def test_a_follower_cut_anywhere_ends_one_and_makes_one(
    stack: Stack, deal: Deal, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await need_of(deal)
    dispute = await complained(deal.buyer, bidders[1], need_id)
    await stack.settle()
    assert (await decide(desk, dispute, ANEW)).is_success
    show, lease = partial(show_event, FOLLOWERS.of(stack.app)), FOLLOWED_EVENTS.lease
    for at in count(1):
        with clock.standing_at(clock.now() + lease * 2 * at):
            held = await claim(FollowedEvent, limit=50, lease=lease)
            mine = [one for one in held if one.row.follower == "market_contracts"]
            counted = Counted(show(mine[0]), at)
            await counted.run()
        contracts = {one.status.value for one in await Contract.filter(need_id=need_id)}
        assert contracts in ({"awaited"}, {"ended", "awaited"})
        if not counted.is_cut:
            break
    assert at > 5
    await stack.settle()
    # Seen again, in any order, each changes nothing.
    before = await Contract.all().order_by("id").values("id", "status", "event_count")
    follower = following()[0]
    kinds = ["void_award", "award"]
    for event in await NeedEvent.filter(need_id=need_id, kind__in=kinds).order_by("-sequence"):
        async with in_transaction():
            await follower.follow(event)  # type: ignore[arg-type]
    assert await Contract.all().order_by("id").values("id", "status", "event_count") == before
    assert [one["status"] for one in before] == ["ended", "awaited"]


async def test_a_need_that_fails_has_no_other_contract(
    client: httpx.AsyncClient, deal: Deal, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await need_of(deal)
    dispute = await complained(deal.buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, FAIL)).is_success
    await deal.stack.settle()
    assert (await Need.get(id=need_id)).status == "failed"
    notice = (await client.get(f"{NEEDS}/{need_id}/contract")).json()
    assert (notice["status"], notice["price_fen"]) == ("ended", None)
    assert await Contract.all().count() == 1


async def test_an_award_that_was_void_before_it_was_followed_begins_nothing(
    client: httpx.AsyncClient, stack: Stack, buyer: Buyer, bidders: list[Bidder], desk: Desk
) -> None:
    need_id = await awarded(buyer, bidders)
    dispute = await complained(buyer, bidders[1], need_id)
    assert (await decide(desk, dispute, FAIL)).is_success
    await stack.settle()
    assert not await Contract.exists()
    assert (await client.get(f"{NEEDS}/{need_id}/contract")).status_code == 404


async def test_a_dispute_at_the_last_day_of_signing_makes_nobody_late(
    stack: Stack, deal: Deal, bidders: list[Bidder], desk: Desk
) -> None:
    late = str(clock.today() + timedelta(days=200))
    body = await deal.proposed(deal.agency, last_day=late)
    dispute = await complained(deal.buyer, bidders[1], await need_of(deal))
    sign_by = (await deal.row()).sign_by
    with on_the_day(sign_by + timedelta(days=1)):
        await stack.settle()
        row = await deal.row()
        assert (row.status, row.reminders) == ("proposed", 0)
        assert row.sign_by > sign_by + timedelta(days=20) and row.due_at is not None
        await desk.sign_in()
        for who in (deal.owner, deal.agency):
            await who.sign_in()
            assert any("签订期限顺延至" in text for text in await deal.told(who))
        assert (await decide(desk, dispute, DISMISSED)).is_success
        assert (await deal.done(deal.owner, "confirm", body))["status"] == "in_force"
