"""The desk with its register, and issues of public numbers."""

from datetime import timedelta

import httpx
import pytest

from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.mobile_api.agency_supermarket.experts.panelling import PanelDesk
from tests.mobile_api.agency_supermarket.needing import announce_issues
from tests.mobile_api.agency_supermarket.trading.conftest import board
from tests.mobile_api.agency_supermarket.trading.trading import Board, Keeper
from tests.stack import Stack

__all__ = ["board"]


@pytest.fixture
async def panel_desk(stack: Stack, client: httpx.AsyncClient, board: Board) -> PanelDesk:
    """Two who ask and confirm, and the supervisor of the register."""
    await announce_issues(clock.now() + timedelta(hours=9))
    supervisor = await Keeper.arrive(stack, client, "expert-supervisor", StaffRole.supervisor)
    return PanelDesk(board, supervisor)
