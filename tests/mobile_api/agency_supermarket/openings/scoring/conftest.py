"""Experts who sign in, and a need whose panel sits."""

import httpx
import pytest

from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.mobile_api.agency_supermarket.openings.scoring.judging import (
    Panelists,
    Seat,
    opened,
)
from tests.stack import Stack


@pytest.fixture
async def panelists(stack: Stack, client: httpx.AsyncClient) -> Panelists:
    return await Panelists.arrive(stack, client)


@pytest.fixture
async def need_id(buyer: Buyer, bidders: list[Bidder], panelists: Panelists) -> str:
    """Of a need by proposals that was opened; three bid."""
    return await opened(buyer, bidders)


@pytest.fixture
async def seats(need_id: str, panelists: Panelists) -> list[Seat]:
    """The three who sit, in the drawn order."""
    return await panelists.sitting(await panelists.seat(need_id))
