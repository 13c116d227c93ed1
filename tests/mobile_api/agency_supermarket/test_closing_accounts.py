"""An account does not end while the market waits for it; what must come first is said."""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.schemas import BidRequest
from mobile_api.agency_supermarket.bids.service import bid
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.rules import PanelKind
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.sealing.offers import recipient_of
from mobile_api.personal_data.models import AccountDeletion
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.bids.test_edges import acting
from tests.mobile_api.agency_supermarket.changes.test_changes import waiting_for_rows
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, let_it_close
from tests.mobile_api.personal_data.test_deleting import DELETION, after, erase_what_is_due
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack
from tests.waiting import until
from wechat.models import WechatBinding


async def matters(person: Citizen) -> list[tuple[str, str]]:
    """Kind and what comes first of what is in the way; the account is not about to end."""
    refused = await person.call("POST", DELETION, {})
    assert (refused.status_code, refused.json()["code"]) == (409, "open_market_matters")
    assert not await AccountDeletion.exists(person_id=id_of(person))
    return [(one["kind"], one["what"]) for one in refused.json()["matters"]]


async def may_end(person: Citizen) -> bool:
    return (await person.call("POST", DELETION, {})).status_code == 202


async def test_the_owner_of_an_open_need(buyer: Buyer) -> None:
    await buyer.draft()
    need_id = await buyer.publish()
    refused = (await buyer.person.call("POST", DELETION, {})).json()
    need = await Need.get(id=need_id)
    (matter,) = refused["matters"]
    assert (matter["number"], matter["title"]) == (need.number, need.title)
    assert [what[:6] for _, what in await matters(buyer.person)] == ["请取消这项需"]
    await let_it_close(need_id)
    assert [what[:6] for _, what in await matters(buyer.person)] == ["请开启报价,"]
    assert (await buyer.open(need_id))["status"] == "failed"
    assert await may_end(buyer.person)


