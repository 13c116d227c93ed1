"""The browser of a person who has just signed in, and another person's."""

import secrets
from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.accounts.identity.claims import IDENTITY
from mobile_api.accounts.identity.openid.client import OpenIdClient
from mobile_api.accounts.sessions.service import page_token_of
from tests.actors import Citizen
from tests.conftest import NO_TLS
from tests.mobile_api.accounts.identity.browser import Browser
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE
from tests.stack import Stack


@pytest.fixture
async def own(client: httpx.AsyncClient, citizen: Citizen) -> httpx.AsyncClient:
    """The browser of 张三丰, who has just signed in."""
    client.cookies.set(COOKIE, await page_token_of(citizen.tokens["refresh_token"]))
    return client


@pytest.fixture
async def others(stack: Stack, citizen: Citizen) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of somebody else, who has just signed in on another device."""
    async with httpx.AsyncClient(
        base_url=stack.api, timeout=20, trust_env=False, verify=NO_TLS
    ) as client:
        person = Citizen(stack, client, f"somebody-else-{secrets.token_hex(4)}")
        await person.sign_in()
        client.cookies.set(COOKIE, await page_token_of(person.tokens["refresh_token"]))
        yield client


@pytest.fixture
async def service(stack: Stack, client: httpx.AsyncClient) -> AsyncIterator[Browser]:
    """The identity service, which behaves again after the test."""
    found = Browser(stack, client)
    yield found
    await found.admin("misbehave", how=None)
    await client.delete(f"{found.service}/_simulator/faults")
    identity = IDENTITY.of(stack.app)
    assert identity is not None
    # What this process remembers of the service would outlive the test.
    await identity.client.close()
    identity.client = OpenIdClient(stack.settings)
