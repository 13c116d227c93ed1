"""A disk that takes no more: operators hear of it, and people are served all the same."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.stack import Stack
from uploads.stores import directory
from uploads.stores.directory import DirectoryStore
from uploads.stores.storage import STORE

ROOM = "object_store_room"


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """The system itself refuses this process every byte of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def store(stack: Stack) -> DirectoryStore:
    store = STORE.of(stack.app)
    if not isinstance(store, DirectoryStore):
        pytest.skip("the store is no folder of this host")
    return store


async def standing(client: httpx.AsyncClient) -> tuple[int, bool]:
    answer = await client.get("/health/ready")
    by_name = {one["name"]: one["is_ready"] for one in answer.json()["dependencies"]}
    assert answer.json()["is_ready"] is (answer.status_code == 200)
    assert by_name["object_store"]
    return answer.status_code, by_name[ROOM]


async def test_a_disk_that_takes_nothing_is_told(
    client: httpx.AsyncClient, store: DirectoryStore
) -> None:
    assert await standing(client) == (200, True)
    with nothing_can_be_written():
        assert await standing(client) == (200, False)
    assert await standing(client) == (200, True)


async def test_a_disk_that_is_nearly_full_is_told_before_people_are(
    client: httpx.AsyncClient, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage("/").free
    monkeypatch.setattr(directory, "_LEAST_ROOM", 1000 * free)
    assert await standing(client) == (200, False)


async def test_a_trial_leaves_nothing_behind(store: DirectoryStore) -> None:
    await store.check_room()
    assert list((store._root / "incoming").iterdir()) == []
