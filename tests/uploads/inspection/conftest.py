"""The processes that inspect, as a worker has them."""

from collections.abc import AsyncIterator

import pytest

from uploads.inspection.apart import Inspectors


@pytest.fixture(scope="session")
async def inspectors() -> AsyncIterator[Inspectors]:
    started = Inspectors()
    yield started
    await started.close()
