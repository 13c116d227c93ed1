"""Heads are appended once a day, whoever does it and wherever it is cut short."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from mobile_api.cases.models import Case, CaseEvent
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.history.heads import RunEnd, read_heads
from mobile_api.shared.models import AuditRecord
from tests.actors import Citizen
from tests.mobile_api.shared.history.sample import (
    anchored,
    anchored_later,
    content,
    draft,
    findings,
    noted,
    numbered,
    write,
)
from tests.stack import Stack

MORE_CASES = """
WITH more AS (INSERT INTO case_file SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 'N' || n))).* FROM case_file c, generate_series(1, $1::int) n
    RETURNING id)
INSERT INTO case_event SELECT (jsonb_populate_record(e, jsonb_build_object(
    'id', gen_random_uuid(), 'case_id', more.id))).* FROM case_event e, more
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heads.jsonl"


async def forget_all_runs_but_one() -> None:
    """As if the later ones had been cut short, and so never told that they were finished."""
    _, *others = await AuditRecord.filter(action="heads_written").order_by("at")
    await AuditRecord.filter(id__in=[one.id for one in others]).delete()


async def grow_old(case: Case) -> None:
    """As if its events had been written a day ago; the time is in their ids."""
    for event in await CaseEvent.filter(case_id=case.id):
        old = UUID(int=event.id.int - (int(timedelta(days=1).total_seconds() * 1000) << 80))
        await fetch("UPDATE case_event SET id = $1 WHERE id = $2", old, event.id)


def runs(path: Path) -> int:
    """How many were finished."""
    return sum(isinstance(line.said, RunEnd) for line in read_heads(path))


async def test_once_a_day_what_changed_since(citizen: Citizen, path: Path) -> None:
    first, second = await numbered(citizen), await numbered(citizen)
    await draft(citizen)
    for case in (first, second):
        await grow_old(case)
    assert [await anchored(path), await anchored(path)] == [2, 0]
    await noted(second)
    assert await anchored(path) == 0
    assert await anchored_later(path) == 1
    assert runs(path) == 2
    assert await findings(path) == []


async def test_workers_side_by_side_write_it_once(citizen: Citizen, path: Path) -> None:
    await numbered(citizen)
    written = await asyncio.gather(*(anchored(path) for _ in range(5)))
    assert sorted(written) == [0, 0, 0, 0, 1]
    assert await findings(path) == []


async def test_every_host_has_a_whole_file(citizen: Citizen, path: Path, tmp_path: Path) -> None:
    await numbered(citizen)
    other = tmp_path / "another-host.jsonl"
    assert [await anchored(path), await anchored(other)] == [1, 1]


async def test_cut_short_anywhere_it_goes_on(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    first_run = len(content(path))
    await noted(case)
    await anchored_later(path)
    whole = content(path)
    for place in range(first_run, len(whole), 11):
        await forget_all_runs_but_one()
        write(path, whole[:place])
        assert await anchored_later(path) == 1
        assert content(path).startswith(whole[:place])
        assert runs(path) == 2, place
        assert await findings(path) == [], place


@pytest.mark.parametrize("lines", [1, 2])
async def test_cut_short_just_before_a_line_break(citizen: Citizen, path: Path, lines: int) -> None:
    """A head whose run did not end, and the end of a run: each lacks only its line break."""
    case = await numbered(citizen)
    await anchored(path)
    first_run = len(content(path).splitlines())
    await noted(case)
    await anchored_later(path)
    whole = content(path).splitlines(keepends=True)
    await forget_all_runs_but_one()
    write(path, b"".join(whole[: first_run + lines])[:-1])
    await anchored_later(path)
    await noted(case)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert await anchored(path) == 1
        assert runs(path) == 3
        assert await findings(path) == []


async def test_zeros_that_a_power_cut_left_are_passed_over(citizen: Citizen, path: Path) -> None:
    await numbered(citizen)
    await anchored(path)
    write(path, content(path) + bytes(300))
    assert await anchored_later(path) == 1
    assert await findings(path) == []


async def test_more_than_one_batch(citizen: Citizen, path: Path) -> None:
    await numbered(citizen)
    await fetch(MORE_CASES, 2500)
    assert await anchored(path) == 2501


async def test_a_file_that_cannot_be_written_ends_no_worker(
    stack: Stack, citizen: Citizen, tmp_path: Path
) -> None:
    await numbered(citizen)
    (tmp_path / "taken").write_text("no folder")
    labels = {"loop": "history_heads"}
    before = REGISTRY.get_sample_value("yiwang_loop_failures_total", labels) or 0
    assert await anchored(tmp_path / "taken" / "heads.jsonl") == 0
    assert REGISTRY.get_sample_value("yiwang_loop_failures_total", labels) == before + 1


async def test_the_worker_does_it(stack: Stack, citizen: Citizen) -> None:
    await numbered(citizen)
    stack.settings.heads_path.unlink(missing_ok=True)
    await stack.sweep("history_heads")
    assert await findings(stack.settings.heads_path) == []
    assert runs(stack.settings.heads_path) == 1
