"""What was searched in vain counts askers, not askings, and is kept for half a year."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from redis.asyncio import Redis

from mobile_api.guides.answering import most_missed
from mobile_api.guides.answering.unanswered import KEPT, count_unanswered
from mobile_api.guides.publishing.models import UnansweredChoice, UnansweredQuery
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.process.cache import REDIS
from tests.mobile_api.accounts.later import later
from tests.mobile_api.guides.answering.test_choices import publisher
from tests.mobile_api.guides.answering.test_search_routes import search
from tests.stack import Stack

NOTHING = "火星一日游"


async def counted() -> dict[str, int]:
    return {row.text: row.times for row in await UnansweredQuery.all()}


@pytest.fixture
def redis(stack: Stack) -> Redis:
    return REDIS.of(stack.app)


async def test_one_who_asks_again_and_again_counts_once(
    client: httpx.AsyncClient, stack: Stack
) -> None:
    """Red before: five tries of one person showed their words to every editor."""
    await asyncio.gather(*(search(client, NOTHING) for _ in range(most_missed.LEAST_TIMES)))
    await search(client, NOTHING)
    assert (await client.get("/search", params={"q": NOTHING})).status_code == 200
    assert (await client.get("/api/v1/answers", params={"q": NOTHING})).status_code == 200
    assert await counted() == {NOTHING: 1}
    editor = await publisher(stack, client, StaffRole.publisher)
    assert (await editor.ok("GET", "/staff/v1/missed-searches"))["searches"] == []


async def test_other_words_and_other_askers_count(redis: Redis) -> None:
    asked = [("a", NOTHING), ("b", NOTHING), ("a", "火星两日游"), ("wechat a", NOTHING)]
    await asyncio.gather(*(count_unanswered(redis, text, asker) for asker, text in asked))
    assert await counted() == {NOTHING: 3, "火星两日游": 1}


async def test_the_next_day_the_same_one_counts_again(redis: Redis, stack: Stack) -> None:
    await count_unanswered(redis, NOTHING, "a")
    with later(stack, hours=23, minutes=59):
        await count_unanswered(redis, NOTHING, "a")
    assert sum((await counted()).values()) == 1
    with later(stack, days=1, seconds=1):
        await count_unanswered(redis, NOTHING, "a")
    rows = await UnansweredQuery.all()
    assert [row.times for row in rows] == [1, 1] and len({row.on for row in rows}) == 2


async def test_who_asked_stands_nowhere_and_is_forgotten_after_a_day(
    client: httpx.AsyncClient, redis: Redis
) -> None:
    await search(client, NOTHING)
    keys = [key.decode() async for key in redis.scan_iter("window:unanswered-*")]
    assert len(keys) == 2
    assert all("127.0.0.1" not in key and NOTHING not in key for key in keys)
    lives = [await redis.ttl(key) for key in keys]
    assert all(0 < seconds <= 86_400 for seconds in lives)


async def test_without_redis_the_search_is_answered_and_nothing_is_counted(
    client: httpx.AsyncClient, stack: Stack
) -> None:
    with stack.having(REDIS, Redis(port=1)):
        assert (await search(client, NOTHING))["outcome"] == "nothing"
    assert await counted() == {}


async def test_old_counts_are_swept(stack: Stack) -> None:
    last, gone = clock.today() - KEPT, clock.today() - KEPT - timedelta(days=1)
    assert KEPT > most_missed.PERIOD
    for on in (last, gone):
        await UnansweredQuery.create(text=NOTHING, on=on, times=9)
        await UnansweredChoice.create(text=NOTHING, item_key="passport", on=on, times=9)
    await stack.sweep("forget_old_searches")
    assert [row.on for row in await UnansweredQuery.all()] == [last]
    assert [row.on for row in await UnansweredChoice.all()] == [last]
