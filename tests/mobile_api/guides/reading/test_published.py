"""Every worker is told of a new version, takes it whole, and survives a lost connection."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.shared.database import fetch
from tests.mobile_api.guides.conftest import PATIENCE, seen_by, until
from tests.mobile_api.guides.publishing.test_publishing import renamed
from tests.stack import Stack

Data = dict[str, Any]


@pytest.fixture
async def other_worker(publishing: Stack) -> AsyncIterator[PublishedCatalogue]:
    """What a second API process holds that never looks by itself: it has to be told."""
    url = publishing.settings.database_url
    worker = PublishedCatalogue(url, poll_seconds=timedelta(hours=1).total_seconds())
    await worker.start()
    yield worker
    await worker.stop()


async def test_all_workers_are_told_of_a_new_version(
    publishing: Stack, other_worker: PublishedCatalogue, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    await seen_by(publishing, done.number)
    await until(lambda: other_worker.current.version == done.number)
    assert other_worker.current.guide("id-card").name.endswith("(新)")


async def test_a_lost_connection_is_opened_again(
    publishing: Stack, other_worker: PublishedCatalogue, data: Data
) -> None:
    await end_listeners(2)
    done = await load_catalogue(renamed(data, "(断)"))
    await seen_by(publishing, done.number)
    await until(lambda: other_worker.current.version == done.number)


async def end_listeners(count: int) -> None:
    """End the database sessions that listen, once there are `count` of them."""
    listening = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%catalogue_published%'"

    async def are_there() -> bool:
        return len(await fetch(f"SELECT pid {listening}")) >= count

    await until(are_there)
    await fetch(f"SELECT pg_terminate_backend(pid) {listening}")


async def test_before_the_first_publication_there_is_no_catalogue() -> None:
    with pytest.raises(NoCatalogue):
        _ = PublishedCatalogue("postgres://127.0.0.1:1/none").current


async def test_a_reader_sees_the_old_or_the_new_and_never_a_mixture(
    publishing: Stack, client: httpx.AsyncClient, data: Data
) -> None:
    before = CATALOGUE.of(publishing.app).current.version
    publisher = asyncio.create_task(load_catalogue(renamed(data, "(新)")))
    seen: set[int] = set()
    async with asyncio.timeout(PATIENCE):
        while before + 1 not in seen:
            page = (await client.get("/api/v1/guides", params={"page_size": 100})).json()
            new = {one["name"].endswith("(新)") for one in page["guides"]}
            assert new == {page["catalogue_version"] == before + 1}
            seen.add(page["catalogue_version"])
    assert (await publisher).number == before + 1
