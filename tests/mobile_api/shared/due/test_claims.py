"""Due rows: as many as asked for, each to one worker, and back when a worker dies."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import LOOKED_AT, ClaimLost, Held, claim
from tests.mobile_api.shared.due.rows import MINUTE, due_rows, fresh, values
from tests.stack import Stack
from uploads.models import FileState, Purpose, StoredFile
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


async def waiting_files(owner: str, count: int, *, since: timedelta) -> list[UUID]:
    """Files of one person that wait for their inspection, the first one since then."""
    ids = []
    for number in range(count):
        row = await StoredFile.create(
            owner_key=owner,
            purpose=Purpose.material,
            name="a.pdf",
            declared_type="application/pdf",
            declared_size=1,
            declared_sha256="0" * 64,
            state=FileState.inspecting,
            quarantine_key=f"{owner}-{number}",
            clean_key=f"{owner}-{number}",
            created_at=clock.now(),
            due_at=clock.now() - since + number * timedelta(milliseconds=1),
        )
        ids.append(row.id)
    return ids


async def next_files(limit: int) -> list[UUID]:
    found = await claim(StoredFile, limit=limit, lease=MINUTE, share="owner_key")
    return [one.id for one in found]


async def test_a_heap_of_one_person_delays_that_person(stack: Stack) -> None:
    heap = await waiting_files("heap", 40, since=timedelta(hours=1))
    one = await waiting_files("one", 1, since=timedelta(seconds=1))
    two = await waiting_files("two", 3, since=timedelta(seconds=2))
    assert set(await next_files(3)) == {heap[0], two[0], one[0]}
    assert await next_files(2) == [heap[1], two[1]]
    assert await next_files(2) == [heap[2], two[2]]


async def test_what_is_worked_on_counts_as_a_turn(stack: Stack) -> None:
    heap = await waiting_files("heap", 8, since=timedelta(hours=1))
    assert await next_files(4) == heap[:4]
    late = await waiting_files("late", 2, since=timedelta(seconds=1))
    assert await next_files(2) == late
    assert await next_files(9) == heap[4:]


async def test_workers_side_by_side_take_turns_too(stack: Stack) -> None:
    heap = await waiting_files("heap", 12, since=timedelta(hours=1))
    batches = await asyncio.gather(*(next_files(5) for _ in range(4)))
    found = [row for batch in batches for row in batch]
    assert len(found) == len(set(found))
    assert set(found) | set(await next_files(12)) == set(heap)


async def test_of_a_long_queue_the_first_rows_are_looked_at(stack: Stack) -> None:
    """So a claim costs the same however long it is; whoever stands behind comes in time."""
    heap = await waiting_files("heap", LOOKED_AT, since=timedelta(hours=1))
    late = await waiting_files("late", 1, since=timedelta(seconds=1))
    assert await next_files(2) == heap[:2]
    await StoredFile.filter(id__in=heap[2:]).update(due_at=None)
    assert await next_files(2) == late
