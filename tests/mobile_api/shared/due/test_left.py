"""Rows that a worker left when it died come to an end, and the row that kills it as well."""

import asyncio
import signal
import sys
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.due.claims import Held, claim
from mobile_api.shared.due.ended import ended_rows
from mobile_api.shared.due.faults import LOST_WORKERS, DueFault
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.due.working import work_off
from tests.mobile_api.shared.due.dying_worker import KILLER, LEASE
from tests.mobile_api.shared.due.rows import MINUTE, due_rows, fresh, table
from tests.stack import Stack
from wechat.content.models import CheckState, ContentCheck

Check = Held[ContentCheck]


async def passes(held: Check) -> str:
    await held.record(due_at=None, state=CheckState.passed)
    return "passed"


async def a_worker(stack: Stack) -> int:
    """Runs one until it dies or finds nothing; answers its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.mobile_api.shared.due.dying_worker",
        stdin=asyncio.subprocess.PIPE,
    )
    await process.communicate(stack.settings.model_dump_json().encode() + b"\n")
    assert process.returncode is not None
    return process.returncode


async def leases_are_over() -> None:
    while held := await ContentCheck.filter(leased_until__gt=clock.now()).count():
        assert held <= 4
        await asyncio.sleep(LEASE.total_seconds() / 4)


@pytest.mark.thorough
async def test_a_row_that_kills_its_worker_is_ended_and_takes_no_other_with_it(
    stack: Stack,
) -> None:
    """Red before: it killed one worker after the other, with whatever they held, for ever."""
    killer, *others = await due_rows(4)
    await ContentCheck.filter(id=killer).update(part=KILLER)
    exits = []
    for _ in range(6):
        exits.append(await a_worker(stack))
        await leases_are_over()
    assert exits == [-signal.SIGKILL] * 4 + [0, 0]
    assert await ContentCheck.filter(id__in=others, state=CheckState.passed).count() == 3
    (ended,) = await ended_rows([table()])
    assert (ended.row_id, ended.fault, ended.failures) == (killer, LOST_WORKERS, 4)


async def leave(count: int) -> None:
    """As if a worker had died with these in its hands, and its leases had run out."""
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=1)):
        await ContentCheck.all().update(due_at=clock.now())
        assert len(await claim(ContentCheck, limit=count, lease=MINUTE)) == count


async def test_what_was_left_is_worked_on_alone(stack: Stack) -> None:
    await due_rows(2)
    await leave(2)
    at_once, most = 0, 0

    async def looks(held: Check) -> str:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        assert (await DueFault.get(row_id=held.id)).fault == LOST_WORKERS
        at_once -= 1
        return await passes(held)

    assert await work_off(table(), looks) == 2
    assert most == 1
    assert await DueFault.all().count() == 0


async def test_what_was_not_left_is_given_back_meanwhile(stack: Stack) -> None:
    left, new = await due_rows(2)
    await ContentCheck.filter(id=new).update(due_at=None)
    await leave_only(left)
    await ContentCheck.filter(id=new).update(due_at=clock.now())
    seen = list[UUID]()

    async def looks(held: Check) -> str:
        seen.append(held.id)
        row = await fresh(new)
        assert held.id == new or (row.attempts, row.leased_until) == (0, None)
        return await passes(held)

    assert await work_off(table(), looks) == 2
    assert await work_off(table(), looks) == 1
    assert seen == [left, new]


async def leave_only(row_id: UUID) -> None:
    with clock.standing_at(clock.now() - timedelta(hours=1)):
        await ContentCheck.filter(id=row_id).update(due_at=clock.now())
        (one,) = await claim(ContentCheck, limit=1, lease=MINUTE)
        assert one.id == row_id


async def test_given_back_it_is_as_left_as_before(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    await leave(1)
    before = await fresh(row_id)
    (one,) = await claim(ContentCheck, limit=1, lease=MINUTE)
    assert one.was_left
    await one.give_back()
    row = await fresh(row_id)
    assert (row.leased_until, row.attempts) == (before.leased_until, before.attempts)
    (again,) = await claim(ContentCheck, limit=1, lease=MINUTE)
    assert again.was_left


async def test_a_failure_of_a_row_that_was_left_counts_once_and_is_named(stack: Stack) -> None:
    (row_id,), at = await due_rows(1), clock.now()
    await leave(1)

    async def breaks(held: Check) -> None:
        raise TryAgain("broken")

    for failures in (1, 2):
        with clock.standing_at(at):
            assert await work_off(table(), breaks) == 1
        fault = await DueFault.get(row_id=row_id)
        assert (fault.fault, fault.failures) == ("broken", failures)
        at += timedelta(hours=1)


@pytest.mark.parametrize("text", ["no\x00thing", "half \ud83d of it"])
async def test_a_failure_can_be_written_down_whatever_it_says(stack: Stack, text: str) -> None:
    """Red before: the database refused the text, and the row came again for ever."""
    (row_id,) = await due_rows(1)

    async def breaks(held: Check) -> None:
        raise TryAgain(text, reason=text, state=CheckState.waiting)

    await work_off(table(), breaks)
    row, fault = await fresh(row_id), await DueFault.get(row_id=row_id)
    assert row.state is CheckState.waiting
    assert fault.fault == row.reason
    assert fault.fault in ("nothing", "half ? of it")
