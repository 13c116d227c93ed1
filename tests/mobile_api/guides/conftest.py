"""The demo city as plain data to break, as a model to read, and restored after a publication."""

import asyncio
import copy
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from mobile_api.guides.catalogue.schemas import Catalogue, ServiceGuide, Theme
from mobile_api.guides.publishing.loading import DEMO_CITY, load_files, read_catalogue
from mobile_api.guides.publishing.queries import VersionedCatalogue, published_number
from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.guides.reading.snapshot import Snapshot
from tests.stack import Stack

# What comes at all comes within this many seconds, however busy the machine is.
PATIENCE = 60


@pytest.fixture(scope="session")
def demo_data() -> dict[str, Any]:
    return read_catalogue(DEMO_CITY)


@pytest.fixture
def data(demo_data: dict[str, Any]) -> dict[str, Any]:
    """A copy that a test may change."""
    return copy.deepcopy(demo_data)


@pytest.fixture(scope="session")
def snapshot(demo_data: dict[str, Any]) -> Snapshot:
    return Snapshot(VersionedCatalogue(1, Catalogue.model_validate(demo_data)))


@pytest.fixture(scope="session")
def guides(snapshot: Snapshot) -> dict[str, ServiceGuide]:
    return snapshot.guides


@pytest.fixture(scope="session")
def themes(snapshot: Snapshot) -> dict[str, Theme]:
    return snapshot.themes


@pytest.fixture
async def publishing(stack: Stack) -> AsyncIterator[Stack]:
    """For tests that publish: afterwards the demo city is in force again, in every memory."""
    yield stack
    await load_files(DEMO_CITY)
    await seen_by(stack, await published_number())


async def seen_by(stack: Stack, number: int | None) -> None:
    """Wait until the API holds that catalogue version."""
    holds = CATALOGUE.of(stack.app)
    await until(lambda: holds.current.version == number)


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Look again and again until it holds. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)
