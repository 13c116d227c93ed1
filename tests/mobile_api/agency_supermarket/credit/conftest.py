"""A second member of the desk, for nobody answers against their own entry."""

import httpx
import pytest

from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from tests.mobile_api.agency_supermarket.market import Desk
from tests.stack import Stack


@pytest.fixture
async def supervisor(stack: Stack, client: httpx.AsyncClient) -> Desk:
    """Who answers what another one entered."""
    made = Desk(stack, client, "market-head", department=SERVICES.of(stack.app).operator)
    await made.sign_in()
    return made
