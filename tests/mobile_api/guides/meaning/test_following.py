"""A process takes the vectors of the catalogue in force, and the search asks without waiting."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from mobile_api.guides.meaning import computing
from mobile_api.guides.meaning.apart import MOST_WAITING, MeaningProcess
from mobile_api.guides.meaning.following import Meanings
from mobile_api.guides.publishing.queries import published_number
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.guides.reading.snapshot import Snapshot
from mobile_api.shared import metrics
from mobile_api.shared.due.working import work_off
from mobile_api.shared.process.parts import closing
from tests.mobile_api.guides.conftest import seen_by
from tests.mobile_api.guides.meaning.conftest import MakeMeanings
from tests.mobile_api.guides.meaning.other_model import FURRY
from tests.mobile_api.guides.publishing.test_publishing import renamed
from tests.stack import Stack
from tests.waiting import until


async def computed(meanings: Meanings) -> None:
    """As the worker does in its own time."""
    await computing.begin_meanings(meanings)
    while await work_off(computing.MEANINGS_DUE, partial(computing.compute, meanings)):
        pass


async def caught_up(stack: Stack, meanings: Meanings) -> Snapshot:
    snapshot = CATALOGUE.of(stack.app).current
    await computed(meanings)
    await meanings.catch_up(snapshot.version, snapshot.documents)
    return snapshot


def counted(outcome: str) -> float:
    return float(metrics.meaning_questions_total.labels(outcome)._value.get())


def ids_of(snapshot: Snapshot, near: Any) -> set[str]:
    return {snapshot.documents[number].id for number in near}


async def test_what_is_near_is_told_by_its_place_in_the_catalogue(
    stack: Stack, other: MakeMeanings
) -> None:
    meanings = other()
    snapshot = await caught_up(stack, meanings)
    near = await meanings.near(snapshot.version, FURRY)
    assert "id-card" in ids_of(snapshot, near)
    assert await meanings.near(snapshot.version + 1, FURRY) is None


async def test_what_was_asked_before_is_remembered(stack: Stack, other: MakeMeanings) -> None:
    meanings = other()
    snapshot = await caught_up(stack, meanings)
    before = counted("answered")
    first = await meanings.near(snapshot.version, FURRY)
    assert await meanings.near(snapshot.version, f" {FURRY}!") == first
    assert counted("answered") == before + 1


async def test_letters_mean_nothing(stack: Stack, other: MakeMeanings) -> None:
    meanings = other()
    snapshot = await caught_up(stack, meanings)
    assert await meanings.near(snapshot.version, "shenfenzheng") is None


async def test_who_is_late_is_not_waited_for(
    stack: Stack, other: MakeMeanings, tmp_path: Path
) -> None:
    held = tmp_path / "held"
    held.touch()
    meanings = other("one", str(held), deadline_seconds=0.05)
    snapshot = await caught_up(stack, meanings)
    before = counted("late")
    assert await meanings.near(snapshot.version, FURRY) is None
    assert counted("late") == before + 1
    held.unlink()

    async def is_near() -> bool:
        return bool(await meanings.near(snapshot.version, FURRY))

    await until(is_near)


async def test_a_process_that_never_came_is_counted(stack: Stack) -> None:
    async with closing(Meanings(MeaningProcess(("/no/such/program",)))) as meanings:
        snapshot = await caught_up(stack, meanings)
        before = counted("unavailable")
        assert await meanings.near(snapshot.version, FURRY) is None
    assert counted("unavailable") == before + 1


async def test_nobody_stands_behind_many_others(
    stack: Stack, other: MakeMeanings, tmp_path: Path
) -> None:
    held = tmp_path / "held"
    held.touch()
    meanings = other("one", str(held))
    snapshot = await caught_up(stack, meanings)
    before = counted("full")
    words = [f"{FURRY}{number}号" for number in range(2 * MOST_WAITING)]
    asking = [asyncio.create_task(meanings.near(snapshot.version, one)) for one in words]
    await until(lambda: counted("full") > before)
    held.unlink()
    answered = [near for near in await asyncio.gather(*asking) if near is not None]
    # One is worked on, the others wait.
    assert MOST_WAITING <= len(answered) <= MOST_WAITING + 1


async def test_a_process_that_was_killed_comes_again(stack: Stack, other: MakeMeanings) -> None:
    meanings = other()
    snapshot = await caught_up(stack, meanings)
    pid = meanings._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert await meanings.near(snapshot.version, FURRY) is None

    async def is_near() -> bool:
        await meanings.catch_up(snapshot.version, snapshot.documents)
        return bool(await meanings.near(snapshot.version, FURRY))

    await until(is_near)


@pytest.fixture
async def following(publishing: Stack, other: MakeMeanings) -> AsyncIterator[PublishedCatalogue]:
    """What an API process with the package holds; it is told, and never looks by itself."""
    catalogue = PublishedCatalogue(publishing.settings.database_url, other(), poll_seconds=3600)
    await catalogue.start()
    await until(lambda: catalogue.is_following)
    with publishing.having(CATALOGUE, catalogue):
        yield catalogue
    await catalogue.stop()


async def test_people_find_by_meaning_as_soon_as_the_worker_has_made_the_vectors(
    following: PublishedCatalogue, client: httpx.AsyncClient, other: MakeMeanings
) -> None:
    async def found() -> list[str]:
        answer = (await client.get("/api/v1/search", params={"q": FURRY})).json()
        return [hit["key"] for hit in answer["hits"]]

    async def is_found() -> bool:
        return "id-card" in await found()

    assert await found() == []
    await computed(other())
    await until(is_found)


async def test_a_new_catalogue_has_the_vectors_of_what_did_not_change(
    publishing: Stack, following: PublishedCatalogue, other: MakeMeanings, data: dict[str, Any]
) -> None:
    await computed(other())
    data["service_items"][0]["name"] += "(新)"
    done = await load_catalogue(data)
    await until(lambda: following.current.version == done.number)

    async def is_near() -> bool:
        return bool(await following.current.near(FURRY))

    await until(is_near)


async def test_before_there_are_vectors_the_search_is_as_without(
    publishing: Stack, following: PublishedCatalogue, data: dict[str, Any]
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    await until(lambda: following.current.version == done.number)
    assert not await following.current.near(FURRY)
    assert await published_number() == done.number
    await seen_by(publishing, done.number)
