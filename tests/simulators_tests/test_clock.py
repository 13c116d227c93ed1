"""One clock for every part: days pass at once, and waiting work notices."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.simulators.clock import Clock

START = datetime(2026, 3, 5, tzinfo=UTC)


def test_it_starts_where_it_is_told_and_shows_beijing_time() -> None:
    clock = Clock(datetime(2026, 3, 5, 1, 0, tzinfo=UTC), scale=0)
    assert clock.beijing().isoformat() == "2026-03-05T09:00:00+08:00"


def test_it_moves_on_and_keeps_what_has_passed_when_the_speed_changes() -> None:
    clock = Clock(START, scale=0)
    start = clock.now()
    clock.advance(90)
    clock.set_scale(0)
    assert clock.now() - start == 90


async def test_a_sleeper_wakes_when_its_time_is_skipped() -> None:
    clock = Clock(START, scale=0)
    sleeper = asyncio.create_task(clock.sleep(7_200))
    await asyncio.sleep(0.01)
    clock.advance(7_199)
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    clock.advance(1)
    await asyncio.wait_for(sleeper, 1)


async def test_a_fast_clock_shortens_the_wait() -> None:
    await asyncio.wait_for(Clock(START, scale=100_000).sleep(3_600), 1)


def test_it_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="not negative"):
        Clock(START).set_scale(-1)
