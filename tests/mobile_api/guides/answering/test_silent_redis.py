"""A Redis that takes a connection and never answers: the search is answered all the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from mobile_api.guides.answering import unanswered
from mobile_api.guides.answering.choices import count_choice
from mobile_api.guides.answering.unanswered import COUNTING_SECONDS, count_unanswered
from mobile_api.guides.publishing.models import UnansweredChoice, UnansweredQuery
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend_all
from mobile_api.shared.process.cache import REDIS
from tests.mobile_api.guides.answering.test_search_routes import search
from tests.stack import Stack

NOTHING = "火星一日游"
# Of a test that hangs; nothing here takes as long as that.
HANGS = 30.0


@dataclass
class Silent:
    """A port that reads and says nothing; `heard`: what each connection has sent."""

    port: int = 0
    heard: list[bytearray] = field(default_factory=list)

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own = bytearray()
        self.heard.append(own)
        while said := await reader.read(65_536):
            own += said
        writer.close()


@asynccontextmanager
async def _running() -> AsyncIterator[Silent]:
    silent = Silent()
    async with await asyncio.start_server(silent.listen, "127.0.0.1", 0) as server:
        silent.port = server.sockets[0].getsockname()[1]
        yield silent


@pytest.fixture
async def silent() -> AsyncIterator[Silent]:
    async with _running() as one:
        yield one


def patient(silent: Silent, seconds: float | None = None) -> Redis:
    """It waits for ever, so that only the deadline of whoever asks ends it."""
    once = Retry(NoBackoff(), 0)
    return Redis(
        port=silent.port, socket_timeout=seconds, socket_connect_timeout=seconds, retry=once
    )


async def test_an_answer_does_not_wait_for_the_counting(
    client: httpx.AsyncClient, stack: Stack, silent: Silent
) -> None:
    """Red before: each of these waited for Redis three times."""
    async with patient(silent) as redis, asyncio.timeout(HANGS):
        with stack.having(REDIS, redis):
            assert (await search(client, NOTHING))["outcome"] == "nothing"
            for path in ("/api/v1/answers", "/search"):
                assert (await client.get(path, params={"q": NOTHING})).status_code == 200
        await count_unanswered(redis, NOTHING, "wechat a")
        await count_choice(redis, NOTHING, "passport", "127.0.0.1")
    assert await UnansweredQuery.all().count() == await UnansweredChoice.all().count() == 0
    assert len(silent.heard) == 5 and COUNTING_SECONDS <= 0.3


async def test_several_limits_are_one_question_and_nothing_is_given_back(silent: Silent) -> None:
    """Red before: the second limit was asked beside the first, then the first was given back."""
    costs = [(RateLimit(name, 1, 60, needs_redis=True), "a") for name in ("one", "two")]
    async with patient(silent, 0.1) as redis:
        with pytest.raises(TemporarilyUnavailable):
            await spend_all(redis, *costs)
    assert len(silent.heard) == 1


async def test_what_one_limit_refuses_counts_under_none(stack: Stack) -> None:
    wide, narrow = RateLimit("wide", 2, 60), RateLimit("narrow", 1, 90)
    redis = REDIS.of(stack.app)
    await spend_all(redis, (wide, "a"), (narrow, "a"))
    with pytest.raises(TooManyRequests) as refused:
        await spend_all(redis, (wide, "a"), (narrow, "a"))
    assert refused.value.retry_after in range(61, 91)
    await spend_all(redis, (wide, "a"), (narrow, "b"))
    with pytest.raises(TooManyRequests):
        await spend_all(redis, (wide, "a"), (narrow, "c"))
    await spend_all(redis, (wide, "b"), (narrow, "c"))


async def test_a_database_that_is_away_fails_no_answer(
    client: httpx.AsyncClient, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue is in memory: who searches needs no database."""
    monkeypatch.setattr(unanswered, "COUNTING_SECONDS", HANGS)
    away = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '57P01'; END $$"
    monkeypatch.setattr(unanswered, "_COUNT", away)
    assert (await search(client, NOTHING))["outcome"] == "nothing"
