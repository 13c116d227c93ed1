"""A thousand cases between two cities whose processes are killed and whose lines are bad.

Both cities are whole: API and worker each. Connections are cut before, in and after a message,
requests come twice, later, or once more much later. At the end the rows of both are compared.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import asyncpg
import click
import uvloop

from benchmarks.cities.bad_line import BadLine
from benchmarks.cities.cases import DEPARTMENT, many
from benchmarks.cities.two_cities import City, two_cities
from benchmarks.figures import Figure, at_least, at_most, observed, report
from mobile_api.embedded.partner_city.city import ACCOUNTS
from mobile_api.handoff.receipts.service import EnvelopeFault, opened
from mobile_api.handoff.wire.receipts import Envelope
from mobile_api.parts import open_worker_parts
from mobile_api.signatures.service import VerifyingKey
from uploads.service import STORE

BENCH = "handoff-crash"
CASES, KILLS, SHARE, SEED = 1_000, 30, 0.2, 20261130
_PATIENCE_SECONDS = 1_500.0
# Status -> by whom, which move, with what.
_MOVES: Mapping[str, tuple[str, str, Any]] = {
    "submitted": ("reviewer", "pass-pre-review", None),
    "pre_reviewed": ("reviewer", "accept", None),
    "accepted": ("decider", "decide", {"outcome": "approved"}),
    "decided": ("decider", "complete", None),
    "completed": ("front-desk", "hand-over", None),
}
_LEFT = """
SELECT count(*) FROM handoff JOIN case_file ON case_file.id = case_id
WHERE handoff.status <> 'finished' OR case_file.status <> 'delivered'
"""
_RECEIPTS = """
SELECT handoff_id, kind, envelope FROM handoff_receipt JOIN handoff ON handoff.id = handoff_row_id
"""
_EVENTS_SENT = """
SELECT handoff_id, sequence, body_digest FROM handoff_outgoing
JOIN handoff ON handoff.id = handoff_row_id WHERE kind = 'event' ORDER BY handoff_id, sequence
"""
_EVENTS_APPLIED = """
SELECT handoff_id, sequence, body_digest FROM handoff_incoming
JOIN handoff ON handoff.id = handoff_row_id WHERE kind = 'event' AND applied_at IS NOT NULL
ORDER BY handoff_id, applied_at, sequence
"""


def run() -> list[Figure]:
    """Fill, start, kill, wait, compare; about ten minutes."""
    with two_cities() as (taking, home):
        return uvloop.run(_run(taking, home))


async def _run(taking: City, home: City) -> list[Figure]:
    chance = random.Random(SEED)
    async with open_worker_parts(taking.settings) as parts:
        click.echo(f"{BENCH}: {CASES} cases", err=True)
        await many(STORE.of(parts), range(CASES))
    lines = [BadLine(one.line, one.port, chance, SHARE) for one in (taking, home)]
    began = time.monotonic()
    async with lines[0].open(), lines[1].open():
        kills = await _kill_and_wait(chance, taking, home)
    seconds = time.monotonic() - began
    for city in (taking, home):
        city.run("verify-history")
    happened = lines[0].happened + lines[1].happened
    return [
        observed(BENCH, "kills of api and worker, both cities", kills, "kills"),
        *(observed(BENCH, f"line: {fault}", times, "") for fault, times in happened.items()),
        *await _compare(taking, home),
        observed(BENCH, "from the start until the last case had ended", seconds, "s"),
    ]


async def _kill_and_wait(chance: random.Random, taking: City, home: City) -> int:
    """Kill and start again until enough; then wait until every case has ended in both cities."""
    for city in (taking, home):
        city.start("api")
        city.start("worker")
    staff = asyncio.create_task(_work_at_home(home))
    door = await asyncpg.connect(taking.servers.database_url)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            kills = 0
            while await door.fetchval(_LEFT) or kills < KILLS:
                kills += await _killed(chance, taking, home) if kills < KILLS else 0
                await asyncio.sleep(1.0)
                click.echo(f"{BENCH}: {kills} kills", err=True)
            return kills
    finally:
        staff.cancel()
        await door.close()


async def _killed(chance: random.Random, *cities: City) -> int:
    """kill -9 of one process of one city, which is started again at once."""
    await asyncio.sleep(chance.uniform(0.0, 5.0))
    city, name = chance.choice(cities), chance.choice(("api", "worker"))
    city.kill(name)
    city.start(name)
    return 1


async def _work_at_home(home: City) -> None:
    """The counter of the home city, which knows nothing of any of this."""
    passwords = json.loads((home.folder / ACCOUNTS).read_text())
    url, tokens = f"http://127.0.0.1:{home.port}", dict[str, str]()
    async with aiohttp.ClientSession(trust_env=False) as http:
        while True:
            with suppress(aiohttp.ClientError, TimeoutError, KeyError):
                await _one_round(http, url, passwords, tokens)
            await asyncio.sleep(0.2)


async def _one_round(
    http: aiohttp.ClientSession, url: str, passwords: Mapping[str, str], tokens: dict[str, str]
) -> None:
    for status, (role, move, body) in _MOVES.items():
        name = f"{DEPARTMENT}-{role}"
        if name not in tokens:
            who = {"username": name, "password": passwords[name]}
            async with http.post(f"{url}/staff/v1/sessions", json=who) as answer:
                tokens[name] = (await answer.json())["access_token"]
        headers = {"Authorization": f"Bearer {tokens[name]}"}
        path = f"{url}/staff/v1/cases?status={status}&limit=100"
        async with http.get(path, headers=headers) as answer:
            if answer.status == 401:
                tokens.pop(name)
                continue
            cases = (await answer.json())["cases"]
        for case in cases:
            path = f"{url}/staff/v1/cases/{case['id']}/{move}"
            async with http.post(path, json=body, headers=headers):
                pass


async def _compare(taking: City, home: City) -> list[Figure]:
    here = await asyncpg.connect(taking.servers.database_url)
    there = await asyncpg.connect(home.servers.database_url)
    try:
        sent = await here.fetchval("SELECT count(*) FROM handoff WHERE side = 'taking'")
        named = await here.fetch("SELECT handoff_id FROM handoff")
        arrived = await there.fetch("SELECT handoff_id FROM handoff WHERE case_id IS NOT NULL")
        cases = await there.fetchval("SELECT count(*) FROM case_file WHERE handoff_side = 'home'")
        ours, theirs = await here.fetch(_RECEIPTS), await there.fetch(_RECEIPTS)
        told, applied = await there.fetch(_EVENTS_SENT), await here.fetch(_EVENTS_APPLIED)
        keys = await there.fetch("SELECT public_key FROM handoff_own_key WHERE use = 'signing'")
    finally:
        await here.close()
        await there.close()
    lost = {one["handoff_id"] for one in named} - {one["handoff_id"] for one in arrived}
    return [
        at_least(BENCH, "cases handed off", sent, "cases", CASES),
        at_most(BENCH, "lost", len(lost), "cases", 0),
        at_most(BENCH, "doubled", cases - len({one["handoff_id"] for one in arrived}), "cases", 0),
        observed(BENCH, "events told", len(told), "events"),
        at_most(
            BENCH, "events in another order, lost or doubled", _differing(told, applied), "", 0
        ),
        *_receipts(ours, theirs, VerifyingKey.read(keys[0]["public_key"])),
    ]


def _differing(told: list[Any], applied: list[Any]) -> int:
    """How many handoffs have another row of events here than there."""
    rows: list[dict[Any, list[tuple[int, str]]]] = [{}, {}]
    for found, kept in zip((told, applied), rows, strict=True):
        for one in found:
            kept.setdefault(one["handoff_id"], []).append((one["sequence"], one["body_digest"]))
    return sum(rows[0].get(one) != rows[1].get(one) for one in rows[0].keys() | rows[1].keys())


def _receipts(ours: list[Any], theirs: list[Any], key: VerifyingKey) -> list[Figure]:
    here = {(one["handoff_id"], one["kind"]): bytes(one["envelope"]) for one in ours}
    there = {(one["handoff_id"], one["kind"]): bytes(one["envelope"]) for one in theirs}
    kinds = Counter(kind for _, kind in here)
    wrong = 0
    for envelope in here.values():
        try:
            opened(Envelope.model_validate_json(envelope), key)
        except (EnvelopeFault, ValueError):
            wrong += 1
    return [
        *(
            at_least(BENCH, f"receipts: {kind}", kinds[kind], "receipts", CASES)
            for kind in ("received", "checked", "decided")
        ),
        at_most(
            BENCH,
            "receipts that differ between the cities",
            len(here.items() ^ there.items()),
            "",
            0,
        ),
        at_most(BENCH, "receipts that do not verify", wrong, "receipts", 0),
    ]


if __name__ == "__main__":
    click.echo(report(run()))
