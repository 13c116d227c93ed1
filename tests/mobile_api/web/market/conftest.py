"""What the pages of the market show: agencies, an owner with needs, a finished contract."""

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import AgencyService
from tests.mobile_api.agency_supermarket.conftest import buyer, desk
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.mobile_api.agency_supermarket.ratings.conftest import deal
from tests.mobile_api.web.conftest import browser
from tests.stack import Stack

__all__ = ["browser", "buyer", "deal", "desk"]


@pytest.fixture
async def bidders(stack: Stack, client: httpx.AsyncClient) -> list[Bidder]:
    """甲 is the cheapest and has an office, 丙 the newest."""
    found = [await Bidder.arrive(stack, client, f"{name}评估事务所") for name in "甲乙丙"]
    await AgencyService.filter(agency_id=found[0].agency_id).update(price_to_fen=200_000)
    office = {"address": "示范市河西区长江路18号", "longitude": 119.2, "latitude": 34.6}
    await found[0].ok("PUT", "/api/v1/market/agency/office", office)
    return found