async def test_an_owner_who_has_to_choose(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish(method="direct", fund_source="social")
    for bidder in bidders[:2]:
        await bidder.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "choosing"
    assert [what[:6] for _, what in await matters(buyer.person)] == ["请选定一家中"]
    assert [kind for kind, _ in await matters(bidders[0])] == ["报价"]


async def test_whoever_stands_behind_a_bidder(buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id, bidder = await buyer.publish(fund_source="social"), bidders[0]
    await bidder.bid(need_id, 3_000_000)
    ((kind, what),) = await matters(bidder)
    assert kind == "报价" and what.startswith("请在截止前撤回") and "新的法定代表人" in what
    await bidder.ok("POST", f"{NEEDS}/{need_id}/bid/withdraw")
    assert await may_end(bidder)
    await bidders[1].bid(need_id, 3_000_000)
    await let_it_close(need_id)
    assert [what[:5] for _, what in await matters(bidders[1])] == ["请等选取结"]


@pytest.mark.parametrize("is_made", [False, True])
async def test_both_sides_of_an_open_contract(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], is_made: bool
) -> None:
    """Also between the award and its contract, which a worker makes."""
    if is_made:
        await Deal.strike(stack, buyer, bidders[0])
        for person in (buyer.person, bidders[0]):
            assert [what[:6] for _, what in await matters(person)] == ["请签订合同并"]
        await Contract.all().update(status="in_force")
        for person in (buyer.person, bidders[0]):
            assert [what[:5] for _, what in await matters(person)] == ["请履行完合"]
        await Contract.all().update(status="finished")
        assert await may_end(bidders[0])
    else:
        need_id = await buyer.publish(fund_source="social")
        await bidders[0].bid(need_id, 3_000_000)
        await let_it_close(need_id)
        await buyer.open(need_id)
        assert [what[:5] for _, what in await matters(buyer.person)] == ["请等选取结"]


async def test_cases_and_the_market_come_at_once(buyer: Buyer) -> None:
    await buyer.publish()
    case = await buyer.person.submitted_case()
    refused = (await buyer.person.call("POST", DELETION, {})).json()
    assert refused["code"] == "open_cases"
    assert [one["number"] for one in refused["cases"]] == [case["number"]]
    assert [one["kind"] for one in refused["matters"]] == ["采购需求"]


async def test_an_expert_who_sits_on_a_panel(citizen: Citizen) -> None:
    now = clock.now()
    expert = await Expert.create(
        number="E1",
        person_id=id_of(citizen),
        status_since=now,
        name="张三丰",
        phone="13800138000",
        phone_hash=b"1",
        employer_name="示范设计院",
        avoided=(),
        registered_at=now,
    )
    said: dict[str, Any] = {"subject_number": "P1", "subject_title": "桥", "status": "seated"}
    panel = await ExpertPanel.create(
        number="X1",
        kind=PanelKind.tender,
        members=5,
        groups=(),
        avoided=(),
        asked_by=uuid4(),
        asked_at=now,
        **said,
    )
    await PanelCandidate.create(
        panel_id=panel.id, group=0, expert_id=expert.id, entry="1", nonce="2", state="seated"
    )
    assert await matters(citizen) == [("评标专家", "请申报不能参加,或等评标结果公布。")]
    await ExpertPanel.all().update(status="named")
    assert await may_end(citizen)


async def test_a_need_published_meanwhile_stops_it(stack: Stack, buyer: Buyer) -> None:
    assert await may_end(buyer.person)
    await buyer.publish()
    with after(days=7, minutes=1):
        assert await erase_what_is_due(stack) == 1
        assert (await AccountDeletion.get()).state.value == "stopped"
        await buyer.person.sign_in()
        told = (await buyer.person.ok("GET", "/api/v1/me/messages"))["entries"]
    assert "deletion_stopped" in [one["event"] for one in told]


@pytest.mark.parametrize("publishes_first", [True, False])
async def test_publishing_and_erasing_at_once(
    stack: Stack, buyer: Buyer, publishes_first: bool
) -> None:
    """Red before: the need went on without anybody who could open it."""
    assert await may_end(buyer.person)
    closes = (clock.now() + timedelta(days=20)).isoformat()
    need_id = await buyer.draft(bids_close_at=closes)
    key = {"owner_recipient": recipient_of(buyer.identity)}
    with after(days=7, minutes=1):
        await buyer.person.sign_in()
        outside = copy_context()
        work: list[Coroutine[Any, Any, Any]]
        work = [buyer.act(need_id, "publish", key), erase_what_is_due(stack)]
        tasks: list[asyncio.Task[Any]] = []
        async with in_transaction():
            # Both come to the row, in this order.
            await Need.select_for_update().get(id=need_id)
            for number, one in enumerate(work if publishes_first else work[::-1], 1):
                tasks.append(asyncio.create_task(one, context=outside))
                await until(partial(waiting_for_rows, number))
        answers = await asyncio.gather(*tasks)
        published = answers[0 if publishes_first else 1]
    assert published.is_success is publishes_first
    state = (await AccountDeletion.get()).state.value
    assert state == ("stopped" if publishes_first else "erasing")
    assert await Need.filter(id=UUID(need_id)).exists() is publishes_first


@pytest.mark.parametrize("by_clerk", [False, True])
async def test_erasing_waits_for_a_bid_that_is_under_way(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], by_clerk: bool
) -> None:
    """Red before: nobody answered for the bid. Also one that a clerk gives, for whom the legal
    representative answers."""
    need_id, bidder = await open_for_long(buyer), bidders[0]
    assert await may_end(bidder)
    caller = replace(acting(bidder), person_id=bidders[by_clerk].person_id)
    with after(days=7, minutes=1):
        outside = copy_context()
        async with in_transaction():
            given = BidRequest(price_fen=3_000_000, days=5)
            await bid(caller, UUID(need_id), given, clock.now())
            erasing = asyncio.create_task(erase_what_is_due(stack), context=outside)
            await until(partial(waits_or_is_done, erasing))
        await erasing
    assert (await AccountDeletion.get()).state.value == "stopped"


async def test_a_bid_waits_for_an_erasing_that_is_under_way(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: the bid was taken for somebody who was gone in the next moment."""
    need_id, bidder = await open_for_long(buyer), bidders[0]
    assert await may_end(bidder)
    with after(days=7, minutes=1):
        await bidder.sign_in()
        outside = copy_context()
        async with in_transaction():
            # Which the erasing comes to when it holds the person.
            await WechatBinding.filter(person_id=bidder.person_id).select_for_update()
            erasing = asyncio.create_task(erase_what_is_due(stack), context=outside)
            await until(partial(waiting_for_rows, 1))
            body = {"price_fen": 3_000_000, "days": 5}
            call = bidder.call("PUT", f"{NEEDS}/{need_id}/bid", body)
            bidding = asyncio.create_task(call, context=outside)
            await until(partial(waits_or_is_done, bidding, 2))
        assert await erasing == 1
        assert (await bidding).json()["code"] == "not_signed_in"
    assert (await AccountDeletion.get()).state.value == "erasing"
    assert not await Bid.exists()


async def open_for_long(buyer: Buyer) -> str:
    """Beyond the days in which one may think again."""
    return await buyer.publish(bids_close_at=(clock.now() + timedelta(days=20)).isoformat())


async def waits_or_is_done(task: asyncio.Task[Any], count: int = 1) -> bool:
    return task.done() or await waiting_for_rows(count)
