"""What a worker repeats: a step over due rows, or a sweep that comes by the clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from mobile_api.shared.due.claims import Row
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.working import Work, work_off

# Every loop looks by itself this often, should a notification have been missed.
IDLE_SECONDS = 5.0
SWEEP_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Loop:
    """One step, repeated at once as long as it answers that it found work.

    Else it waits until `wakes_on` is called out (see `wake`), or for `every_seconds`.
    """

    name: str
    step: Callable[[], Awaitable[int]]
    wakes_on: str | None = None
    every_seconds: float = IDLE_SECONDS


def loop_over(table: DueTable[Row], work: Work[Row]) -> Loop:
    """Work off the rows of one table, woken by those who insert or re-arm them."""
    return Loop(table.kind, partial(work_off, table, work), wakes_on=table.kind)


def sweep(name: str, work: Callable[[], Awaitable[int]]) -> Loop:
    """Once in a while; it takes all there is in one go, so nothing is left to do at once."""

    async def step() -> int:
        await work()
        return 0

    return Loop(name, step, every_seconds=SWEEP_SECONDS)
