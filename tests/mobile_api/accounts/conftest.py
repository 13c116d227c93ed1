"""Fixtures of the account tests."""

import httpx
import pytest

from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.stack import Stack


@pytest.fixture
async def user(stack: Stack, client: httpx.AsyncClient) -> PhoneUser:
    """Someone with a new SIM card and no account."""
    return PhoneUser(stack, client)


@pytest.fixture
async def other(stack: Stack, client: httpx.AsyncClient) -> PhoneUser:
    """Someone else with another new card."""
    return PhoneUser(stack, client)
