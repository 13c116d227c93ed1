"""Whoever asks for a token and leaves before it comes takes nothing away from those who wait."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.tasks.single_flight import SingleFlight
from wechat.platform.errors import TransientFault
from wechat.platform.tokens import SharedToken, SharedTokens

LIFE_SECONDS = 7_200


class AtWechat:
    """Answers when it is let, with another token each time, or fails."""

    def __init__(self) -> None:
        self.times = 0
        self.is_out_of_order = False
        self.has_heard, self.may_answer = asyncio.Event(), asyncio.Event()

    async def fetch(self) -> SharedToken:
        self.times += 1
        self.has_heard.set()
        await self.may_answer.wait()
        if self.is_out_of_order:
            raise TransientFault(-1)
        return SharedToken.lasting(f"token-{self.times}", LIFE_SECONDS)


@pytest.fixture
def at_wechat() -> AtWechat:
    return AtWechat()


@pytest.fixture
async def flights() -> AsyncIterator[SingleFlight]:
    flights = SingleFlight()
    yield flights
    await flights.close()


@pytest.fixture
def tokens(at_wechat: AtWechat, redis: Redis, flights: SingleFlight) -> SharedTokens:
    return SharedTokens(redis, "wechat:token:leaving", at_wechat.fetch, flights)


async def left(tokens: SharedTokens, at_wechat: AtWechat, *, waiting: int = 0) -> list[str]:
    """What those get who wait while the first asker leaves and WeChat answers then."""
    first = asyncio.create_task(tokens.current())
    await at_wechat.has_heard.wait()
    others = [asyncio.create_task(tokens.current()) for _ in range(waiting)]
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    assert first.cancelled()
    at_wechat.may_answer.set()
    return await asyncio.gather(*others)


async def test_who_waits_gets_the_token(tokens: SharedTokens, at_wechat: AtWechat) -> None:
    assert await left(tokens, at_wechat, waiting=3) == ["token-1"] * 3
    assert at_wechat.times == 1


async def test_who_waits_does_not_get_the_token_that_has_ended(
    tokens: SharedTokens, at_wechat: AtWechat, redis: Redis
) -> None:
    at_wechat.may_answer.set()
    assert await tokens.current() == "token-1"
    at_wechat.has_heard.clear()
    at_wechat.may_answer.clear()
    with clock.standing_at(clock.now() + timedelta(seconds=LIFE_SECONDS)):
        assert await left(tokens, at_wechat, waiting=2) == ["token-2"] * 2


async def test_who_waits_hears_of_the_fault(tokens: SharedTokens, at_wechat: AtWechat) -> None:
    at_wechat.is_out_of_order = True
    with pytest.raises(TransientFault):
        await left(tokens, at_wechat, waiting=1)
    assert at_wechat.times == 1


async def test_when_all_have_left_the_next_finds_the_token(
    tokens: SharedTokens, at_wechat: AtWechat
) -> None:
    await left(tokens, at_wechat)
    assert await tokens.current() == "token-1"
    assert at_wechat.times == 1


async def test_who_knows_better_than_the_one_who_asked_asks_again(
    tokens: SharedTokens, at_wechat: AtWechat, redis: Redis, flights: SingleFlight
) -> None:
    at_wechat.may_answer.set()
    await tokens.current()
    elsewhere = SharedTokens(redis, "wechat:token:leaving", at_wechat.fetch, flights)
    both = (elsewhere.current(), elsewhere.current(rejected="token-1"))
    assert list(await asyncio.gather(*both)) == ["token-1", "token-2"]


async def test_closing_ends_the_asking(
    tokens: SharedTokens, at_wechat: AtWechat, flights: SingleFlight
) -> None:
    asking = asyncio.create_task(tokens.current())
    await at_wechat.has_heard.wait()
    await flights.close()
    await asyncio.wait([asking])
    assert asking.cancelled()
