"""Wrong proofs run out, right ones do not; and whoever is barred has earned it."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from mobile_api.shared import clock
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.guesses import Door, Guess, is_known, judge, may_guess, place_of
from mobile_api.shared.process.cache import REDIS
from tests.stack import Stack

DOOR = Door("test", mistakes=3, of_day=7, of_guesser=8, about_subject=5)
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def redis(stack: Stack) -> Redis:
    return REDIS.of(stack.app)


async def tried(
    redis: Redis, subject: str, guesser: str, *, is_right: bool = False
) -> TooManyRequests | None:
    """The refusal of a proof, or None when its verdict may be told."""
    try:
        await judge(redis, Guess(DOOR, subject, guesser), is_right=is_right)
    except TooManyRequests as refusal:
        return refusal
    return None


async def wrong(redis: Redis, subject: str, guesser: str, times: int) -> int:
    """How many of so many wrong proofs were told that they are wrong."""
    answers = [await tried(redis, subject, guesser) for _ in range(times)]
    return sum(one is None for one in answers)


async def test_right_proofs_never_count(redis: Redis) -> None:
    answers = [await tried(redis, "ann", "home", is_right=True) for _ in range(20)]
    assert answers == [None] * 20


async def test_mistakes_bar_whoever_made_them_for_a_quarter_of_an_hour(redis: Redis) -> None:
    assert await wrong(redis, "ann", "cafe", 5) == 3
    refused = await tried(redis, "ann", "cafe", is_right=True)
    assert refused is not None and 890 < (refused.retry_after or 0) <= 900
    with pytest.raises(TooManyRequests):
        await may_guess(redis, Guess(DOOR, "ann", "cafe"))
    assert await tried(redis, "ann", "home", is_right=True) is None
    with clock.standing_at(clock.now() + timedelta(minutes=15)):
        assert await tried(redis, "ann", "cafe", is_right=True) is None


async def test_mistakes_of_a_day_are_not_forgotten_by_a_right_proof(redis: Redis) -> None:
    for minutes, told in ((0, 3), (15, 3), (30, 1)):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            assert await tried(redis, "ann", "hall", is_right=True) is None
            assert await wrong(redis, "ann", "hall", 4) == told
    with clock.standing_at(clock.now() + timedelta(minutes=45)):
        refused = await tried(redis, "ann", "hall", is_right=True)
        assert refused is not None and 80_000 < (refused.retry_after or 0) <= 86_400
        assert await tried(redis, "ann", "home", is_right=True) is None


async def test_a_right_proof_forgets_the_mistakes_before_it(redis: Redis) -> None:
    for _ in range(2):
        assert await wrong(redis, "ann", "home", 2) == 2
        assert await tried(redis, "ann", "home", is_right=True) is None


async def test_what_is_refused_does_not_count(redis: Redis) -> None:
    assert await wrong(redis, "ann", "cafe", 30) == 3
    assert await wrong(redis, "bob", "cafe", 3) == 3


async def test_a_guesser_has_so_many_mistakes_a_day(redis: Redis) -> None:
    found = [await wrong(redis, f"subject-{number}", "cafe", 3) for number in range(5)]
    assert found == [3, 3, 2, 0, 0]
    refused = await tried(redis, "zoe", "cafe", is_right=True)
    assert refused is not None and 86000 < (refused.retry_after or 0) <= 86400
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert await tried(redis, "zoe", "cafe", is_right=True) is None


async def test_a_neighbour_who_is_known_comes_in_behind_a_spent_address(redis: Redis) -> None:
    assert await tried(redis, "zoe", "cafe", is_right=True) is None
    for number in range(5):
        await wrong(redis, f"subject-{number}", "cafe", 3)
    assert await tried(redis, "zoe", "cafe", is_right=True) is None


async def test_about_one_subject_each_further_address_has_one_guess(redis: Redis) -> None:
    assert await wrong(redis, "ann", "first", 9) + await wrong(redis, "ann", "second", 9) == 5
    told = [await wrong(redis, "ann", f"address-{number}", 4) for number in range(10)]
    assert told == [1] * 10
    # Each of them has lost its clean record, here and at every other subject under attack.
    assert await tried(redis, "ann", "address-1", is_right=True) is not None


async def test_the_owner_comes_in_while_the_subject_is_under_attack(redis: Redis) -> None:
    assert await tried(redis, "ann", "home", is_right=True) is None
    for number in range(12):
        await wrong(redis, "ann", f"address-{number}", 3)
    assert await tried(redis, "ann", "home", is_right=True) is None
    assert await tried(redis, "ann", "a train with a clean record", is_right=True) is None
    # At home she may even mistype, for she is known there.
    assert await wrong(redis, "ann", "home", 1) == 1
    assert await tried(redis, "ann", "home", is_right=True) is None


async def test_fifty_guesses_at_once_are_no_more_than_one_after_the_other(redis: Redis) -> None:
    told = await asyncio.gather(*(tried(redis, "ann", "cafe") for _ in range(50)))
    assert sum(one is None for one in told) == 3
    told = await asyncio.gather(*(tried(redis, f"n-{number}", "bar") for number in range(50)))
    assert sum(one is None for one in told) == 8


async def test_doors_and_pairs_do_not_mix(redis: Redis) -> None:
    assert await tried(redis, "a b", "c", is_right=True) is None
    assert await is_known(redis, Guess(DOOR, "a b", "c"))
    assert not await is_known(redis, Guess(DOOR, "a", "b c"))
    other = Door("other", mistakes=3, of_day=7, of_guesser=8, about_subject=5)
    assert not await is_known(redis, Guess(other, "a b", "c"))


async def test_without_redis_nothing_is_told(stack: Stack) -> None:
    async with Redis.from_url(NOWHERE) as away:
        with pytest.raises(TemporarilyUnavailable):
            await judge(away, Guess(DOOR, "ann", "home"), is_right=True)
        assert not await is_known(away, Guess(DOOR, "ann", "home"))


async def test_redis_holds_neither_subject_nor_guesser(redis: Redis) -> None:
    await wrong(redis, "999900202611210000019", "198.51.100.7", 1)
    keys = b" ".join([key async for key in redis.scan_iter("guess:*")])
    assert keys and b"9999002" not in keys and b"198.51" not in keys


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_network_is_one_guesser(told: str, counted: str) -> None:
    assert place_of(told) == counted
