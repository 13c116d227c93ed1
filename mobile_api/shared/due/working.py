"""Works off due rows: some side by side, each to an end that is written down and counted once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import in_transaction, savepoint
from mobile_api.shared.due import faults
from mobile_api.shared.due.claims import ClaimLost, Held, Row, claim
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable

log = logging.getLogger(__name__)

# Does what is due with one row and records it; answers the word for how it went, if there is one.
Work = Callable[[Held[Row]], Awaitable[str | None]]

DONE, LOST, PUT_OFF, ENDED = "done", "lost", "put_off", "ended"
GIVEN_BACK, UNRECORDED = "given_back", "unrecorded"
# A worker dies for many reasons, and takes with it what it holds; the same row alone in its hands
# so many times in a row is the reason.
_MOST_LOST = 3
_NO_MORE = Retry(first=timedelta(0), longest=timedelta(0), tries=1)
# The rest of a lease is for writing down how it went, before another worker takes the row.
_WORK_PART = 0.8
_COME_AGAIN = {LOST, PUT_OFF, GIVEN_BACK, UNRECORDED}


async def work_off(table: DueTable[Row], work: Work[Row]) -> int:
    """Claim some due rows and work on them; answers how many they were. Not in a transaction.

    A row whose turn has not come when half of its lease is over is given back. Rows that were left
    by whoever had them are worked on one by one and alone, those that were left least often first,
    so that one which kills its worker takes no other with it.
    """
    claimed_at = asyncio.get_running_loop().time()
    limit = table.claim_size or table.at_once
    held = await claim(table.model, limit=limit, lease=table.lease, share=table.share)
    left = [one for one in held if one.was_left]
    jobs = await _alone(held, left, work) if left else [(one, work) for one in held]
    waiting = iter(jobs)

    async def one_after_the_other() -> None:
        for one, what in waiting:
            await _work_on(table, one, what, claimed_at)

    async with asyncio.TaskGroup() as side_by_side:
        for _ in range(1 if left else min(table.at_once, len(held))):
            side_by_side.create_task(one_after_the_other())
    return len(held)


async def _alone(
    held: Sequence[Held[Row]], left: Sequence[Held[Row]], work: Work[Row]
) -> list[tuple[Held[Row], Work[Row]]]:
    """What to do with those that were left, in turn; the others are given back."""
    for one in held:
        if not one.was_left:
            await one.give_back()
    losses = await faults.losses(left)
    ordered = sorted(left, key=lambda one: losses[one.id])
    return [
        (one, _end_it if losses[one.id] >= _MOST_LOST else partial(_watched, work))
        for one in ordered
    ]


async def _end_it(held: Held[Row]) -> str:
    raise TryAgain(faults.LOST_WORKERS, by=_NO_MORE)


async def _watched(work: Work[Row], held: Held[Row]) -> str:
    """While it is worked on it stands written that it was left again, should nobody say more."""
    async with in_transaction():
        await faults.note(held, faults.LOST_WORKERS)
    outcome = await work(held) or DONE
    await faults.forget(held)
    return outcome


async def _work_on(
    table: DueTable[Row], held: Held[Row], work: Work[Row], claimed_at: float
) -> None:
    """Whatever goes wrong with this row stays with it: the others and the loop go on."""
    try:
        outcome = await _tried(table, held, work, claimed_at)
    except ClaimLost:
        outcome = LOST
    except Exception:
        # Above all a database that cannot be reached: the lease runs out and the row comes again.
        log.exception("it could not be recorded how row %s of %s went", held.id, table.kind)
        outcome = UNRECORDED
    metrics.due_work_total.labels(table.kind, outcome).inc()
    if outcome not in _COME_AGAIN:
        waited = (clock.now() - held.was_due_at).total_seconds()
        metrics.due_work_seconds.labels(table.kind).observe(waited)


async def _tried(table: DueTable[Row], held: Held[Row], work: Work[Row], claimed_at: float) -> str:
    lease = table.lease.total_seconds()
    if asyncio.get_running_loop().time() > claimed_at + lease / 2:
        await held.give_back()
        return GIVEN_BACK
    try:
        async with asyncio.timeout_at(claimed_at + lease * _WORK_PART):
            return await work(held) or DONE
    except ClaimLost:
        raise
    except TryAgain as fault:
        log.warning("row %s of %s has to wait: %s", held.id, table.kind, fault.code)
        return await _put_off(table, held, fault)
    except Exception as fault:
        log.exception("row %s of %s could not be worked off", held.id, table.kind)
        return await _put_off(table, held, fault)


async def _put_off(table: DueTable[Row], held: Held[Row], fault: Exception) -> str:
    again = TryAgain.after(fault)
    retry = again.by or table.retry
    async with in_transaction():
        failing = await faults.note(held, again.code)
        if retry.is_over(failing.failures, failing.lasting):
            return await _end(table, held, again)
        wait = max(retry.wait(failing.failures), again.wait)
        await held.record(due_at=clock.now() + wait, **again.columns)
        return PUT_OFF


async def _end(table: DueTable[Row], held: Held[Row], last: TryAgain) -> str:
    named = await _named_end(table, held, last)
    if named is not None:
        await faults.forget(held)
        return named
    await held.record(due_at=None)
    await faults.note_end(held)
    log.error("row %s of %s has failed for the last time and is set aside", held.id, table.kind)
    return ENDED


async def _named_end(table: DueTable[Row], held: Held[Row], last: TryAgain) -> str | None:
    if table.on_end is None:
        return None
    try:
        async with savepoint():
            return await table.on_end(held, last)
    except ClaimLost:
        raise
    except Exception:
        # An end that fails must not make the row come again for ever.
        log.exception("row %s of %s could not get its own end", held.id, table.kind)
        return None
