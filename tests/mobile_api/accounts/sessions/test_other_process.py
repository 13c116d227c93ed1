"""What one process ends is ended in all others, with Redis away as well, and after a restart."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from redis.asyncio import Redis

from mobile_api.accounts.staff import service as staff
from mobile_api.embedded.home import free_port
from mobile_api.shared.process.cache import REDIS
from tests.actors import Citizen, Colleague
from tests.committed import committed
from tests.conftest import NO_TLS
from tests.mobile_api.accounts.sessions.test_devices import Actor, again, is_out, sign_out
from tests.mobile_api.accounts.sessions.test_revocation import open_doors
from tests.settings import environment_of
from tests.stack import Stack
from tests.waiting import PATIENCE, until


@asynccontextmanager
async def another_process(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """An API process of its own, started while there is no Redis."""
    port = free_port()
    settings = stack.settings.model_copy(update={"port": port, "redis_url": "redis://127.0.0.1:1"})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mobile_api.cli", "api", env=os.environ | environment_of(settings)
    )
    base = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=base, timeout=PATIENCE, verify=NO_TLS) as client:
            await until(lambda: is_alive(client))
            yield client
    finally:
        process.terminate()
        await process.wait()


async def is_alive(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/live")).status_code == 200
    except httpx.TransportError:
        return False


def through(client: httpx.AsyncClient, actor: Actor) -> Actor:
    """The same device, with calls that another process answers."""
    copy = again(actor)
    copy.client, copy.tokens = client, actor.tokens
    return copy


async def test_ended_before_and_after_another_process_started(
    stack: Stack, citizen: Citizen, colleague: Colleague
) -> None:
    gone = again(citizen)
    await gone.sign_in()
    await sign_out(gone)
    with stack.having(REDIS, Redis.from_url("redis://127.0.0.1:1")):
        async with another_process(stack) as client:
            assert await open_doors(through(client, gone)) == set()
            for actor in (citizen, colleague):
                assert not await is_out(through(client, actor))
            await sign_out(citizen)
            await committed(staff.dismiss(colleague.username, reason="离职"))
            for actor in (citizen, colleague):
                other = through(client, actor)
                await until(lambda other=other: is_out(other))  # type: ignore[misc]
                assert await open_doors(other) == await open_doors(actor) == set()


@pytest.mark.parametrize("door", ["refresh", "page"])
async def test_who_is_signed_in_stays_so_without_redis(
    stack: Stack, citizen: Citizen, door: str
) -> None:
    with stack.having(REDIS, Redis.from_url("redis://127.0.0.1:1")):
        assert door in await open_doors(citizen)
