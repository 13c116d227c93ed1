"""Two people who upload, and the store behind the application."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from mobile_api.accounts.sessions.tokens import caller_of
from tests.actors import Citizen
from tests.stack import Stack
from tests.uploads.person import Person
from uploads.stores.storage import STORE, ObjectStore


@pytest.fixture
def store(stack: Stack) -> ObjectStore:
    found = STORE.of(stack.app)
    return found


@pytest.fixture
async def person(stack: Stack) -> AsyncIterator[Person]:
    async with AsyncClient(base_url=stack.api, timeout=30, trust_env=False) as client:
        yield await _signed_in(stack, client, "uploading-person")


@pytest.fixture
async def stranger(stack: Stack) -> AsyncIterator[Person]:
    async with AsyncClient(base_url=stack.api, timeout=30, trust_env=False) as client:
        yield await _signed_in(stack, client, "stranger")


async def _signed_in(stack: Stack, client: AsyncClient, label: str) -> Person:
    citizen = Citizen(stack, client, label)
    await citizen.sign_in()
    return Person(citizen, caller_of(citizen.tokens["access_token"]).key)
