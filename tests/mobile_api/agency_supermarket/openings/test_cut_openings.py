"""An opening that is cut at any of its waits has opened everything or nothing."""

import secrets
from contextlib import suppress
from itertools import count

import httpx

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.needs.history import NEED_LOG, events_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from tests.cutting import Cutting, HungUp
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer, let_it_close
from tests.stack import Stack


async def test_an_opening_cut_anywhere(stack: Stack, buyer: Buyer, bidders: list[Bidder]) -> None:
    need_id = await buyer.publish()
    for bidder, price in zip(bidders, (4_200_000, 3_900_000, 4_000_000), strict=True):
        await bidder.bid(need_id, price)
    await let_it_close(need_id)
    cutting = Cutting(stack.app)
    headers = {
        "Authorization": f"Bearer {buyer.person.tokens['access_token']}",
        "Idempotency-Key": secrets.token_hex(8),
    }
    transport = httpx.ASGITransport(app=cutting)
    key = {"identity": buyer.identity}
    async with httpx.AsyncClient(transport=transport, base_url=stack.api) as client:
        for cutting.at in count(1):
            with suppress(HungUp):
                path = f"{OWN_NEEDS}/{need_id}/open"
                answer = await client.post(path, json=key, headers=headers)
                assert answer.is_success, answer.text
            await _all_or_nothing(need_id)
            if not cutting.was_made:
                break
    # It has more waits than the kills that are asked of it.
    assert cutting.at > 20
    need = await Need.get(id=need_id)
    assert (need.status, await Award.all().count()) == ("awarded", 1)
    assert NEED_LOG.first_fault(need, await events_of(need.id)) is None


async def _all_or_nothing(need_id: str) -> None:
    need = await Need.get(id=need_id)
    opened = await Bid.filter(need_id=need_id, offers__isnull=False).count()
    awards = await Award.all().count()
    expected = (0, 0) if need.status == "published" else (3, 1)
    assert (opened, awards) == expected
    assert (need.opened_with is None) is (need.status == "published")
