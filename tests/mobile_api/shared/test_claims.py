"""Due rows: as many as asked for, each to one worker, and back when a worker dies."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.due.claims import claim_due, work_each
from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, Delivery, DeliveryState
from tests.stack import Stack

MINUTE = timedelta(minutes=1)


async def due_rows(count: int) -> list[UUID]:
    """Ids of due rows, longest due first, in a table that the planner believes to hold one."""
    now = clock.now()
    rows = [
        Delivery(
            id=new_id(),
            person_id=new_id(),
            event="submitted",
            channel=ChannelName.in_app,
            subject="case:1",
            dedupe_key=str(number),
            content={},
            state=DeliveryState.pending,
            created_at=now,
            due_at=now - timedelta(seconds=count - number),
        )
        for number in range(count)
    ]
    await Delivery.bulk_create(rows[:1])
    await fetch('ANALYZE "delivery"')
    await Delivery.bulk_create(rows[1:])
    return [row.id for row in rows]


async def claim(limit: int) -> list[UUID]:
    return [row.id for row in await claim_due(Delivery, limit=limit, lease=MINUTE)]


async def test_no_more_rows_than_asked_for_and_the_longest_due_first(stack: Stack) -> None:
    ids = await due_rows(30)
    assert await claim(4) == ids[:4]
    assert await claim(4) == ids[4:8]
    assert await Delivery.filter(attempts=1).count() == 8


async def test_workers_side_by_side_share_nothing(stack: Stack) -> None:
    ids = await due_rows(30)
    claimed = await asyncio.gather(*(claim(10) for _ in range(4)))
    found = [row for batch in claimed for row in batch]
    assert len(found) == len(set(found))
    assert set(found) | set(await claim(30)) == set(ids)


async def test_a_lease_that_ran_out_gives_the_row_back(stack: Stack) -> None:
    ids = await due_rows(2)
    assert await claim(1) == ids[:1]
    with clock.standing_at(clock.now() + timedelta(seconds=59)):
        assert await claim(5) == ids[1:]
    with clock.standing_at(clock.now() + timedelta(seconds=61)):
        assert await claim(5) == ids[:1]
    assert [row.attempts for row in await Delivery.all().order_by("due_at")] == [2, 1]


@pytest.mark.parametrize("due_in", [None, MINUTE])
async def test_what_is_not_due_stays(stack: Stack, due_in: timedelta | None) -> None:
    await due_rows(1)
    await Delivery.all().update(due_at=due_in and clock.now() + due_in)
    assert await claim(5) == []


async def test_a_row_that_fails_does_not_stop_the_others(stack: Stack) -> None:
    ids = await due_rows(3)
    done: list[UUID] = []

    async def work(row: Delivery) -> None:
        if row.id == ids[0]:
            raise ValueError("the first one is broken")
        done.append(row.id)

    rows = await claim_due(Delivery, limit=3, lease=MINUTE)
    assert await work_each(rows, work) == 3
    assert done == ids[1:]


async def test_a_row_that_cannot_be_opened_does_not_hold_its_batch(stack: Stack) -> None:
    ids = await due_rows(3)
    await fetch("UPDATE delivery SET content = content || 'x' WHERE id = $1", ids[1])
    assert await claim(5) == [ids[0], ids[2]]
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        assert await claim(5) == [ids[0], ids[2]]
    shorter = "substr(content, 1, length(content) - 1)"
    await fetch(f"UPDATE delivery SET content = {shorter} WHERE id = $1", ids[1])
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        assert ids[1] in await claim(5)
