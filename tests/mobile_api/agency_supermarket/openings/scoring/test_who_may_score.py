"""Scores come from whoever sits, once the panel does, for every proposal, with every fault told."""

import secrets
from typing import Any

import pytest

from mobile_api.agency_supermarket.openings.models import ScoreSheet
from tests.mobile_api.agency_supermarket.experts.panelling import OWN
from tests.mobile_api.agency_supermarket.market import Desk, fault_codes
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    Seat,
    marks,
    opened,
    panel_of,
    scores,
)
from tests.stack import Stack

GIVEN = scores((50, 30), (40, 20), (30, 10))


@pytest.mark.parametrize("what", ["judging", "scores"])
async def test_nobody_else_reads_or_scores(
    need_id: str,
    seats: list[Seat],
    buyer: Buyer,
    bidders: list[Bidder],
    desk: Desk,
    panelists: Panelists,
    what: str,
) -> None:
    sitting = {seat.person for seat in seats}
    alternate = next(one for one in panelists.people.values() if one not in sitting)
    method, body = ("GET", None) if what == "judging" else ("POST", GIVEN)
    path = f"{OWN}/seats/{seats[0].id}/{what}"
    expected = {
        buyer.person: "not_an_expert",
        bidders[0]: "not_an_expert",
        desk: "not_allowed",
        alternate: "panel_seat_not_found",
        seats[1].person: "panel_seat_not_found",
    }
    for who, code in expected.items():
        answer = await who.call(method, path, body)
        assert answer.json()["code"] == code
    assert not await ScoreSheet.exists()


async def test_whoever_sits_for_another_need_does_not_score_this_one(
    buyer: Buyer, bidders: list[Bidder], panelists: Panelists, seats: list[Seat]
) -> None:
    other_id = await opened(buyer, bidders, title="仓库资产评估")
    others = await panelists.sitting(await panelists.seat(other_id))
    # Proposals are numbered alike, but a seat belongs to one need.
    assert (await others[0].score(GIVEN)).is_success
    found = await ScoreSheet.get().prefetch_related("need")
    assert str(found.need_id) == other_id


async def test_nobody_scores_before_the_panel_sits(
    need_id: str, panelists: Panelists, stack: Stack
) -> None:
    panel = await panel_of(need_id)
    assert panel.status == "frozen"
    assert await panelists.sitting(panel) == []


@pytest.mark.parametrize(
    ("proposals", "faults"),
    [
        ([], {"/proposals": "too_short"}),
        (
            [
                {"label": 1, "marks": marks(61, 41)},
                {"label": 1, "marks": marks(50)},
                {"label": 9, "marks": marks(50, 30, 10)},
            ],
            {
                "/proposals/0/marks/0/hundredths": "too_many",
                "/proposals/0/marks/1/hundredths": "too_many",
                "/proposals/1/label": "twice",
                "/proposals/1/marks": "other_count",
                "/proposals/2/label": "unknown",
                "/proposals/2/marks": "other_count",
                "/proposals": "missing",
            },
        ),
    ],
)
async def test_every_fault_is_told_at_once(
    seats: list[Seat], proposals: list[dict[str, Any]], faults: dict[str, str]
) -> None:
    answer = await seats[0].score({"proposals": proposals})
    assert answer.status_code == 422
    assert fault_codes(answer) == faults
    assert not await ScoreSheet.exists()
    assert (await seats[0].read())["scored_at"] is None


async def test_a_reason_is_asked_for(seats: list[Seat]) -> None:
    given = scores((50, 30), (40, 20), (30, 10))
    given["proposals"][1]["marks"][0]["reason"] = " "
    answer = await seats[0].score(given)
    assert list(fault_codes(answer)) == ["/proposals/1/marks/0/reason"]


async def test_whoever_declares_a_conflict_steps_back(
    need_id: str, seats: list[Seat], panelists: Panelists, stack: Stack
) -> None:
    body = {"avoided": ["甲评估事务所"]}
    await seats[0].person.ok("PUT", f"{OWN}/avoided", body)
    assert (await seats[0].score(GIVEN)).json()["code"] == "expert_must_avoid"
    assert (await seats[0].decline()).is_success
    await stack.settle()
    now = await panelists.sitting(await panel_of(need_id))
    assert {one.id for one in now} >= {seats[1].id, seats[2].id}
    assert seats[0].id not in {one.id for one in now}
    assert (await seats[0].score(GIVEN)).json()["code"] == "scoring_over"
    for seat in now:
        assert (await seat.score(GIVEN)).is_success
    assert (await panel_of(need_id)).status == "named"


async def test_one_key_one_answer(seats: list[Seat]) -> None:
    key = {"Idempotency-Key": secrets.token_hex(8)}
    both = [await seats[0].score(GIVEN, headers=key) for _ in range(2)]
    assert both[0].content == both[1].content
    assert await ScoreSheet.all().count() == 1
