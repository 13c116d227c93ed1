"""The phones of a legal representative and of a clerk, each with its own cookies."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.mobile_api.accounts.identity.conftest import browser
from tests.mobile_api.enterprises.conftest import boss, clerk, office, second
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.enterprises.phone import phone_of

__all__ = ["boss", "browser", "clerk", "office", "second"]


@pytest.fixture
async def bosses(boss: Member) -> AsyncIterator[httpx.AsyncClient]:
    """The phone of 赵六, who has claimed no enterprise yet."""
    async with phone_of(boss) as phone:
        yield phone


@pytest.fixture
async def clerks(office: Office, clerk: Member) -> AsyncIterator[httpx.AsyncClient]:
    """The phone of 李四, who is nobody's clerk yet."""
    async with phone_of(clerk) as phone:
        yield phone
