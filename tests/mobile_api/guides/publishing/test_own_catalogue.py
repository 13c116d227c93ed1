"""The demo city that comes along replaces nothing but itself, unless somebody asks for it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.guides.publishing.loading import DEMO_CITY, load_files
from mobile_api.guides.publishing.models import CatalogueVersion, VersionState
from mobile_api.guides.publishing.queries import published_number
from mobile_api.guides.publishing.service import OwnCatalogueStands, load_catalogue
from mobile_api.guides.publishing.template import TEMPLATE
from tests.mobile_api.guides.publishing.test_publishing import renamed
from tests.settings import environment_of
from tests.stack import Stack


async def is_demo_in_force() -> bool:
    return (await CatalogueVersion.get(state=VersionState.published)).is_demo


async def test_an_own_catalogue_stays(publishing: Stack, data: dict[str, Any]) -> None:
    """Red before: after an update the stack published the demo city over it."""
    own = await load_catalogue(renamed(data, "(本市)"))
    told = await load_files(DEMO_CITY, keep_own=True)
    assert told.faults == ()
    assert told.sentence.startswith(f"本市自己的目录(第 {own.number} 版)继续有效")
    assert (await published_number(), await is_demo_in_force()) == (own.number, False)


async def test_an_older_demo_city_gives_way_to_the_new_one(
    publishing: Stack, data: dict[str, Any]
) -> None:
    old = await load_catalogue(renamed(data, "(旧)"), is_demo=True)
    told = await load_files(DEMO_CITY, keep_own=True)
    assert "已经发布" in told.sentence
    assert (await published_number(), await is_demo_in_force()) == (old.number + 1, True)


async def test_who_asks_for_the_demo_city_gets_it(publishing: Stack, data: dict[str, Any]) -> None:
    await load_catalogue(renamed(data, "(本市)"))
    assert "已经发布" in (await load_files(DEMO_CITY)).sentence
    assert await is_demo_in_force()
    assert "没有变化" in (await load_files(DEMO_CITY, keep_own=True)).sentence


async def test_who_loads_what_the_demo_city_holds_has_made_it_its_own(
    publishing: Stack, data: dict[str, Any]
) -> None:
    """Red before: nothing had changed, so the next release published its demo city over it."""
    demo = await load_catalogue(data, is_demo=True)
    own = await load_catalogue(data)
    assert (own.number, own.is_new, await is_demo_in_force()) == (demo.number, False, False)
    for demo_city in (data, renamed(data, "(新)")):
        with pytest.raises(OwnCatalogueStands):
            await load_catalogue(demo_city, is_demo=True, keep_own=True)
    assert (await load_catalogue(data, is_demo=True)).is_new is False
    assert await is_demo_in_force()


async def test_the_demo_city_is_the_demo_city_by_whatever_path(
    publishing: Stack, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red before: only its absolute path was known."""
    await load_catalogue(renamed(data, "(本市)"))
    monkeypatch.chdir(DEMO_CITY.parent)
    assert "已经发布" in (await load_files(Path(DEMO_CITY.name))).sentence
    assert await is_demo_in_force()


@pytest.mark.parametrize("place", [0, 1, 3])
async def test_whoever_comes_first_the_own_one_is_in_force(
    publishing: Stack, data: dict[str, Any], place: int
) -> None:
    own, older = renamed(data, "(本市)"), renamed(data, "(旧)")
    await load_catalogue(older, is_demo=True)
    loads = [load_catalogue(data, is_demo=True, keep_own=True) for _ in range(3)]
    loads.insert(place, load_catalogue(own))
    done = await asyncio.gather(*loads, return_exceptions=True)
    refused = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, OwnCatalogueStands) for one in refused)
    assert not await is_demo_in_force()


async def test_who_publishes_the_template_is_told_so(publishing: Stack) -> None:
    command = [sys.executable, "-m", "mobile_api.cli", "load-catalogue", str(TEMPLATE)]
    environment = os.environ | environment_of(publishing.settings)
    loader = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=PIPE, stderr=PIPE
    )
    told, noted = await loader.communicate()
    assert loader.returncode == 0
    assert "已经发布" in told.decode() and "没有改过的样板" in noted.decode()
    assert not await is_demo_in_force()


@pytest.mark.parametrize("arguments", [["--keep-own"], ["my-city.json", "--keep-own"]])
def test_keeping_is_said_of_the_demo_city_alone(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["load-catalogue", *arguments]).exit_code == 2
