"""What was recorded stays as it is, also when the worker does not hear that it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mobile_api.shared import clock
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import fetch, in_transaction
from mobile_api.shared.due.claims import ClaimLost, Held, claim
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.due.working import work_off
from tests.mobile_api.shared.due.rows import MINUTE, counted, due_in, due_rows, fresh, table
from tests.stack import Stack
from wechat.content.models import CheckState, ContentCheck

Check = Held[ContentCheck]


@pytest.mark.parametrize("late", [TimeoutError(), TryAgain("late")])
async def test_work_that_was_recorded_is_not_put_off(stack: Stack, late: Exception) -> None:
    """Red before: the commit was answered after the deadline, and the row came again."""
    (row_id,), before = await due_rows(1), counted()

    async def passes(held: Check) -> str:
        async with in_transaction():
            await held.record(due_at=None, state=CheckState.passed)
        raise late

    await work_off(table(), passes)
    row = await fresh(row_id)
    assert (row.state, row.due_at) == (CheckState.passed, None)
    assert await DueFault.all().count() == 0
    assert counted()["lost"] == before.get("lost", 0.0) + 1


async def test_when_it_is_due_again_stays_as_recorded(stack: Stack) -> None:
    (row_id,), before = await due_rows(1), clock.now()

    async def waits(held: Check) -> str:
        await held.record(due_at=before + timedelta(days=7), state=CheckState.waiting)
        raise TimeoutError

    await work_off(table(), waits)
    assert await due_in(row_id, before) == 7 * 86_400


async def test_nobody_records_twice(stack: Stack) -> None:
    await due_rows(1)
    (held,) = await claim(ContentCheck, limit=1, lease=MINUTE)
    await held.record(due_at=clock.now() + MINUTE)
    for again in (held.record(due_at=None), held.keep(reason="again"), held.locked()):
        with pytest.raises(ClaimLost):
            async with in_transaction():
                await again


async def test_a_mark_on_the_way_keeps_the_lease(stack: Stack) -> None:
    (row_id,) = await due_rows(1)
    (held,) = await claim(ContentCheck, limit=1, lease=MINUTE)
    await held.keep(state=CheckState.waiting)
    row = await fresh(row_id)
    assert (row.state, row.leased_until) == (CheckState.waiting, held.leased_until)
    assert await claim(ContentCheck, limit=1, lease=MINUTE) == []
    await held.record(due_at=None)
    assert (await fresh(row_id)).due_at is None


@pytest.mark.parametrize(
    ("column", "stored"),
    [
        ("state", lambda: "unheard_of"),
        ("text", lambda: b"sealed by another key"),
        ("text", lambda: keyring().seal(b"\xff", "content_check.text")),
    ],
    ids=["a word of a newer release", "a key that is missing", "no text"],
)
async def test_a_row_that_cannot_be_read_is_put_off_alone(
    stack: Stack, column: str, stored: Callable[[], object]
) -> None:
    """Red before: the whole claim failed, and its neighbours waited for the lease each time."""
    strange, *known = await due_rows(3)
    before = counted()
    await fetch(f'UPDATE content_check SET "{column}" = $2 WHERE id = $1', strange, stored())
    found = await claim(ContentCheck, limit=3, lease=MINUTE)
    assert [one.id for one in found] == known
    assert counted()["unreadable"] == before.get("unreadable", 0.0) + 1
