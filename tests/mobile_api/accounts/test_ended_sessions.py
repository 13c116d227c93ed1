"""Every worker goes on refusing ended sessions, and says so when it cannot."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from redis.asyncio import Redis

from mobile_api.accounts.sessions.service import ENDED_SESSIONS, EndedSessions
from mobile_api.guides.reading.published import CATALOGUE, PublishedCatalogue
from mobile_api.shared import clock
from mobile_api.shared.errors import NotSignedIn
from mobile_api.shared.process.cache import REDIS
from tests.mobile_api.guides.conftest import until
from tests.stack import Stack

CHANNEL = "sessions:ended"


@pytest.fixture
def redis(stack: Stack) -> Redis:
    return REDIS.of(stack.app)


@pytest.fixture
async def ended(redis: Redis) -> AsyncIterator[EndedSessions]:
    """What a further worker knows."""
    ended = EndedSessions(redis)
    ended.start()
    yield ended
    await ended.stop()


async def hear_of_an_end(ended: EndedSessions, redis: Redis) -> None:
    """Returns when the worker has heard of a session that ends now, told until it listens."""
    session_id = uuid4()
    until_then = (clock.now() + timedelta(minutes=15)).timestamp()

    async def is_refused() -> bool:
        await redis.publish(CHANNEL, f"{session_id} {until_then}")
        try:
            ended.refuse_if_ended(session_id)
        except NotSignedIn:
            return True
        return False

    await until(is_refused)


async def test_news_that_make_no_sense_do_not_end_the_following(
    ended: EndedSessions, redis: Redis
) -> None:
    await hear_of_an_end(ended, redis)
    for nonsense in (b"nonsense", b"\xff\xfe 1", b"x y"):
        await redis.publish(CHANNEL, nonsense)
        await hear_of_an_end(ended, redis)


async def test_readiness_shows_who_does_not_follow(stack: Stack, client: httpx.AsyncClient) -> None:
    async def names(is_ready: bool) -> set[str]:
        answer = await client.get("/health/ready")
        assert answer.status_code == 200
        found = answer.json()["dependencies"]
        return {part["name"] for part in found if part["is_ready"] is is_ready}

    followers: dict[str, EndedSessions | PublishedCatalogue] = {
        "ended_sessions": ENDED_SESSIONS.of(stack.app),
        "catalogue_news": CATALOGUE.of(stack.app),
    }

    async def all_follow() -> bool:
        return set(followers) <= await names(is_ready=True)

    await until(all_follow)
    for follower in followers.values():
        await follower.stop()
    assert await names(is_ready=False) == set(followers)
    for follower in followers.values():
        result = follower.start()
        if result is not None:
            await result
    await until(all_follow)
