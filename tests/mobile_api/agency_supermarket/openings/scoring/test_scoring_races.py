"""Two at once, cut anywhere: proposals have one result, of whole sheets of those who sit."""

import asyncio
import secrets
from contextlib import suppress
from itertools import count

import httpx

from mobile_api.agency_supermarket.experts.panels.history import PANEL_LOG
from mobile_api.agency_supermarket.experts.panels.history import events_of as panel_events
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.needs.history import NEED_LOG, events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award, JudgedBid, ScoreSheet
from mobile_api.shared import clock
from tests.cutting import Cutting, HungUp
from tests.mobile_api.agency_supermarket.experts.panelling import OWN
from tests.mobile_api.agency_supermarket.openings.scoring.judging import Seat, panel_of, scores
from tests.stack import Stack

GIVEN = scores((50, 30), (40, 20), (30, 10))
OTHER = scores((30, 10), (40, 20), (50, 30))


async def test_the_last_two_at_once_lead_to_one_result(need_id: str, seats: list[Seat]) -> None:
    await seats[0].score(GIVEN)
    both = await asyncio.gather(*(seat.score(GIVEN) for seat in seats[1:]))
    assert [one.status_code for one in both] == [200, 200]
    need = await Need.get(id=need_id)
    assert (need.status, await Award.all().count()) == ("awarded", 1)
    assert await ScoreSheet.all().count() == 3
    assert [len(one.judgement.scores) for one in await JudgedBid.all() if one.judgement] == [3] * 3
    kinds = [one.kind for one in await events_of(need.id)]
    assert kinds.count("award") == 1


async def test_one_expert_scores_twice_at_once(need_id: str, seats: list[Seat]) -> None:
    both = await asyncio.gather(seats[0].score(GIVEN), seats[0].score(OTHER))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert await ScoreSheet.all().count() == 1


async def test_scores_against_a_step_back(need_id: str, seats: list[Seat]) -> None:
    """Either the scores count, or the seat is somebody else's."""
    scored, left = await asyncio.gather(seats[0].score(GIVEN), seats[0].decline())
    assert sorted([scored.status_code, left.status_code]) == [200, 409]
    seat = await PanelCandidate.get(id=seats[0].id)
    assert (seat.state == "seated") is scored.is_success is (await ScoreSheet.exists())


async def test_the_last_scores_against_the_end_of_the_days(
    stack: Stack, need_id: str, seats: list[Seat]
) -> None:
    for seat in seats[:2]:
        await seat.score(GIVEN)
    need = await Need.get(id=need_id)
    assert need.due_at is not None
    await Need.filter(id=need_id).update(due_at=clock.now())
    answer, _ = await asyncio.gather(seats[2].score(GIVEN), stack.settle())
    # Who held the need while its end was looked for, leaves the end to the next turn.
    await stack.settle()
    panel, found = await panel_of(need_id), await Need.get(id=need_id)
    if answer.is_success:
        assert (found.status, panel.status) == ("awarded", "named")
    else:
        assert (found.status, panel.status) == ("scoring", "seated")
        assert (await PanelCandidate.get(id=seats[2].id)).state == "replaced"


async def test_the_last_scores_cut_anywhere(stack: Stack, need_id: str, seats: list[Seat]) -> None:
    for seat in seats[:2]:
        await seat.score(GIVEN)
    cutting, last = Cutting(stack.app), seats[2]
    headers = {
        "Authorization": f"Bearer {last.person.tokens['access_token']}",
        "Idempotency-Key": secrets.token_hex(8),
    }
    transport = httpx.ASGITransport(app=cutting)
    async with httpx.AsyncClient(transport=transport, base_url=stack.api) as client:
        for cutting.at in count(1):
            with suppress(HungUp):
                path = f"{OWN}/seats/{last.id}/scores"
                answer = await client.post(path, json=GIVEN, headers=headers)
                assert answer.is_success, answer.text
            await _all_or_nothing(need_id)
            if not cutting.was_made:
                break
    assert cutting.at > 20
    need, panel = await Need.get(id=need_id), await panel_of(need_id)
    assert (need.status, panel.status, await Award.all().count()) == ("awarded", "named", 1)
    assert NEED_LOG.first_fault(need, await events_of(need.id)) is None
    assert PANEL_LOG.first_fault(panel, await panel_events(panel.id)) is None


async def _all_or_nothing(need_id: str) -> None:
    need, panel = await Need.get(id=need_id), await panel_of(need_id)
    found = (
        need.status,
        panel.status,
        await ScoreSheet.all().count(),
        await JudgedBid.filter(judgement__isnull=False).count(),
        await Award.all().count(),
    )
    assert found in {("scoring", "seated", 2, 0, 0), ("awarded", "named", 3, 3, 1)}
