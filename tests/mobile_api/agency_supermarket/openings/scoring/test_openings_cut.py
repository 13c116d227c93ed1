"""The opening of a need by proposals, cut at any wait, has drawn a panel or done nothing."""

import secrets
from contextlib import suppress
from itertools import count

import httpx

from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import JudgedBid
from mobile_api.draws.models import Draw
from tests.cutting import Cutting, HungUp
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer, let_it_close
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    bid_for,
    by_proposals,
)
from tests.stack import Stack


async def test_an_opening_with_a_panel_cut_anywhere(
    stack: Stack, buyer: Buyer, bidders: list[Bidder], panelists: Panelists
) -> None:
    need_id = await buyer.publish(**by_proposals())
    await bid_for(need_id, bidders)
    await let_it_close(need_id)
    cutting = Cutting(stack.app)
    headers = {
        "Authorization": f"Bearer {buyer.person.tokens['access_token']}",
        "Idempotency-Key": secrets.token_hex(8),
    }
    transport = httpx.ASGITransport(app=cutting)
    async with httpx.AsyncClient(transport=transport, base_url=stack.api) as client:
        for cutting.at in count(1):
            with suppress(HungUp):
                path = f"{OWN_NEEDS}/{need_id}/open"
                answer = await client.post(path, json={"identity": buyer.identity}, headers=headers)
                assert answer.is_success, answer.text
            await _all_or_nothing(need_id)
            if not cutting.was_made:
                break
    assert cutting.at > 30
    assert (await Need.get(id=need_id)).status == "scoring"


async def _all_or_nothing(need_id: str) -> None:
    found = (
        (await Need.get(id=need_id)).status,
        await ExpertPanel.all().count(),
        await PanelCandidate.all().count(),
        await JudgedBid.filter(label__isnull=False).count(),
        await Draw.filter(purpose="expert_panel", status="frozen").count(),
    )
    assert found in {("published", 0, 0, 0, 0), ("scoring", 1, 7, 3, 1)}
