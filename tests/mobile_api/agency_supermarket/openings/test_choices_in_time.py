"""A need that waits for its owner's choice ends: by the choice, by the days, or by nobody left."""

from datetime import timedelta

import pytest

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.needs.history import events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.following import NEEDS, run_out
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer, let_it_close
from tests.stack import Stack


@pytest.fixture
async def need_id(buyer: Buyer, bidders: list[Bidder]) -> str:
    """Of two bids its owner takes one."""
    need_id = await buyer.publish(method="direct", fund_source="social")
    for bidder in bidders[:2]:
        await bidder.bid(need_id, 3_000_000)
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "choosing"
    return need_id


async def test_an_owner_who_does_not_choose_in_time(
    stack: Stack, need_id: str, buyer: Buyer, bidders: list[Bidder]
) -> None:
    due_at = (await Need.get(id=need_id)).due_at
    least = timedelta(days=RULES.of(stack.app).choosing.on(clock.today()).amount)
    assert due_at is not None and due_at - clock.now() >= least
    with clock.standing_at(due_at - timedelta(seconds=1)):
        await stack.settle()
    assert (await Need.get(id=need_id)).status == "choosing"
    with clock.standing_at(due_at):
        await stack.settle()
    need = await Need.get(id=need_id)
    assert (need.status, need.due_at) == ("failed", None)
    assert "没有在规定时间内选定" in (await events_of(need.id))[-1].public_text
    for who in (buyer.person, bidders[0]):
        texts = (await who.ok("GET", "/api/v1/me/messages"))["entries"]
        assert any("没有在规定时间内选定" in one["text"] for one in texts)


async def test_a_choice_in_time_disarms_the_worker(
    stack: Stack, need_id: str, buyer: Buyer
) -> None:
    need = await Need.get(id=need_id)
    assert need.outcome is not None and need.due_at is not None
    with clock.standing_at(need.due_at):
        (held,) = await claim(Need, limit=5, lease=NEEDS.lease)
    chosen = {"bid_id": str(need.outcome.bids[0]), "reason": "报价合理,经验丰富。"}
    assert (await buyer.act(need_id, "choose", chosen)).json()["status"] == "awarded"
    # It had been claimed before the owner chose.
    with clock.standing_at(need.due_at):
        assert await run_out(held) == "changed_before"
    need = await Need.get(id=need_id)
    assert (need.status, need.due_at) == ("awarded", None)


async def test_where_nobody_listed_may_win_any_more_it_fails(
    need_id: str, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need = await Need.get(id=need_id)
    assert need.outcome is not None
    first, second = (
        {"bid_id": str(one), "reason": "报价合理,经验丰富。"} for one in need.outcome.bids
    )
    await Agency.filter(id__in=[one.agency_id for one in bidders[:2]]).update(status="suspended")
    assert (await buyer.act(need_id, "choose", first)).json()["status"] == "failed"
    need = await Need.get(id=need_id)
    assert (need.status, need.due_at) == ("failed", None)
    assert (await buyer.act(need_id, "choose", second)).json()["code"] == "need_move_not_allowed"
