"""Due rows: as many as asked for, each to one worker, and back when a worker dies."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import ClaimLost, Held, claim
from tests.mobile_api.shared.due.rows import MINUTE, due_rows, fresh, values
from tests.stack import Stack
from wechat.content.models import CheckState, ContentCheck


async def held(limit: int = 1) -> list[Held[ContentCheck]]:
    return await claim(ContentCheck, limit=limit, lease=MINUTE)


async def claimed(limit: int) -> list[UUID]:
    return [one.id for one in await held(limit)]


async def test_no_more_rows_than_asked_for_and_the_longest_due_first(stack: Stack) -> None:
    ids = await due_rows(30)
    assert await claimed(4) == ids[:4]
    assert await claimed(4) == ids[4:8]
    assert await ContentCheck.filter(attempts=1).count() == 8


async def test_workers_side_by_side_share_nothing(stack: Stack) -> None:
    ids = await due_rows(30)
    batches = await asyncio.gather(*(claimed(10) for _ in range(4)))
    found = [row for batch in batches for row in batch]
    assert len(found) == len(set(found))
    assert set(found) | set(await claimed(30)) == set(ids)


async def test_a_claimed_row_is_as_the_database_holds_it(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    (one,) = await held()
    assert values(one.row) == values(await fresh(row_id))
    assert (one.id, one.attempts, one.was_due_at, one.kind) == (
        row_id,
        1,
        one.row.due_at,
        "content_check",
    )


async def test_a_lease_that_ran_out_gives_the_row_back(stack: Stack) -> None:
    ids = await due_rows(2)
    assert await claimed(1) == ids[:1]
    with clock.standing_at(clock.now() + timedelta(seconds=59)):
        assert await claimed(5) == ids[1:]
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        assert await claimed(5) == ids[:1]
    assert [row.attempts for row in await ContentCheck.all().order_by("due_at")] == [2, 1]


@pytest.mark.parametrize("due_in", [None, MINUTE])
async def test_what_is_not_due_stays(stack: Stack, due_in: timedelta | None) -> None:
    await due_rows(1)
    await ContentCheck.all().update(due_at=due_in and clock.now() + due_in)
    assert await claimed(5) == []


async def test_only_who_claimed_last_may_write(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    (slow,) = await held()
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        (quick,) = await held()
        for late in (slow.record(due_at=None, reason="slow"), slow.locked()):
            with pytest.raises(ClaimLost):
                async with in_transaction():
                    await late
        await quick.record(due_at=None, reason="quick")
    row = await fresh(row_id)
    assert (row.reason, row.due_at, row.leased_until) == ("quick", None, None)


async def test_what_changed_meanwhile_is_not_overwritten(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    (one,) = await held()
    await ContentCheck.filter(id=row_id).update(state=CheckState.waiting)
    with pytest.raises(ClaimLost):
        await one.record(due_at=None, unchanged=("state",), reason="read before")
    assert (await fresh(row_id)).reason == ""


async def test_given_back_it_is_as_if_it_had_not_been_claimed(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    before = await fresh(row_id)
    (one,) = await held()
    await one.give_back()
    assert values(await fresh(row_id)) == values(before)


async def test_a_row_that_cannot_be_opened_does_not_hold_its_batch(stack: Stack) -> None:
    ids = await due_rows(3)
    await fetch('UPDATE content_check SET "text" = "text" || \'x\' WHERE id = $1', ids[1])
    assert await claimed(5) == [ids[0], ids[2]]
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        assert await claimed(5) == [ids[0], ids[2]]
    rows = await ContentCheck.filter(id__in=ids).order_by("id").values("attempts")
    assert [row["attempts"] for row in rows] == [2, 1, 2]
    shorter = 'substr("text", 1, length("text") - 1)'
    await fetch(f'UPDATE content_check SET "text" = {shorter} WHERE id = $1', ids[1])
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        assert ids[1] in await claimed(5)
