"""Rows that come by the hundred wake the workers once in a while."""

import asyncio

import asyncpg

from mobile_api.shared.due.wakes import SELDOM_SECONDS, WAKE_CHANNEL, wake_sometimes
from tests.stack import Stack


async def test_said_once_in_a_while_for_each_kind(stack: Stack) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    connection = await asyncpg.connect(stack.settings.database_url)
    try:
        await connection.add_listener(WAKE_CHANNEL, lambda *notice: heard.put_nowait(notice[3]))
        for kind, at in (("a", 0.0), ("a", 0.1), ("b", 0.1), ("a", SELDOM_SECONDS)):
            await wake_sometimes(f"test_wakes_{kind}", lambda now=at: now)  # type: ignore[misc]
        told = [await asyncio.wait_for(heard.get(), 5) for _ in range(3)]
        assert told == ["test_wakes_a", "test_wakes_b", "test_wakes_a"]
        await connection.execute("SELECT 1")
        assert heard.empty()
    finally:
        await connection.close()
