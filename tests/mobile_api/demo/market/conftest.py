"""The demo market on the stack of the tests."""

import pytest

from mobile_api.demo.accounts import create_demo_accounts
from mobile_api.demo.market.loading import Market, open_market
from mobile_api.demo.market.needs import new_identity
from mobile_api.demo.market.schemas import told_needs
from tests.stack import Stack


@pytest.fixture
async def market(stack: Stack) -> Market:
    """Its staff are there, and nothing else yet."""
    await create_demo_accounts({})
    return await open_market(stack.loops)


@pytest.fixture
def keys() -> dict[str, str]:
    """The owners' keys by the title of the need."""
    return {told.title: new_identity() for told in told_needs()}
