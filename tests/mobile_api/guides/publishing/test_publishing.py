"""A catalogue is published whole, once, and old versions stay readable."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest

from mobile_api.guides.errors import CatalogueInvalid, GuideNotFound
from mobile_api.guides.publishing.loading import DEMO_CITY, load_files
from mobile_api.guides.publishing.models import (
    CatalogueVersion,
    GuideVersion,
    ThemeVersion,
    VersionState,
)
from mobile_api.guides.publishing.queries import current_guide, guide_of, published_number
from mobile_api.guides.publishing.service import load_catalogue
from tests.mobile_api.guides.conftest import until
from tests.settings import environment_of
from tests.stack import Stack

Data = dict[str, Any]


def renamed(data: Data, suffix: str) -> Data:
    """The same catalogue, every item with another name."""
    items = [{**one, "name": one["name"] + suffix} for one in data["service_items"]]
    return {**data, "service_items": items}


async def versions(state: VersionState) -> list[int]:
    rows = await CatalogueVersion.filter(state=state).order_by("number")
    return [row.number for row in rows]


async def test_a_new_catalogue_is_a_new_version_and_the_old_one_stays(
    publishing: Stack, data: Data
) -> None:
    before = await published_number()
    assert before is not None
    done = await load_catalogue(renamed(data, "(新)"))
    assert (done.number, done.is_new, done.guides, done.themes) == (before + 1, True, 40, 12)
    current = await current_guide("id-card")
    assert current is not None
    assert (current.version, current.guide.name[-3:]) == (before + 1, "(新)")
    assert (await guide_of("id-card", before)).name == "居民身份证换领、补领"
    assert await versions(VersionState.published) == [before + 1]


async def test_the_same_content_changes_nothing(publishing: Stack, data: Data) -> None:
    before = await published_number()
    again = await load_catalogue(data)
    assert (again.number, again.is_new) == (before, False)
    assert "already" in (await load_files(DEMO_CITY)).sentence


async def test_an_item_that_is_gone_keeps_its_old_guide(publishing: Stack, data: Data) -> None:
    before = await published_number()
    assert before is not None
    data["service_items"] = [one for one in data["service_items"] if one["key"] != "tobacco"]
    data["themes"] = [one for one in data["themes"] if one["key"] != "restaurant"]
    done = await load_catalogue(data)
    assert await current_guide("tobacco") is None
    assert (await guide_of("tobacco", before)).key == "tobacco"
    with pytest.raises(GuideNotFound):
        await guide_of("tobacco", done.number)


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**80])
async def test_a_version_that_cannot_be_is_not_found(stack: Stack, number: int) -> None:
    with pytest.raises(GuideNotFound):
        await guide_of("id-card", number)


async def test_a_fault_stores_nothing(publishing: Stack, data: Data, tmp_path: Path) -> None:
    before = await CatalogueVersion.all().count(), await GuideVersion.all().count()
    data["service_items"][0]["department"] = "moon"
    data["themes"][0]["lead_department"] = "moon"
    with pytest.raises(CatalogueInvalid) as caught:
        await load_catalogue(data)
    assert len(caught.value.errors) == 2
    file = tmp_path / "broken.json"
    file.write_bytes(orjson.dumps(data))
    outcome = await load_files(file)
    assert outcome.faults == caught.value.errors
    assert before == (await CatalogueVersion.all().count(), await GuideVersion.all().count())


async def test_two_publishers_at_once_go_one_after_the_other(publishing: Stack, data: Data) -> None:
    before = await published_number()
    assert before is not None
    loads = [load_catalogue(renamed(data, f"({turn})")) for turn in range(4)]
    done = await asyncio.gather(*loads)
    assert sorted(one.number for one in done) == [before + turn for turn in range(1, 5)]
    assert await versions(VersionState.published) == [before + 4]
    for one in done:
        names = await GuideVersion.filter(catalogue_version=one.number).count()
        assert names == 40


async def test_the_same_content_from_two_publishers_is_one_version(
    publishing: Stack, data: Data
) -> None:
    loads = [load_catalogue(renamed(data, "(同)")) for _ in range(3)]
    done = await asyncio.gather(*loads)
    assert len({one.number for one in done}) == 1
    assert sum(one.is_new for one in done) == 1


async def test_killed_half_way_the_old_version_stays(
    publishing: Stack, data: Data, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.json"
    file.write_bytes(orjson.dumps(renamed(data, "(半)")))
    before = await published_number()
    url = publishing.settings.database_url
    holder = await asyncpg.connect(url)
    async with holder.transaction():
        # The loader has written the version and its guides when it waits for this table.
        await holder.execute("LOCK TABLE theme_version IN SHARE MODE")
        command = [sys.executable, "-m", "mobile_api.cli", "load-catalogue", str(file)]
        environment = os.environ | environment_of(publishing.settings)
        loader = await asyncio.create_subprocess_exec(*command, env=environment)
        await waiting_for_lock(holder)
        loader.send_signal(signal.SIGKILL)
        await loader.wait()
    await holder.close()
    assert await published_number() == before
    assert await GuideVersion.filter(catalogue_version=(before or 0) + 1).count() == 0
    assert await ThemeVersion.filter(catalogue_version=(before or 0) + 1).count() == 0
    again = await load_files(file)
    assert "is published" in again.sentence


async def waiting_for_lock(connection: asyncpg.Connection) -> None:
    """Until some other session of this database waits for a lock."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = ("
        "SELECT oid FROM pg_database WHERE datname = current_database())"
    )

    async def is_waiting() -> bool:
        return bool(await connection.fetchval(waiting))

    await until(is_waiting)
