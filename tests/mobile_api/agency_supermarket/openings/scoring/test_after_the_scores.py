"""What may still come once all are in: equals that a draw parts, a void award, a member struck."""

import httpx

from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need, NeedDraw
from mobile_api.agency_supermarket.openings.models import JudgedBid, ScoreSheet
from mobile_api.draws.models import Draw
from tests.mobile_api.agency_supermarket.disputes.disputing import (
    ANEW,
    FAIL,
    answer,
    complain,
    complained,
    decide,
    objected,
    told,
)
from tests.mobile_api.agency_supermarket.experts.panelling import OWN, PANELS, after_its_sources
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import (
    Bidder,
    Buyer,
    let_it_close,
    opening_of,
)
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    Seat,
    bid_for,
    by_proposals,
    panel_of,
    scores,
)
from tests.mobile_api.agency_supermarket.openings.test_draws_of_needs import enter, reader
from tests.stack import Stack

EQUAL = scores((40, 20), (40, 20), (40, 20))


async def test_equals_are_parted_by_the_draw_that_was_committed_before(
    stack: Stack,
    client: httpx.AsyncClient,
    buyer: Buyer,
    bidders: list[Bidder],
    panelists: Panelists,
) -> None:
    need_id = await buyer.publish(**by_proposals())
    for bidder in bidders:
        await bidder.bid(need_id, 3_000_000, proposal="按市场法评估,五日内出具报告。")
    await let_it_close(need_id)
    await buyer.open(need_id)
    for seat in await panelists.sitting(await panelists.seat(need_id)):
        assert (await seat.score(EQUAL)).is_success
    assert (await Need.get(id=need_id)).status == "drawing"
    # Until somebody has won nobody is named, and nobody leaves any more.
    assert (await panel_of(need_id)).status == "judged"
    assert len((await opening_of(client, need_id))["bids"]) == 3
    draw = await Draw.get(id=(await NeedDraw.get(need_id=need_id)).draw_id)
    with after_its_sources([draw]):
        await enter(draw, [reader(), reader()])
        await stack.settle()
    found = await opening_of(client, need_id)
    assert (found["status"], (await panel_of(need_id)).status) == ("awarded", "named")


async def test_a_void_award_goes_to_the_next_by_the_same_scores(
    client: httpx.AsyncClient,
    need_id: str,
    seats: list[Seat],
    buyer: Buyer,
    bidders: list[Bidder],
    desk: Desk,
) -> None:
    for seat in seats:
        await seat.score(EQUAL)
    first = await opening_of(client, need_id)
    assert first["award"]["agency_name"] == "乙评估事务所"
    dispute = await complained(buyer, bidders[0], need_id)
    assert (await decide(desk, dispute, ANEW)).is_success
    found = await opening_of(client, need_id)
    assert (found["status"], found["award"]["agency_name"]) == ("awarded", "丙评估事务所")
    assert [one["judged"] for one in found["bids"]] == [one["judged"] for one in first["bids"]]
    assert (await panel_of(need_id)).status == "named"


async def test_a_complaint_that_ends_the_need_ends_its_panel(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], panelists: Panelists, desk: Desk
) -> None:
    need_id = await buyer.publish(**by_proposals())
    await bid_for(need_id, bidders)
    dispute = await objected(bidders[0], need_id, "terms")
    await answer(buyer, need_id, dispute, agrees=False)
    await complain(bidders[0], dispute)
    await let_it_close(need_id)
    await buyer.open(need_id)
    seats = await panelists.sitting(await panelists.seat(need_id))
    await seats[0].score(EQUAL)
    assert (await decide(desk, dispute, FAIL)).is_success
    assert (await panel_of(need_id)).status == "cancelled"
    assert set(await told(seats[1].person)) == {"评标席位变动", "请评审方案"}
    assert (await seats[1].score(EQUAL)).json()["code"] == "scoring_over"
    need = await Need.get(id=need_id)
    assert (need.status, need.due_at) == ("failed", None)


async def test_whoever_is_struck_after_scoring_does_not_count(
    stack: Stack,
    need_id: str,
    seats: list[Seat],
    panelists: Panelists,
    desk: Desk,
    supervisor: Desk,
) -> None:
    """Two of the desk found out that one of them has to avoid a bidder."""
    await seats[0].score(scores((60, 40), (0, 0), (0, 0)))
    path = f"{PANELS}/{(await panel_of(need_id)).id}/seats/{seats[0].id}/replace"
    await desk.ok("POST", path, {"reason": "avoidance"})
    await supervisor.ok("POST", f"{path}/confirm")
    await stack.settle()
    for seat in await panelists.sitting(await panel_of(need_id)):
        assert (await seat.score(EQUAL)).is_success
    assert await ScoreSheet.filter(need_id=need_id).count() == 4
    for one in await JudgedBid.filter(need_id=need_id):
        assert one.judgement is not None and one.judgement.scores == (6000,) * 3
    assert await PanelCandidate.filter(scored_at__isnull=False, state="replaced").count() == 1


async def test_scores_are_not_taken_away_by_calling_their_expert_absent(
    need_id: str, seats: list[Seat], desk: Desk, supervisor: Desk
) -> None:
    """Neither those that were there when it was asked, nor those that came before the second."""
    await seats[0].score(EQUAL)
    path = f"{PANELS}/{(await panel_of(need_id)).id}/seats"
    absent = {"reason": "unreachable"}
    asked = await desk.call("POST", f"{path}/{seats[0].id}/replace", absent)
    assert asked.json()["code"] == "panel_scores_stand"
    await desk.ok("POST", f"{path}/{seats[1].id}/replace", absent)
    await seats[1].score(EQUAL)
    confirmed = await supervisor.call("POST", f"{path}/{seats[1].id}/replace/confirm")
    assert confirmed.json()["code"] == "panel_scores_stand"
    assert await PanelCandidate.filter(state="replaced").count() == 0


async def test_a_seat_that_has_scored_cannot_be_given_back(seats: list[Seat]) -> None:
    before = (await seats[0].person.ok("GET", OWN))["seats"]
    await seats[0].score(EQUAL)
    after = (await seats[0].person.ok("GET", OWN))["seats"]
    assert [one[0]["may_decline"] for one in (before, after)] == [True, False]
