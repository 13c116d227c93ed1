"""A browser for each test, and an identity service that behaves again after each."""

from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.identity.openid.client import OpenIdClient
from tests.mobile_api.accounts.identity.browser import Browser
from tests.simulators.identity.state import PEOPLE
from tests.stack import Stack


@pytest.fixture
async def browser(stack: Stack, client: httpx.AsyncClient) -> AsyncIterator[Browser]:
    found = Browser(stack, client)
    yield found
    await found.admin("misbehave", how=None)
    await found.admin("metadata", fields={})
    await found.admin("loose")
    if "rotate-keys" in found.changed:
        await found.admin("rotate-keys", algorithm="RS256")
    await client.delete(f"{found.service}/_simulator/faults")
    for user, claims in PEOPLE.items():
        await found.admin("person", user=user, **claims)
    # What this process remembers of the service would outlive the test.
    identity = IDENTITY.of(stack.app)
    assert identity is not None
    await identity.client.close()
    identity.client = OpenIdClient(stack.settings)
