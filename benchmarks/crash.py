"""What becomes of 5,000 messages when the worker is killed fifty times in the middle of sending.

The stub of WeChat resets the connection after the effect for 5 % of the messages. Half of them are
subscription messages of the mini-program, for which WeChat has no id that would drop a repetition;
half are template messages of the official account, for which it has.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import click

from benchmarks import telling
from benchmarks.figures import Figure, at_most, observed, report
from benchmarks.telling import City, city, people, tell
from benchmarks.wechat_stub import SUBSCRIPTION, TEMPLATE
from mobile_api.shared.database import fetch

BENCH = "crash"
KILLS, PER_KILL = 50, 100
LATENCY_SECONDS, RESET_SHARE = 0.05, 0.05
TARGET_RECOVERY_SECONDS = 60.0
EVENTS = {"posted": SUBSCRIPTION, "accepted": TEMPLATE}
_KILLED_WITHIN_SECONDS = 0.15
_UNNAMED = ("pending", "sending", "in_reserve")


def run() -> list[Figure]:
    """Kill, start anew, fifty times, and count; about four minutes."""
    official = {
        "wechat_official_account_app_id": telling.OFFICIAL_ACCOUNT,
        "wechat_official_account_secret": "secret",
        "wechat_official_account_templates": json.dumps({"accepted": "template"}),
    }
    with city(latency=LATENCY_SECONDS, reset_share=RESET_SHARE, **official) as here:
        return asyncio.run(_run(here))


async def _run(here: City) -> list[Figure]:
    async with here.opened():
        for turn in range(KILLS):
            await _kill_in_the_middle(here, turn * PER_KILL)
            click.echo(f"{BENCH}: killed {turn + 1} of {KILLS}", err=True)
        killed_at = time.monotonic()
        await _work_off_the_rest(here)
        recovery = time.monotonic() - killed_at
        rows = [Row(**row) for row in await fetch(_ROWS)]
    return figures(rows, here, recovery)


async def _kill_in_the_middle(here: City, first: int) -> None:
    """Tell a hundred people, start a worker, wait for its first message, kill it soon after."""
    person_ids = await people(PER_KILL, telling.MINI_PROGRAM, telling.OFFICIAL_ACCOUNT)
    half = PER_KILL // 2
    for event, some, number in (
        ("posted", person_ids[:half], first),
        ("accepted", person_ids[half:], first + half),
    ):
        await tell(some, number, event)
    before, worker = here.counts()["messages"], here.worker()
    try:
        await _until_taken(here, before + 1)
        await asyncio.sleep(random.uniform(0, _KILLED_WITHIN_SECONDS))
    finally:
        worker.kill()
        worker.wait()


async def _until_taken(here: City, number: int) -> None:
    async with asyncio.timeout(telling.PATIENCE_SECONDS):
        while True:
            if here.counts()["messages"] >= number:
                return
            await asyncio.sleep(0.005)


async def _work_off_the_rest(here: City) -> None:
    """A worker that nobody kills, until nothing is due."""
    worker = here.worker()
    try:
        async with asyncio.timeout(telling.PATIENCE_SECONDS):
            while True:
                (left,) = await fetch("SELECT count(*) FROM delivery WHERE due_at IS NOT NULL")
                if not left["count"]:
                    return
                await asyncio.sleep(0.5)
    finally:
        worker.terminate()
        worker.wait()


_ROWS = """
SELECT event, channel, state, reason, substr(subject, 6) AS number FROM delivery WHERE place > 0
"""


class Row(NamedTuple):
    """How one delivery ended; `number` is what its message can be told from others by."""

    event: str
    channel: str
    state: str
    reason: str
    number: str


def figures(rows: list[Row], here: City, recovery: float) -> list[Figure]:
    """What the rows say, beside what WeChat has really taken."""
    taken = {(path, number): times for path, number, times in here.messages()}
    ended = Counter((row.channel, row.state, row.reason) for row in rows)
    lost = [row for row in rows if row.state == "sent" and not _times(row, taken)]
    total = KILLS * PER_KILL
    return [
        observed(BENCH, "workers killed", KILLS, "kills"),
        observed(BENCH, "answers lost after the effect", here.counts()["resets"], "messages"),
        at_most(BENCH, "deliveries missing", total - len(rows), "rows", 0),
        at_most(BENCH, "deliveries without a named end", _count(rows, _UNNAMED), "rows", 0),
        at_most(BENCH, "said to be sent, but not taken", len(lost), "rows", 0),
        at_most(BENCH, "template messages doubled", _doubled(taken, TEMPLATE), "messages", 0),
        at_most(
            BENCH, "subscription messages doubled", _doubled(taken, SUBSCRIPTION), "messages", 0
        ),
        at_most(BENCH, "last kill until all had ended", recovery, "s", TARGET_RECOVERY_SECONDS),
        *(
            observed(BENCH, " ".join(filter(None, kind)), number, "rows")
            for kind, number in sorted(ended.items())
        ),
        *_unconfirmed(rows, taken),
    ]


def _times(row: Row, taken: Mapping[tuple[str, str], int]) -> int:
    return taken.get((EVENTS[row.event], row.number), 0)


def _count(rows: list[Row], states: tuple[str, ...]) -> int:
    return sum(row.state in states for row in rows)


def _doubled(taken: Mapping[tuple[str, str], int], path: str) -> int:
    return sum(times > 1 for (way, _), times in taken.items() if way == path)


def _unconfirmed(rows: list[Row], taken: Mapping[tuple[str, str], int]) -> list[Figure]:
    """What nobody could know at the time, and how it really was."""
    unsure = [row for row in rows if row.state == "sent_unconfirmed"]
    arrived = sum(_times(row, taken) > 0 for row in unsure)
    return [
        observed(BENCH, "unconfirmed, had arrived", arrived, "rows"),
        observed(BENCH, "unconfirmed, had not arrived", len(unsure) - arrived, "rows"),
    ]


if __name__ == "__main__":
    click.echo(report(run()))
