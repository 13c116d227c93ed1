"""Whole cases with a page each, from one whole city to another: how fast, and how soon receipted.

Both cities, each with API and worker, share one machine with PostgreSQL, Redis and this process.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

import click
import uvloop

from benchmarks.cities.cases import drafted, submitted
from benchmarks.cities.two_cities import City, two_cities
from benchmarks.figures import Figure, at_most, observed, percentile
from mobile_api.parts import open_worker_parts
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import fetch
from uploads.service import STORE

AT_ONCE, PACED, A_SECOND = 100, 200, 20
TARGET_SECONDS = 1.0
_WARM_UP = 20
_PATIENCE_SECONDS, _LOOK_SECONDS = 180.0, 0.1
# Both instants are the taking city's: of the transaction that hands the case off, and of the one
# that stores the signed receipt.
_SOON = """
SELECT message.created_at AS begun_at, message.answered_at AS ended_at
FROM handoff_outgoing AS message
    JOIN handoff_receipt AS receipt USING (handoff_row_id)
    JOIN handoff ON handoff.id = handoff_row_id
WHERE message.kind = 'case' AND receipt.kind = 'received' AND handoff.case_id = ANY($1::uuid[])
"""
_CHECKED = """
SELECT count(*) AS number FROM handoff_receipt JOIN handoff ON handoff.id = handoff_row_id
WHERE kind = 'checked' AND case_id = ANY($1::uuid[])
"""
_Draft = tuple[Citizen, UUID]


def run(bench: str) -> list[Figure]:
    """About two minutes."""
    with two_cities(has_line=False) as (taking, home):
        return uvloop.run(_run(bench, taking, home))


async def _run(bench: str, taking: City, home: City) -> list[Figure]:
    async with open_worker_parts(taking.settings) as parts:
        number = _WARM_UP + AT_ONCE + PACED
        click.echo(f"{bench}: {number} whole cases with a page each", err=True)
        drafts = [await drafted(STORE.of(parts), one) for one in range(number)]
        for city in (taking, home):
            city.start("api")
            city.start("worker")
        for city in (taking, home):
            city.wait()
        await _all_checked(drafts[:_WARM_UP], _all_at_once)
        at_once, paced = drafts[_WARM_UP:][:AT_ONCE], drafts[_WARM_UP:][AT_ONCE:]
        seconds = await _all_checked(at_once, _all_at_once)
        figures = [
            observed(bench, "whole cases with a page, checked", AT_ONCE / seconds, "cases/s")
        ]
        await _all_checked(paced, _one_after_the_other)
        waits, rate = await _waits(paced)
    name = f"from handed off to its receipt, {A_SECOND} a second"
    return [
        *figures,
        observed(bench, "cases handed off meanwhile", rate, "cases/s"),
        observed(bench, f"{name}, p50", percentile(waits, 0.5), "s"),
        at_most(bench, f"{name}, p99", percentile(waits, 0.99), "s", TARGET_SECONDS),
        *(
            observed(bench, f"memory of {name}, {city.name} city", city.memory_mb(name), "MB")
            for city in (taking, home)
            for name in ("api", "worker")
        ),
    ]


async def _all_checked(
    drafts: Sequence[_Draft], submitting: Callable[[Sequence[_Draft]], Awaitable[None]]
) -> float:
    """Seconds until the receipt that the home city has made a case of it, its page fetched and
    looked at, is here for every one. Raises TimeoutError."""
    cases, began = [case_id for _, case_id in drafts], time.monotonic()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await submitting(drafts)
        while True:
            if await _are_checked(cases):
                return time.monotonic() - began
            await asyncio.sleep(_LOOK_SECONDS)


async def _are_checked(cases: Sequence[UUID]) -> bool:
    [found] = await fetch(_CHECKED, cases)
    return bool(found["number"] == len(cases))


async def _all_at_once(drafts: Sequence[_Draft]) -> None:
    for draft in drafts:
        await submitted(*draft)


async def _one_after_the_other(drafts: Sequence[_Draft]) -> None:
    """`A_SECOND` of them; who is late does not make the next one later."""
    began = time.monotonic()
    for number, draft in enumerate(drafts):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        await submitted(*draft)


async def _waits(drafts: Sequence[_Draft]) -> tuple[list[float], float]:
    """Seconds of each, and how many a second were handed off: fewer than were submitted, where the
    taking city does not keep up. Raises RuntimeError where a receipt is missing."""
    found = await fetch(_SOON, [case_id for _, case_id in drafts])
    if len(found) != len(drafts):
        raise RuntimeError("not every case has its receipt")
    waits = [_seconds(row["begun_at"], row["ended_at"]) for row in found]
    begun = sorted(row["begun_at"] for row in found)
    return waits, (len(begun) - 1) / _seconds(begun[0], begun[-1])


def _seconds(begun_at: datetime, ended_at: datetime) -> float:
    return (ended_at - begun_at).total_seconds()
