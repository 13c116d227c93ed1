"""Agencies and services as people type them: pinyin, initials, slips, and nothing at random."""

from datetime import timedelta

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.finding import naming
from mobile_api.agency_supermarket.finding.name_words import lexicon_of, parts_of
from mobile_api.agency_supermarket.finding.naming import AgencySearch
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from tests.mobile_api.agency_supermarket.finding.test_finding import MARKET, ok
from tests.mobile_api.agency_supermarket.needing import Bidder
from tests.stack import Stack

SURVEY, APPRAISAL, FIRE = (
    "海州恒达测绘有限公司",
    "连云港宏远资产评估事务所",
    "东海安泰消防技术服务有限公司",
)


@pytest.fixture
async def named(stack: Stack, client: httpx.AsyncClient) -> list[Bidder]:
    return [await Bidder.arrive(stack, client, name) for name in (SURVEY, APPRAISAL, FIRE)]


async def found(client: httpx.AsyncClient, words: str) -> list[str]:
    answer = await ok(client, f"{MARKET}/search?q={words}")
    return [one["name"] for one in answer["agencies"]]


async def test_an_agency_as_it_is_typed(client: httpx.AsyncClient, named: list[Bidder]) -> None:
    for words, name in (
        ("恒达", SURVEY),
        ("cehui", SURVEY),
        ("ce hui", SURVEY),
        ("hengda", SURVEY),
        ("chgs", SURVEY),
        ("hdch", SURVEY),
        ("恒答侧绘", SURVEY),
        ("测会公司", SURVEY),
        ("恆達測繪", SURVEY),
        ("宏远资产平估", APPRAISAL),
        ("hongyuan", APPRAISAL),
        ("安泰消仿", FIRE),
        ("antaixiaofang", FIRE),
    ):
        assert (await found(client, words))[:1] == [name], words
    for words in ("qwzzxvk", "天气预报", "%25%25", "有限公司", "公司"):
        assert await found(client, words) == [], words


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cehui", "real-estate-survey"),
        ("xfjc", "fire-test"),
        ("消防捡测", "fire-test"),
        ("yanzi", "capital-check"),
        ("土地平估", "land-appraisal"),
        ("环评抱告", "eia-report"),
        ("zcpg", "asset-appraisal"),
        ("anping", "safety-assessment"),
    ],
)
async def test_a_service_as_it_is_typed(client: httpx.AsyncClient, words: str, first: str) -> None:
    answer = await ok(client, f"{MARKET}/search?q={words}")
    assert [one["key"] for one in answer["services"]][:1] == [first]


async def test_who_came_long_ago_and_who_came_now_and_who_left(
    client: httpx.AsyncClient, named: list[Bidder]
) -> None:
    """One stands in the large engine, one beside it, one in none of them any more."""
    before = clock.now() - timedelta(days=400)
    await Agency.filter(id=named[0].agency_id).update(listed_at=before)
    search = AgencySearch()
    assert await search.search("测绘", 10) == [named[0].agency_id]
    assert await search.search("宏远", 10) == [named[1].agency_id]
    await Agency.filter(id=named[1].agency_id).update(status="left")
    assert await search.search("宏远", 10) == []


async def test_many_new_ones_are_read_once(
    stack: Stack, named: list[Bidder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "MOST_NEW", 2)
    monkeypatch.setattr(naming, "_BATCH", 2)
    search = AgencySearch()
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        for words, bidder in zip(("恒达", "宏远", "安泰"), named, strict=True):
            assert await search.search(words, 10) == [bidder.agency_id]


async def test_another_name_is_known_the_next_day(named: list[Bidder]) -> None:
    search = AgencySearch()
    before = clock.now() - timedelta(days=9)
    await Agency.filter(id=named[0].agency_id).update(listed_at=before)
    assert await search.search("恒达", 10) == [named[0].agency_id]
    await Enterprise.filter(agency__id=named[0].agency_id).update(name="海州永嘉测绘有限公司")
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await search.search("永嘉", 10)
        assert search.renewal is not None
        await search.renewal
        assert await search.search("永嘉", 10) == [named[0].agency_id]


def test_what_a_name_says() -> None:
    assert parts_of(SURVEY) == ["海州", "恒达", "测绘", "有限公司"]
    lexicon = lexicon_of([SURVEY, APPRAISAL, "赣榆中信测绘公司"])
    assert lexicon.words["测绘公司"] == ("测绘",)
    assert lexicon.words["评估所"] == ("评估",)
    assert lexicon.words["有限公司"] == ()
    assert lexicon.weight("恒达") > lexicon.weight("测绘") > 1.25


async def test_many_new_ones_of_this_minute_do_not_make_every_search_dear(
    stack: Stack, named: list[Bidder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was listed within the overlap is new for either engine: reading all helps nobody."""
    monkeypatch.setattr(naming, "MOST_NEW", 2)
    search, built = AgencySearch(), []
    for words, bidder in zip(("恒达", "宏远", "安泰"), named, strict=True):
        assert await search.search(words, 10) == [bidder.agency_id]
        built.append(search._known)
    assert built[1] is built[2]
