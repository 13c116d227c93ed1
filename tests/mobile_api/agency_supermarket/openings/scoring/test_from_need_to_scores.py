"""方案择优 over HTTP: published, bid for with proposals, scored blind by a drawn panel, awarded."""

import httpx

from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award, JudgedBid
from mobile_api.draws.proof.verifying import verify
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, opening_of
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    JUDGING,
    Panelists,
    Seat,
    panel_of,
    scores,
)


async def test_a_need_by_proposals_from_its_draft_to_its_award(
    client: httpx.AsyncClient, need_id: str, seats: list[Seat], bidders: list[Bidder]
) -> None:
    public = (await client.get(f"{NEEDS}/{need_id}")).json()
    assert public["judging"]["criteria"] == JUDGING["criteria"]
    assert (public["status"], public["price_percent"]) == ("scoring", 20)
    labels = {one.bid_id: one.label for one in await JudgedBid.filter(need_id=need_id)}
    assert set(labels.values()) == {1, 2, 3}
    best = next(one.label for one in await JudgedBid.filter(need_id=need_id))
    given = [(50, 30) if label == best else (30, 20) for label in (1, 2, 3)]
    for seat in seats:
        assert (await seat.read())["scored_at"] is None
        answer = await seat.score(scores(*given))
        assert answer.is_success, answer.text
    found = await opening_of(client, need_id)
    assert found["status"] == "awarded"
    won = next(one for one in found["bids"] if one["bid_id"] == found["award"]["bid_id"])
    assert won["judged"]["label"] == best
    assert won["judged"]["criteria"][0]["scores"] == [5000] * 3
    assert any("“实施方案”(满分60分)平均50分" in one["text"] for one in found["steps"])
    assert await Award.filter(need_id=need_id).count() == 1


async def test_who_judged_is_named_with_the_result(
    client: httpx.AsyncClient, need_id: str, seats: list[Seat]
) -> None:
    panel = await panel_of(need_id)
    for seat in seats:
        assert (await panel_of(need_id)).status == "seated"
        await seat.score(scores((50, 30), (40, 20), (30, 10)))
    assert (await panel_of(need_id)).status == "named"
    (seen,) = (await client.get(f"{NEEDS}/{need_id}/panels")).json()["panels"]
    named = [one for one in seen["groups"][0]["drawn"] if one["name"]]
    assert (len(named), seen["groups"][0]["draw_number"]) == (3, f"{panel.number}-1")
    record = (await client.get(f"/api/v1/draws/{panel.number}-1")).json()
    assert all(step.holds is not False for step in verify(record))
    sat = await PanelCandidate.filter(panel_id=panel.id, state="seated").order_by("place")
    assert [one["winner"] for one in record["drawn"]][:3] == [one.entry for one in sat]


async def test_nobody_reads_a_price_or_a_score_before_the_result(
    client: httpx.AsyncClient, need_id: str, seats: list[Seat], buyer: Buyer, panelists: Panelists
) -> None:
    await seats[0].score(scores((50, 30), (40, 20), (30, 10)))
    (panel,) = (await client.get(f"{NEEDS}/{need_id}/panels")).json()["panels"]
    assert {one["name"] for one in panel["groups"][0]["drawn"]} == {None}
    found = await opening_of(client, need_id)
    assert (found["bids"], found["choices"], found["award"]) == ([], [], None)
    assert (found["owner_identity"], found["platform_identity"]) == ("", "")
    assert {one["bid_id"] for one in found["steps"]} == {None}
    assert (await Need.get(id=need_id)).opened_with is None
    other = await seats[1].read()
    assert other["bidders"] == ["丙评估事务所", "乙评估事务所", "甲评估事务所"]
    assert [one["label"] for one in other["proposals"]] == [1, 2, 3]
    said = str(other["proposals"])
    assert said.count("〔机构名称〕") == 3
    assert "事务所" not in said and "000000" not in said


async def test_the_same_scores_again_change_nothing(need_id: str, seats: list[Seat]) -> None:
    given = scores((50, 30), (40, 20), (30, 10))
    first = await seats[0].score(given)
    turned = {"proposals": given["proposals"][::-1]}
    again = await seats[0].score(turned)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["scored_at"] == again.json()["scored_at"]
    other = await seats[0].score(scores((50, 31), (40, 20), (30, 10)))
    assert other.json()["code"] == "scored_already"
    assert (await seats[0].decline()).json()["code"] == "panel_seat_has_scored"
