"""Vectors are rows: made once for the same texts, by whoever is left, and forgotten when old."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from mobile_api.guides.meaning import computing
from mobile_api.guides.meaning.following import Meanings
from mobile_api.guides.meaning.vectors import keep_vector, vectors_of
from mobile_api.guides.publishing.models import CatalogueMeaning, TextMeaning
from mobile_api.guides.publishing.queries import meaning_of, published_number
from mobile_api.guides.publishing.service import load_catalogue
from mobile_api.guides.reading.published import CATALOGUE
from mobile_api.guides.search import of_catalogue
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from mobile_api.shared.due.working import work_off
from tests.mobile_api.guides.meaning.conftest import MakeMeanings
from tests.mobile_api.guides.meaning.other_model import DIES
from tests.mobile_api.guides.publishing.test_publishing import renamed
from tests.stack import Stack

Data = dict[str, Any]


async def step(meanings: Meanings | None) -> int:
    """One step of one worker."""
    return await work_off(computing.MEANINGS_DUE, partial(computing.compute, meanings))


async def rows(model: str = "one") -> dict[str, UUID]:
    found = await TextMeaning.filter(model=model)
    return {row.digest: row.id for row in found}


async def test_what_is_to_be_made_is_written_with_the_catalogue(
    publishing: Stack, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    row = await CatalogueMeaning.get(catalogue_version=done.number)
    assert row.due_at is not None
    assert not await rows()


async def test_what_did_not_change_costs_nothing(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    first = await load_catalogue(renamed(data, "(新)"))
    assert await step(other()) == 1
    before = await rows()
    assert len(before) >= first.guides
    data["service_items"][0]["name"] = "渔船检验"
    changed = await load_catalogue({**renamed(data, "(新)")})
    assert await step(other()) == 1
    after = await rows()
    assert len(after.keys() - before.keys()) == len(before.keys() - after.keys()) == 1
    assert all(before[digest] == after[digest] for digest in before.keys() & after.keys())
    assert await meaning_of(changed.number) == "one"
    assert await step(other()) == 0


async def test_a_worker_that_dies_leaves_what_it_made_and_the_rest_to_another(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    data["service_items"][20]["name"] += DIES
    done = await load_catalogue(data)
    await step(other("one", "dies"))
    before = await rows()
    assert 0 < len(before) < done.guides
    await CatalogueMeaning.filter(due_at__not_isnull=True).update(due_at=clock.now())
    await step(other())
    after = await rows()
    assert len(after) >= done.guides
    assert before.items() <= after.items()


async def test_a_worker_that_was_killed_has_its_turn_taken_by_another(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    assert await claim(CatalogueMeaning, limit=1, lease=timedelta(minutes=5))
    assert await step(other()) == 0
    over = clock.now() - timedelta(seconds=1)
    await CatalogueMeaning.filter(catalogue_version=done.number).update(leased_until=over)
    assert await step(other()) == 1
    assert await meaning_of(done.number) == "one"


async def test_two_workers_make_each_vector_once(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    assert sorted(await asyncio.gather(step(other()), step(other()))) == [0, 1]
    assert len(await rows()) == await TextMeaning.all().count() >= done.guides


async def test_a_vector_that_is_there_is_left_as_it_is(publishing: Stack) -> None:
    await keep_vector("one", "0" * 64, b"first")
    await keep_vector("one", "0" * 64, b"later")
    assert await vectors_of("one", {"0" * 64}) == {"0" * 64: b"first"}


async def test_another_model_makes_all_anew_and_the_old_ones_go(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    await step(other("one"))
    assert await step(other("two")) == 0
    await computing.begin_meanings(other("two"))
    assert await step(other("two")) == 1
    assert await meaning_of(done.number) == "two"
    assert len(await rows("two")) >= done.guides
    assert not await rows("one")
    await computing.begin_meanings(other("two"))
    assert await step(other("two")) == 0


async def test_without_the_package_nothing_waits_and_with_it_all_is_made_later(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    done = await load_catalogue(renamed(data, "(新)"))
    assert await step(None) == 1
    assert await step(None) == await computing.begin_meanings(None) == 0
    assert await meaning_of(done.number) == ""
    await computing.begin_meanings(other())
    assert await step(other()) == 1
    assert await meaning_of(done.number) == "one"


async def test_a_catalogue_from_before_there_were_meanings_is_taken_up(
    publishing: Stack, other: MakeMeanings
) -> None:
    await CatalogueMeaning.all().delete()
    await computing.begin_meanings(other())
    assert await step(other()) == 1
    assert await meaning_of(await published_number() or 0) == "one"


async def test_what_a_newer_catalogue_needs_is_not_taken_for_left_over(
    publishing: Stack, other: MakeMeanings, data: Data
) -> None:
    old = await load_catalogue(renamed(data, "(旧)"))
    (held,) = await claim(CatalogueMeaning, limit=1, lease=timedelta(minutes=5))
    new = await load_catalogue(renamed(data, "(新)"))
    await step(other())
    before = await rows()
    assert held.row.catalogue_version == old.number
    snapshot = CATALOGUE.of(publishing.app).current
    digests = [one.id for one in of_catalogue(snapshot.catalogue)]
    assert await computing._finish(held, "one", digests) == "superseded"
    assert await rows() == before
    assert await meaning_of(new.number) == "one"


async def test_a_step_stops_in_time_and_the_next_one_goes_on(
    publishing: Stack, other: MakeMeanings, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_catalogue(renamed(data, "(新)"))
    monkeypatch.setattr(computing, "STEP", timedelta(0))
    meanings = other()
    for made in (1, 2, 3):
        assert await step(meanings) == 1
        assert len(await rows()) == made
