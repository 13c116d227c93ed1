"""One need that cannot be read takes away no list that it stands on."""

from uuid import UUID

import httpx

from mobile_api.shared.database import fetch
from tests.mobile_api.agency_supermarket.market import Desk
from tests.mobile_api.agency_supermarket.needing import NEEDS, OWN_NEEDS, Buyer


async def test_the_lists_show_all_the_others(
    client: httpx.AsyncClient, buyer: Buyer, desk: Desk
) -> None:
    """Red before: 500 for everybody, as long as the row stood among the newest."""
    good, spoilt = [await buyer.publish() for _ in range(2)]
    await fetch("UPDATE market_need SET terms = terms - 'rules' WHERE id = $1", UUID(spoilt))
    lists = [
        (await client.get(NEEDS)).json(),
        await buyer.person.ok("GET", OWN_NEEDS),
        await desk.ok("GET", "/staff/v1/market/needs"),
    ]
    for listed in lists:
        assert ([one["id"] for one in listed["needs"]], listed["unreadable"]) == ([good], 1)
