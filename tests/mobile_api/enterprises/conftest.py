"""An enterprise with its legal representative, and people who may become its clerks."""

import httpx
import pytest

from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.enterprises.people import Member, Office
from tests.stack import Stack

__all__ = ["browser"]


@pytest.fixture
async def boss(stack: Stack, client: httpx.AsyncClient, browser: Browser) -> Member:
    """赵六, legal representative of 示范物流有限公司, signed in by the identity service."""
    return await Member.arrive(stack, client, browser, "boss")


@pytest.fixture
async def office(boss: Member) -> Office:
    """The enterprise of the boss, claimed."""
    return await Office.claimed(boss)


@pytest.fixture
async def clerk(stack: Stack, client: httpx.AsyncClient, browser: Browser) -> Member:
    """李四, signed in by the identity service; nobody's clerk yet."""
    return await Member.arrive(stack, client, browser, "li-si")


@pytest.fixture
async def second(stack: Stack, client: httpx.AsyncClient, browser: Browser) -> Member:
    """王五, who proved name and number only (L2)."""
    return await Member.arrive(stack, client, browser, "wang-wu")
