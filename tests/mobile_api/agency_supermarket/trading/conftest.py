"""The board and its two keepers."""

import httpx
import pytest

from mobile_api.shared.callers import StaffRole
from tests.mobile_api.agency_supermarket.trading.trading import Board, Keeper
from tests.stack import Stack


@pytest.fixture
async def board(stack: Stack, client: httpx.AsyncClient) -> Board:
    """Zhou writes, Wu publishes."""
    writer = await Keeper.arrive(stack, client, "trading-writer", StaffRole.reviewer)
    publisher = await Keeper.arrive(stack, client, "trading-publisher", StaffRole.publisher)
    return Board(writer, publisher)
