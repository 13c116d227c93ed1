"""The panel of a need is drawn by rule: nobody asks, nobody who is bound is on its list."""

import secrets
from datetime import timedelta

import httpx

from mobile_api.accounts.models import Person
from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.experts.scope import able_to_judge
from mobile_api.agency_supermarket.needs.history import events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import JudgedBid
from mobile_api.draws.models import Draw
from mobile_api.shared import clock
from mobile_api.shared.history.models import FollowedEvent
from tests.mobile_api.agency_supermarket.affiliations.test_who_stands_behind_whom import Office
from tests.mobile_api.agency_supermarket.experts.panelling import (
    PANELS,
    draws_of,
)
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
)
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    VALUATION,
    Panelists,
    Seat,
    bid_for,
    by_proposals,
    opened,
    panel_of,
    scores,
)
from tests.stack import Stack

GIVEN = scores((50, 30), (40, 20), (30, 10))


async def test_whoever_is_bound_is_on_no_list(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    await panelists.register(7, employer_name="乙评估事务所")
    await panelists.register(8, avoided=["丙评估事务所"])
    # One of the register is who bids, another one has no account.
    mine = await Expert.all().order_by("number").first()
    assert mine is not None
    await Expert.filter(id=mine.id).update(person_id=bidders[0].person_id)
    last = await Expert.all().order_by("-number").offset(2).first()
    assert last is not None
    await Expert.filter(id=last.id).update(person_id=None)
    need_id = await opened(buyer, bidders)
    panel = await panel_of(need_id)
    listed = await PanelCandidate.filter(panel_id=panel.id).prefetch_related("expert")
    assert len(listed) == 5
    assert not {mine.id, last.id} & {one.expert_id for one in listed}
    assert (panel.asked_by, panel.confirmed_by) == (None, None)


async def test_who_becomes_a_clerk_after_the_deadline_is_on_no_list(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    """Of a bidder, whom they would judge; that it harms no bid is another matter."""
    mine = await Expert.all().order_by("number").first()
    assert mine is not None
    need_id = await buyer.publish(**by_proposals())
    await bid_for(need_id, bidders)
    await let_it_close(need_id)
    await Office(bidders[1]).take_on(mine.person_id, accepted_at=clock.now())
    assert (await buyer.open(need_id))["status"] == "scoring"
    panel = await panel_of(need_id)
    listed = await PanelCandidate.filter(panel_id=panel.id)
    assert mine.id not in {one.expert_id for one in listed}
    assert len(listed) == 6


async def test_its_list_is_frozen_before_its_numbers_are_known(
    client: httpx.AsyncClient, need_id: str
) -> None:
    (draw,) = await draws_of(str((await panel_of(need_id)).id))
    assert draw.frozen_at is not None
    assert draw.committed_at <= draw.frozen_at < min(one.closes_at for one in draw.sources)
    # What may part equals closes once every score is in.
    tie = await Draw.get(number__endswith="-T")
    need = await Need.get(id=need_id)
    assert need.opened_at is not None and need.due_at is not None
    assert need.due_at == need.opened_at + timedelta(days=20)
    assert min(one.closes_at for one in tie.sources) > need.due_at


async def test_nobody_cancels_a_panel_that_nobody_asked_for(need_id: str, desk: Desk) -> None:
    panel = await panel_of(need_id)
    answer = await desk.call("POST", f"{PANELS}/{panel.id}/cancel", {"reason": "换一批专家"})
    assert answer.json()["code"] == "panel_move_not_allowed"
    again = await desk.call("POST", f"{PANELS}/{panel.id}/confirm")
    assert again.json()["code"] == "panel_move_not_allowed"


async def test_without_numbers_the_need_fails(
    stack: Stack, client: httpx.AsyncClient, need_id: str
) -> None:
    with clock.standing_at(clock.now() + timedelta(days=15)):
        await stack.settle()
    assert (await panel_of(need_id)).status == "failed"
    need = await Need.get(id=need_id)
    assert (need.status, need.due_at) == ("failed", None)
    assert "没有抽取到足够的评审专家" in (await events_of(need.id))[-1].public_text
    assert len((await opening_of(client, need_id))["bids"]) == 3


async def test_too_few_experts_are_told_before_the_need_is_public(
    buyer: Buyer, panelists: Panelists
) -> None:
    await Expert.all().update(status="paused")
    need_id = await buyer.draft(**by_proposals())
    preview = await buyer.person.ok("GET", f"/api/v1/market/own-needs/{need_id}/preview")
    assert [one["code"] for one in preview["faults"]] == ["too_few_for_panel"]
    answer = await buyer.act(need_id, "publish", {"passphrase": "马跃檀溪 九月初九 天气晴好"})
    assert answer.json()["code"] == "too_few_for_panel"


async def test_too_few_experts_at_the_opening_fail_the_need(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    need_id = await buyer.publish(**by_proposals())
    await bid_for(need_id, bidders)
    await Expert.all().update(status="paused")
    await let_it_close(need_id)
    assert (await buyer.open(need_id))["status"] == "failed"
    assert await Draw.filter(purpose="expert_panel").count() == 0


async def test_fewer_proposals_than_the_minimum_fail_without_a_panel(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    """One bid says nothing of how it would be done, for its own page left it out."""
    need_id = await buyer.publish(**by_proposals())
    await bidders[0].bid(need_id, 3_000_000, proposal="按市场法评估,五日内出具报告。")
    await let_it_close(need_id)
    found = await buyer.open(need_id)
    assert (found["status"], len(found["bids"])) == ("failed", 1)
    assert await Draw.filter(purpose="expert_panel").count() == 0


async def test_whoever_is_late_gives_way_until_nobody_is_left(
    stack: Stack, need_id: str, seats: list[Seat], panelists: Panelists
) -> None:
    await seats[0].score(GIVEN)
    need = await Need.get(id=need_id)
    assert need.due_at is not None
    with clock.standing_at(need.due_at):
        await stack.settle()
    now = await panelists.sitting(await panel_of(need_id))
    assert seats[0].id in {one.id for one in now}
    assert not {seats[1].id, seats[2].id} & {one.id for one in now}
    assert (await seats[1].score(GIVEN)).json()["code"] == "scoring_over"
    again = await Need.get(id=need_id)
    assert again.due_at is not None and again.due_at > need.due_at
    with clock.standing_at(again.due_at):
        await stack.settle()
    found = await Need.get(id=need_id)
    assert (found.status, found.due_at) == ("failed", None)
    assert "没有在规定时间内评完" in (await events_of(found.id))[-1].public_text
    assert (await panel_of(need_id)).status == "failed"


async def test_the_follower_may_see_a_seating_twice(
    stack: Stack, need_id: str, seats: list[Seat]
) -> None:
    before = await Need.get(id=need_id)
    told = await seats[0].person.ok("GET", "/api/v1/me/messages")
    panel = await panel_of(need_id)
    await FollowedEvent.bulk_create(
        FollowedEvent(
            log="panel",
            subject_id=panel.id,
            sequence=sequence,
            follower="market_scores",
            due_at=clock.now(),
        )
        for sequence in range(1, panel.event_count + 1)
    )
    await stack.settle()
    assert await FollowedEvent.all().count() == 0
    after = await Need.get(id=need_id)
    assert (after.due_at, after.event_count) == (before.due_at, before.event_count)
    again = await seats[0].person.ok("GET", "/api/v1/me/messages")
    assert [one["title"] for one in told["entries"]] == ["请评审方案"]
    assert len(again["entries"]) == 1


async def test_a_bidder_barred_while_experts_score_does_not_win(
    client: httpx.AsyncClient, need_id: str, seats: list[Seat], bidders: list[Bidder]
) -> None:
    judged = await JudgedBid.filter(need_id=need_id).prefetch_related("bid")
    best = next(one for one in judged if one.bid.agency_id == bidders[1].agency_id)
    given = [(60, 40) if label == best.label else (10, 10) for label in (1, 2, 3)]
    await Agency.filter(id=bidders[1].agency_id).update(status="suspended")
    for seat in seats:
        await seat.score(scores(*given))
    found = await opening_of(client, need_id)
    assert found["status"] == "awarded"
    assert found["award"]["agency_name"] == "丙评估事务所"


async def test_another_account_of_whoever_bids_is_on_no_list(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    """One human with two accounts would score their own proposal."""
    mine = await Expert.all().order_by("number").first()
    assert mine is not None
    number = secrets.token_bytes(32)
    both = [mine.person_id, bidders[0].person_id]
    await Person.filter(id__in=both).update(id_number_hash=number)
    panel = await panel_of(await opened(buyer, bidders))
    listed = PanelCandidate.filter(panel_id=panel.id)
    assert await listed.count() == 6
    assert not await listed.filter(expert_id=mine.id).exists()


async def test_whose_account_is_closed_is_on_no_list(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    """They could never score, and would cost the panel days."""
    gone = await Expert.all().order_by("number").limit(2)
    closed = Person.filter(id__in=[one.person_id for one in gone])
    await closed.update(closed_at=clock.now())
    panel = await panel_of(await opened(buyer, bidders))
    listed = PanelCandidate.filter(panel_id=panel.id)
    assert await listed.count() == 5
    await Person.filter(closed_at=None).update(closed_at=clock.now())
    assert await able_to_judge(VALUATION).count() == 0
