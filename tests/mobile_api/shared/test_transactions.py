"""One flat transaction: where it must be open, where it must not, and that it never leaks."""

import asyncio

import pytest
from tortoise.exceptions import IntegrityError

from mobile_api.shared import clock
from mobile_api.shared.database import (
    TransactionMisplaced,
    connection,
    fetch,
    in_transaction,
    outside_transaction,
    savepoint,
    transaction_needed,
)
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.models import IdempotencyRecord
from mobile_api.shared.process.cache import REDIS
from tests.cutting import Counted
from tests.stack import Stack


async def keep(key: str) -> None:
    await IdempotencyRecord.create(
        caller_key=key, key_hash=b"k", request_digest=b"d", created_at=clock.now()
    )


async def kept() -> list[str]:
    rows = await IdempotencyRecord.all().order_by("caller_key")
    return [row.caller_key for row in rows]


async def test_what_needs_a_transaction_says_so(stack: Stack) -> None:
    with pytest.raises(TransactionMisplaced):
        transaction_needed()
    with pytest.raises(TransactionMisplaced):
        async with savepoint():
            pass
    async with in_transaction():
        transaction_needed()


async def test_what_may_take_long_is_refused_in_a_transaction(stack: Stack) -> None:
    outside_transaction()
    async with in_transaction():
        with pytest.raises(TransactionMisplaced):
            outside_transaction()
        with pytest.raises(TransactionMisplaced):
            async with in_transaction():
                pass
    outside_transaction()


async def test_a_task_that_outlives_the_transaction_is_outside(stack: Stack) -> None:
    is_over = asyncio.Event()

    async def later() -> None:
        await is_over.wait()
        outside_transaction()

    async with in_transaction():
        task = asyncio.create_task(later())
    is_over.set()
    await task


async def test_a_clash_takes_back_the_savepoint_alone(stack: Stack) -> None:
    async with in_transaction():
        await keep("one")
        with pytest.raises(IntegrityError):
            async with savepoint():
                await keep("two")
                await keep("one")
        await keep("three")
    assert await kept() == ["one", "three"]


async def test_a_transaction_cut_at_any_wait_gives_its_connection_back(stack: Stack) -> None:
    async def work() -> None:
        async with in_transaction():
            await fetch("SELECT 1")

    waits = 1
    while not await Counted(work(), waits).run():
        waits += 1
    assert waits > 3
    pool = connection()._pool
    assert pool.get_idle_size() == pool.get_size()


async def test_nothing_is_counted_in_redis_inside_one(stack: Stack) -> None:
    async with in_transaction():
        with pytest.raises(TransactionMisplaced):
            await spend(REDIS.of(stack.app), RateLimit("any", times=1, seconds=1), "somebody")
