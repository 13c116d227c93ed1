"""The file of heads is none other than it was, and names every history that it should."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from mobile_api.cases.models import Case, CaseEvent
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.history import runs
from mobile_api.shared.history.heads import HeadLine, RunEnd, read_heads
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
from tests.mobile_api.shared.history.test_command import verified
from tests.stack import Stack

# The chain of the row and its events hold; only the file knows that there was more.
AS_BEFORE = """
WITH gone AS (DELETE FROM case_event WHERE case_id = $1 AND sequence > $2)
UPDATE case_file SET event_count = $2, head_hash = (
    SELECT hash FROM case_event WHERE case_id = $1 AND sequence = $2) WHERE id = $1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heads.jsonl"


async def faults(path: Path) -> list[str]:
    return [one["fault"] for one in await findings(path)]


async def faults_later(path: Path, days: int = 1) -> list[str]:
    with clock.standing_at(clock.now() + timedelta(days=days)):
        return await faults(path)


def finished(path: Path) -> dict[UUID, bytes]:
    """The runs of the file, as `runs` asks for them."""
    lines = list(read_heads(path))
    return {one.said.until: one.mac for one in lines if isinstance(one.said, RunEnd)}


async def two_runs(citizen: Citizen, path: Path) -> Case:
    """A case that each of them has a line of."""
    case = await numbered(citizen)
    await anchored(path)
    await noted(case)
    await anchored_later(path)
    return case


async def make_older(case: Case, by: timedelta) -> None:
    for event in await CaseEvent.filter(case_id=case.id):
        old = UUID(int=event.id.int - (int(by.total_seconds() * 1000) << 80))
        await fetch("UPDATE case_event SET id = $1 WHERE id = $2", old, event.id)


async def test_a_case_that_the_file_never_named(citizen: Citizen, path: Path) -> None:
    """Red before: only what the file names was looked at."""
    await numbered(citizen)
    await anchored(path)
    unnamed = await numbered(citizen)
    assert await findings(path) == []
    await make_older(unnamed, timedelta(days=1))
    (found,) = await findings(path)
    assert (found["fault"], found["subject"]) == ("not_in_heads", unnamed.number)


async def test_events_that_the_file_never_named(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    await noted(case)
    await make_older(case, timedelta(days=1))
    assert await findings(path) == [
        {"fault": "not_in_heads", "subject": case.number, "event": 4},
    ]


async def test_a_withdrawn_draft_is_in_no_file(citizen: Citizen, path: Path) -> None:
    await numbered(citizen)
    begun = await draft(citizen)
    await citizen.ok("POST", f"/api/v1/cases/{begun.id}/withdraw")
    await make_older(begun, timedelta(days=3))
    await anchored(path)
    assert await findings(path) == []


async def test_a_database_that_went_back(citizen: Citizen, path: Path) -> None:
    case = await two_runs(citizen, path)
    await fetch(AS_BEFORE, case.id, 3)
    assert await faults_later(path) == ["heads_ahead"]


@pytest.mark.parametrize("hours", [-11, -1, 1, 30, 24 * 400])
async def test_a_clock_that_steps_raises_no_alarm(citizen: Citizen, path: Path, hours: int) -> None:
    """Red before: after a day far ahead nothing was written until that day."""
    case = await numbered(citizen)
    with clock.standing_at(clock.now() + timedelta(hours=hours)):
        await anchored(path)
        await noted(case)
    other = await numbered(citizen)
    for days in (0, 1, 2):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            await anchored(path)
            assert await faults(path) == []
    lines = [line.said for line in read_heads(path)]
    named = {line.subject_id: line.count for line in lines if isinstance(line, HeadLine)}
    assert named == {case.id: 4, other.id: 3}


async def test_a_file_that_lacks_its_end(citizen: Citizen, path: Path) -> None:
    """Red before: cut off after any run, it was a good file of a day before."""
    await numbered(citizen)
    await anchored(path)
    first_day = content(path)
    await anchored_later(path)
    assert await faults_later(path) == []
    write(path, first_day)
    assert await faults_later(path) == ["heads_shortened"]
    await anchored_later(path)
    assert await faults_later(path) == ["heads_shortened"]


async def test_a_file_that_was_begun_anew(citizen: Citizen, path: Path) -> None:
    """Red before: a file that was taken away was written again, and nobody heard of it."""
    await two_runs(citizen, path)
    await asyncio.to_thread(path.unlink)
    assert await faults_later(path) == ["heads_missing"]
    await anchored_later(path)
    assert await faults_later(path) == ["heads_replaced"]


async def test_a_file_without_an_end_of_its_own_run(citizen: Citizen, path: Path) -> None:
    """One line in the middle was cut in half: what follows does not hold any more."""
    await two_runs(citizen, path)
    first, *rest = content(path).splitlines(keepends=True)
    write(path, b"".join([first[:60] + b"\n", *rest]))
    assert "heads_altered" in await faults_later(path)


async def test_a_folder_in_its_place(citizen: Citizen, path: Path) -> None:
    """Red before: the command ended with a stack, and the worker tried every second."""
    await numbered(citizen)
    await asyncio.to_thread(path.mkdir)
    assert await anchored(path) == 0
    assert await faults(path) == ["heads_unreadable"]


async def test_a_second_host_begins_a_file_of_its_own(
    stack: Stack, citizen: Citizen, path: Path, tmp_path: Path
) -> None:
    await numbered(citizen)
    other = tmp_path / "another-host.jsonl"
    await anchored(path)
    await anchored(other)
    assert [await faults(path), await faults(other)] == [[], ["heads_replaced"]]
    reason = ("--accept-heads", "第二台主机")
    code, (summary,) = await verified(stack, "--heads", str(other), *reason)
    assert (code, summary["faults"]) == (0, 0)
    accepted = await AuditRecord.get(action="heads_accepted")
    assert (accepted.reason, accepted.caller_key) == ("第二台主机", "operator")
    await anchored_later(other)
    await anchored_later(path)
    assert [await faults_later(path), await faults_later(other)] == [[], []]


async def test_what_was_accepted_once_is_not_accepted_again(
    stack: Stack, citizen: Citizen, path: Path
) -> None:
    await numbered(citizen)
    await anchored(path)
    first_day = content(path)
    await anchored_later(path)
    write(path, first_day)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        await runs.accept(finished(path), "从备份恢复")
    assert await faults_later(path) == []
    with clock.standing_at(clock.now() + timedelta(days=2)):
        await anchored(path)
    write(path, first_day)
    assert await faults_later(path) == ["heads_shortened"]


async def test_the_last_verification_is_told(stack: Stack, citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    before = clock.now().timestamp()
    await verified(stack, "--heads", str(path))
    (measure,) = (loop for loop in stack.loops if loop.name == "history_verification")
    await measure.step()
    assert told("yiwang_history_faults") == 0
    assert told("yiwang_history_verified_timestamp_seconds") >= before
    await fetch("UPDATE case_file SET status = 'draft' WHERE id = $1", case.id)
    await verified(stack, "--heads", str(path))
    await measure.step()
    assert told("yiwang_history_faults") == 1


def told(gauge: str) -> float:
    value = REGISTRY.get_sample_value(gauge)
    assert value is not None
    return value
