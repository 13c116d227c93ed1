"""The custody log in the evidence of a handoff: with the messages that told it, and checked."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from mobile_api.handoff.kit.evidence import check_evidence
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.custody.papers import TakingDesk, found
from tests.stack import Stack


@pytest.fixture
async def evidence(desk: TakingDesk, stack: Stack, client: httpx.AsyncClient) -> bytes:
    await desk.posted()
    await desk.told("received", facts={"papers": found()})
    auditor = Colleague(stack, client, "auditor-crj", department="crj", roles=(StaffRole.auditor,))
    await auditor.sign_in()
    path = f"/staff/v1/handoffs/{desk.row_id}/evidence"
    return (await auditor.call("GET", path)).content


def changed(evidence: bytes, **members: object) -> bytes:
    """The last entry of the log says something else than its message."""
    return altered(evidence, lambda said: said["custody"][-1].update(members))


def altered(evidence: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(evidence)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "evidence.json":
                said = orjson.loads(content)
                change(said)
                content = orjson.dumps(said)
            new.writestr(name, content)
    return held.getvalue()


async def test_every_entry_stands_there_with_its_message(evidence: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(evidence)) as archive:
        said = orjson.loads(archive.read("evidence.json"))
    assert [(one["step"], one["by"]) for one in said["custody"]] == [
        ("collected", "own"),
        ("sealed", "own"),
        ("posted", "own"),
        ("received", "partner"),
    ]
    known = {one["message_id"] for one in said["messages"] if one["kind"] == "custody"}
    assert {one["message_id"] for one in said["custody"]} == known
    assert b"staff:" not in orjson.dumps(said)
    checked = check_evidence(evidence)
    assert [one for one in checked if one.fault] == []
    assert sum("custody/" in one.file for one in checked) == 4


@pytest.mark.parametrize(
    ("members", "fault", "part"),
    [
        ({"step": "lost"}, "differs", "step"),
        ({"sequence": 2}, "differs", "sequence"),
        ({"city": "taking"}, "differs", "city"),
        ({"at": "2026-01-01T00:00:00Z"}, "differs", "at"),
        ({"message_id": "0190a0a0-0000-7000-8000-00000000000a"}, "missing", ""),
    ],
)
async def test_an_entry_that_no_message_said_has_its_line(
    evidence: bytes, members: dict[str, object], fault: str, part: str
) -> None:
    wrong = [one for one in check_evidence(changed(evidence, **members)) if one.fault]
    assert [(one.file, one.fault, one.part) for one in wrong] == [
        ("evidence.json custody/4", fault, part)
    ]


@pytest.mark.parametrize(("place", "part"), [(-1, "home 1"), (0, "taking 3")])
async def test_an_entry_that_was_left_out_is_named(evidence: bytes, place: int, part: str) -> None:
    """The last one, of which the message is there; the first one, of which the numbers tell."""

    def leave_out(said: dict[str, Any]) -> None:
        gone = said["custody"].pop(place)
        if place == 0:
            said["messages"] = [
                one for one in said["messages"] if one["message_id"] != gone["message_id"]
            ]

    wrong = [one for one in check_evidence(altered(evidence, leave_out)) if one.fault]
    assert ("evidence.json custody", "missing", part) in [
        (one.file, one.fault, one.part) for one in wrong
    ]
