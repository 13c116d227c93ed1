"""Two neighbouring cities that hand cases over, and somebody at the counter here."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.actors import Colleague
from tests.mobile_api.handoff.incoming.neighbour import DEPARTMENT, Neighbour, introduced
from tests.partner_city import partner_city
from tests.stack import Stack


@pytest.fixture
async def neighbour(stack: Stack) -> AsyncIterator[Neighbour]:
    """邻江市, which has an agreement about one item."""
    async with partner_city(stack.clock, region_code="990100", name="邻江市") as city:
        yield await introduced(stack, city, "linjiang", "TB-2026-01")


@pytest.fixture
async def another(stack: Stack, neighbour: Neighbour) -> AsyncIterator[Neighbour]:
    """远山市, with an agreement of its own about the same item."""
    async with partner_city(stack.clock, region_code="990300", name="远山市") as city:
        yield await introduced(stack, city, "yuanshan", "TB-2026-02")


@pytest.fixture
async def clerk(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    """Somebody of the item's department with every duty."""
    member = Colleague(stack, client, "all-duties-wj", department=DEPARTMENT)
    await member.sign_in()
    return member


@pytest.fixture
async def second(stack: Stack, client: httpx.AsyncClient) -> Colleague:
    """A second pair of eyes."""
    member = Colleague(stack, client, "second-wj", department=DEPARTMENT)
    await member.sign_in()
    return member
