"""Fixtures of the tests of cases."""

import httpx
import pytest

from mobile_api.cases.states import CaseStatus
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase
from tests.stack import Stack


@pytest.fixture
def posted(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> PostedCase:
    """A case to be posted, not begun yet: `begin` or `complete` it."""
    return PostedCase(stack, client, citizen, colleague)


@pytest.fixture
async def elder(stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> PostedCase:
    """A case of an item whose originals may be posted, waiting at the counter."""
    member = Colleague(stack, client, "all-duties-wj", department="wj")
    await member.sign_in()
    posted = PostedCase(stack, client, citizen, member)
    return await posted.begin(CaseStatus.submitted, "elder-card")
