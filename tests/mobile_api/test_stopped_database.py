"""A database that is silent, and one that is away: every call is answered in time, as an outage."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from mobile_api.embedded.home import free_port
from tests.actors import Citizen
from tests.conftest import NO_TLS
from tests.gate import Gate, gate_to
from tests.settings import environment_of
from tests.stack import Stack
from tests.waiting import PATIENCE, until


@pytest.fixture
async def gate(stack: Stack) -> AsyncIterator[Gate]:
    async with gate_to(stack.settings.database_url) as gate:
        yield gate


@pytest.fixture
async def api(stack: Stack, gate: Gate) -> AsyncIterator[httpx.AsyncClient]:
    """An API process of its own whose way to the database is the gate."""
    port = free_port()
    own = {"database_url": gate.url, "port": port, "database_statement_seconds": 1.0}
    settings = stack.settings.model_copy(update=own)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mobile_api.cli", "api", env=os.environ | environment_of(settings)
    )
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=PATIENCE, verify=NO_TLS) as client:
        await until(lambda: is_ready(client))
        yield client
    gate.go_on()
    process.terminate()
    await process.wait()


async def is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


def calls(client: httpx.AsyncClient, citizen: Citizen) -> list[asyncio.Task[httpx.Response]]:
    """Reads and writes, with and without a transaction, more of them than connections."""
    headers = {"Authorization": f"Bearer {citizen.tokens['access_token']}"}
    draft = {"item_key": "passport", "situation": {}}
    asked = [
        client.get("/api/v1/cases", headers=headers),
        client.get("/api/v1/me", headers=headers),
        client.post("/api/v1/cases", json=draft, headers=headers),
        client.post("/api/v1/cases", json=draft, headers=headers | {"Idempotency-Key": "k" * 12}),
        client.post("/staff/v1/sessions", json={"username": "x", "password": "long enough"}),
    ]
    return [asyncio.ensure_future(one) for one in asked]


async def test_a_silent_database_is_an_outage_and_not_a_wait(
    gate: Gate, api: httpx.AsyncClient, citizen: Citizen
) -> None:
    """Red before: of thirteen calls eleven had no answer after 45 seconds."""
    gate.stop()
    answers = await asyncio.gather(*(one for _ in range(4) for one in calls(api, citizen)))
    assert {one.status_code for one in answers} == {503}
    assert all(int(one.headers["Retry-After"]) > 0 for one in answers)
    assert {one.json()["code"] for one in answers} == {"temporarily_unavailable"}
    assert (await api.get("/health/live")).status_code == 200
    told = await api.get("/health/ready")
    assert told.status_code == 503
    away = {one["name"]: one["meaning"] for one in told.json()["dependencies"] if one["meaning"]}
    assert away["database"].startswith("数据库没有回应:") and "redis" not in away
    gate.go_on()
    await until(lambda: is_ready(api))
    first = await asyncio.gather(*calls(api, citizen)[:4])
    assert [one.status_code for one in first] == [200, 200, 201, 201]


async def test_a_database_that_is_away_is_told_as_such(
    gate: Gate, api: httpx.AsyncClient, citizen: Citizen
) -> None:
    """Red before: 500, as if the program were wrong."""
    await gate.leave()
    answers = await asyncio.gather(*calls(api, citizen))
    assert {one.status_code for one in answers} == {503}
    assert all(int(one.headers["Retry-After"]) > 0 for one in answers)
