"""Operators list what failed for the last time and let it be tried again, on the record."""

import asyncio
import json
import os
import sys
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from mobile_api.shared import clock
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.ended import ended_rows, try_again
from mobile_api.shared.due.faults import DueFault, forget_old_faults
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.wakes import WAKE_CHANNEL
from mobile_api.shared.due.working import work_off
from mobile_api.shared.ids import new_id
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.shared.due.rows import MINUTE, due_rows, fresh, table
from tests.stack import Stack
from wechat.content.models import ContentCheck

TABLE = table(retry=Retry(first=MINUTE, longest=MINUTE, tries=2))
LAST = table(retry=Retry(first=MINUTE, longest=MINUTE, tries=1))


async def broken(held: Held[ContentCheck]) -> None:
    raise TryAgain("broken")


@pytest.fixture
async def ended(stack: Stack) -> list[UUID]:
    ids = await due_rows(2)
    await work_off(LAST, broken)
    return ids


async def listed() -> set[UUID]:
    return {row.row_id for row in await ended_rows([TABLE])}


async def test_what_ended_is_listed_and_tried_again(stack: Stack, ended: list[UUID]) -> None:
    assert await listed() == set(ended)
    assert await try_again(TABLE, reason="mended", row_id=ended[0]) == 1
    assert await listed() == {ended[1]}
    assert (await fresh(ended[0])).due_at is not None
    (record,) = await AuditRecord.all()
    assert (record.caller_key, record.action, record.subject_kind, record.subject_id) == (
        "operator",
        "try_again",
        "content_check",
        str(ended[0]),
    )
    assert record.reason == "mended"


async def test_all_of_a_kind_once(ended: list[UUID]) -> None:
    assert await try_again(TABLE, reason="mended") == 2
    assert await try_again(TABLE, reason="mended") == 0
    assert await try_again(TABLE, reason="mended", row_id=new_id()) == 0


async def test_workers_are_woken(stack: Stack, ended: list[UUID]) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    connection = await asyncpg.connect(stack.settings.database_url)
    try:
        await connection.add_listener(WAKE_CHANNEL, lambda *notice: heard.put_nowait(notice[3]))
        await try_again(TABLE, reason="mended")
        assert await asyncio.wait_for(heard.get(), 5) == "content_check"
    finally:
        await connection.close()


async def test_tried_again_it_has_all_its_tries(ended: list[UUID]) -> None:
    await try_again(TABLE, reason="mended")
    await work_off(TABLE, broken)
    assert await listed() == set()
    assert await ContentCheck.exclude(due_at=None).count() == 2


async def test_what_somebody_else_armed_has_not_ended(ended: list[UUID]) -> None:
    await ContentCheck.filter(id=ended[0]).update(due_at=clock.now())
    assert await listed() == {ended[1]}


async def test_only_what_still_stands_is_kept(ended: list[UUID]) -> None:
    await ContentCheck.filter(id=ended[0]).update(due_at=clock.now())
    assert await forget_old_faults(["content_check"]) == 0
    with clock.standing_at(clock.now() + timedelta(days=31)):
        assert await forget_old_faults(["content_check"]) == 1
    assert (await DueFault.get()).row_id == ended[1]


async def said_by(stack: Stack, *arguments: str) -> str:
    """What the command prints in a process of its own, which has a database of its own open."""
    environment = {
        f"YIWANG_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in stack.settings.model_dump(mode="json").items()
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mobile_api.cli", "due", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **environment},
    )
    printed, _ = await process.communicate()
    return printed.decode()


async def test_the_commands(stack: Stack, ended: list[UUID]) -> None:
    lines = (await said_by(stack, "ended")).splitlines()
    assert {line.split()[1] for line in lines} == {str(row_id) for row_id in ended}
    assert lines[0].split()[0] == "content_check" and lines[0].split()[2] == "broken"
    again = await said_by(stack, "retry", "content_check", "--row", str(ended[0]), "--reason", "x")
    assert again == "1 due again\n"
    assert await listed() == {ended[1]}
    assert "no such kind; known: stored_file" in (
        await said_by(stack, "retry", "nothing", "--reason", "x")
    )
