"""Fixtures of the tests of cases."""

import httpx
import pytest

from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase
from tests.stack import Stack


@pytest.fixture
def posted(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> PostedCase:
    """A case to be posted, not begun yet: `begin` or `complete` it."""
    return PostedCase(stack, client, citizen, colleague)
