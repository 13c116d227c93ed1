"""Every row that is claimed comes to an end that is written down, whatever happens to it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.working import work_off
from tests.mobile_api.shared.due.rows import MINUTE, counted, due_in, due_rows, fresh, table
from tests.stack import Stack
from wechat.content.models import CheckState, ContentCheck

Check = Held[ContentCheck]
ONE_TRY = Retry(first=MINUTE, longest=MINUTE, tries=1)


async def settle(held: Check) -> str:
    await held.record(due_at=None, state=CheckState.passed)
    return "passed"


async def break_down(held: Check) -> None:
    raise ValueError("of 张三丰")


async def test_a_row_that_breaks_costs_no_other_its_end(stack: Stack) -> None:
    """Red before: `asyncio.gather` let the step fail and the others run on unobserved."""
    ids, before, under_way = await due_rows(3), clock.now(), asyncio.Event()

    async def work(held: Check) -> str:
        if held.id == ids[0]:
            under_way.set()
            raise ValueError("the first one is broken")
        await under_way.wait()
        return await settle(held)

    assert await work_off(table(), work) == 3
    assert [await due_in(row_id, before) for row_id in ids] == [60, None, None]
    assert (await fresh(ids[0])).leased_until is None


async def test_every_row_is_counted_once(stack: Stack) -> None:
    """Red before: a batch was counted beside the outcomes of its rows."""
    await due_rows(2)
    before = counted()
    assert await work_off(table(), settle) == 2
    after = counted()
    assert {key: after[key] - before.get(key, 0.0) for key in after} == {
        key: 2.0 if key == "passed" else 0.0 for key in after
    }


async def test_no_more_rows_are_claimed_than_are_worked_on(stack: Stack) -> None:
    await due_rows(5)
    both_asked, claimed = asyncio.Barrier(2), list[int]()

    async def work(held: Check) -> str:
        await both_asked.wait()
        claimed.append(await ContentCheck.filter(attempts=1).count())
        await both_asked.wait()
        return await settle(held)

    assert await work_off(table(at_once=2), work) == 2
    assert claimed == [2, 2]


async def test_in_turn_the_longest_due_first(stack: Stack) -> None:
    ids, seen = await due_rows(4), list[UUID]()

    async def work(held: Check) -> str:
        seen.append(held.id)
        return await settle(held)

    assert await work_off(table(at_once=1, claim_size=3), work) == 3
    assert seen == ids[:3]


async def test_a_row_whose_turn_comes_too_late_is_given_back(stack: Stack) -> None:
    await due_rows(3)
    assert await work_off(table(lease=timedelta(microseconds=1), at_once=3), settle) == 3
    assert await ContentCheck.filter(attempts=0, leased_until=None).count() == 3


async def test_work_that_outlasts_its_lease_is_stopped(stack: Stack) -> None:
    (row_id,), before = await due_rows(1), clock.now()

    async def never_done(held: Check) -> None:
        await asyncio.Event().wait()

    await work_off(table(lease=timedelta(milliseconds=300)), never_done)
    assert (await due_in(row_id, before), (await DueFault.get()).fault) == (60, "TimeoutError")


async def test_it_comes_again_later_and_later_and_then_ends(stack: Stack) -> None:
    """Red before: it came again whenever its lease ran out, for ever."""
    (row_id,), at = await due_rows(1), clock.now()
    waits = []
    for _ in range(4):
        with clock.standing_at(at):
            handled = await work_off(table(), break_down)
            waits.append((handled, await due_in(row_id, at)))
        at += timedelta(hours=1)
    assert waits == [(1, 60), (1, 120), (1, None), (0, None)]
    fault = await DueFault.get()
    assert (fault.row_id, fault.kind, fault.failures) == (row_id, "content_check", 3)
    assert fault.fault == "ValueError" and fault.ended_at is not None


async def test_only_failures_in_a_row_count(stack: Stack) -> None:
    (row_id,), at = await due_rows(1), clock.now()

    async def come_again(held: Check) -> None:
        await held.record(due_at=clock.now())

    for work in (break_down, break_down, come_again, break_down, break_down):
        with clock.standing_at(at):
            await work_off(table(), work)
        at += timedelta(hours=1)
    assert (await DueFault.get()).failures == 2
    assert (await fresh(row_id)).due_at is not None


async def test_an_end_of_its_own(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    before = counted()

    async def unavailable(held: Check, last: TryAgain) -> str:
        await held.record(due_at=None, state=CheckState.unavailable, reason=last.code)
        return "unavailable"

    async def refuse(held: Check) -> None:
        raise TryAgain("refused", by=ONE_TRY)

    await work_off(table(on_end=unavailable), refuse)
    row = await fresh(row_id)
    assert (row.state, row.reason, row.due_at) == (CheckState.unavailable, "refused", None)
    assert await DueFault.all().count() == 0
    assert counted()["unavailable"] == before.get("unavailable", 0.0) + 1


async def test_an_end_that_fails_is_an_end(stack: Stack) -> None:
    (row_id,) = await due_rows(1)

    async def fail_again(held: Check, last: TryAgain) -> str:
        await fetch("UPDATE content_check SET state = NULL")
        return "never"

    async def refuse(held: Check) -> None:
        raise TryAgain("refused", by=ONE_TRY)

    await work_off(table(on_end=fail_again), refuse)
    assert (await fresh(row_id)).due_at is None
    assert (await DueFault.get()).ended_at is not None


async def test_what_a_fault_says_of_the_row_and_of_the_wait(stack: Stack) -> None:
    (row_id,), before = await due_rows(1), clock.now()

    async def busy(held: Check) -> None:
        raise TryAgain("busy", wait=timedelta(hours=1), state=CheckState.waiting)

    await work_off(table(), busy)
    row = await fresh(row_id)
    assert (row.state, row.leased_until) == (CheckState.waiting, None)
    assert await due_in(row_id, before) == 3600


async def test_a_claim_that_was_lost_leaves_no_trace(stack: Stack) -> None:
    (row_id,) = await due_rows(1)

    async def overtaken(held: Check) -> None:
        await ContentCheck.filter(id=row_id).update(attempts=2)
        raise ValueError("too late")

    before = counted()
    assert await work_off(table(), overtaken) == 1
    assert await DueFault.all().count() == 0
    assert counted()["lost"] == before.get("lost", 0.0) + 1


async def test_the_log_does_not_quote_what_went_wrong(
    stack: Stack, caplog: pytest.LogCaptureFixture
) -> None:
    await due_rows(1)
    await work_off(table(), break_down)
    messages = [record.getMessage() for record in caplog.records]
    assert any("could not be worked off" in message for message in messages)
    assert not any("张三丰" in message for message in messages)


async def test_the_last_fifth_of_a_lease_is_for_writing_down_how_it_went(stack: Stack) -> None:
    """Red before: whoever wrote that the work had lasted too long had no lease any more."""
    (row_id,), is_still_mine = await due_rows(1), list[bool]()

    async def never_done(held: Check) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            leased_until = (await fresh(row_id)).leased_until
            is_still_mine.append(leased_until is not None and leased_until > clock.now())

    await work_off(table(lease=timedelta(seconds=2)), never_done)
    assert is_still_mine == [True]
    assert (await DueFault.get()).fault == "TimeoutError"
