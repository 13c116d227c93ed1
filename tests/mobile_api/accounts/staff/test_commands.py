"""`yiwang add-staff`, `dismiss-staff`, `reinstate-staff`: what they do, say, refuse and record."""

import asyncio
import os
import sys

import pytest

from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.sessions.models import Session
from mobile_api.shared.models import AuditRecord
from tests.actors import PASSWORD, Colleague
from tests.mobile_api.accounts.sessions.test_devices import is_out
from tests.settings import environment_of
from tests.stack import Stack
from tests.waiting import until

LI = ("--display-name", "李窗口", "--role", "front_desk", "--role", "reviewer")


async def said_by(stack: Stack, *arguments: str) -> tuple[int, str]:
    """Exit code and print of the command in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mobile_api.cli", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | environment_of(stack.settings),
    )
    printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


async def add(stack: Stack, username: str, department: str = "crj") -> tuple[int, str]:
    more = ("--department", department, "--password", PASSWORD)
    return await said_by(stack, "add-staff", username, *LI, *more)


async def sign_in_of(colleague: Colleague) -> int:
    who = {"username": colleague.username, "password": PASSWORD}
    return (await colleague.client.post("/staff/v1/sessions", json=who)).status_code


async def test_added_then_changed(stack: Stack, colleague: Colleague) -> None:
    who = "department crj, roles front_desk, reviewer"
    assert await add(stack, "li") == (0, f"li (李窗口) added: {who}; 0 sessions ended\n")
    name = colleague.username
    assert await add(stack, name) == (0, f"{name} (李窗口) changed: {who}; 1 sessions ended\n")
    await until(lambda: is_out(colleague))
    assert await sign_in_of(colleague) == 201
    actions = await AuditRecord.filter(subject_kind="staff_member").order_by("at")
    assert [(one.action, one.caller_key) for one in actions] == [
        ("staff_added", "operator"),
        ("staff_changed", "operator"),
    ]


async def test_an_unknown_department_is_refused_and_the_known_ones_told(
    stack: Stack, colleague: Colleague
) -> None:
    before = await StaffMember.get()
    code, said = await add(stack, colleague.username, department="no-such")
    assert code == 1 and said.startswith("yiwang: no such department: no-such; known: ")
    assert "crj" in said
    assert (await StaffMember.get()).password_hash == before.password_hash
    assert await Session.filter(ended_at=None).count() == 1


async def test_dismissed_and_reinstated(stack: Stack, colleague: Colleague) -> None:
    name = colleague.username
    code, said = await said_by(stack, "dismiss-staff", name, "--reason", "离职")
    assert code == 0 and said.startswith(f"{name} (王窗口) dismissed: ")
    assert said.endswith("; 1 sessions ended\n")
    await until(lambda: is_out(colleague))
    assert await sign_in_of(colleague) == 401
    assert await add(stack, name) == (
        1,
        f"yiwang: {name} was dismissed; yiwang reinstate-staff {name} comes first\n",
    )
    code, said = await said_by(stack, "reinstate-staff", name, "--reason", "返聘")
    assert code == 0 and said.startswith(f"{name} (王窗口) reinstated: department crj")
    assert await is_out(colleague), "a session that ended does not come back"
    assert await sign_in_of(colleague) == 201
    records = await AuditRecord.filter(subject_kind="staff_member").order_by("at")
    assert [(one.action, one.reason) for one in records] == [
        ("staff_dismissed", "离职"),
        ("staff_reinstated", "返聘"),
    ]


@pytest.mark.parametrize("command", ["dismiss-staff", "reinstate-staff"])
async def test_a_name_that_nobody_has(stack: Stack, command: str) -> None:
    said = await said_by(stack, command, "nobody", "--reason", "x")
    assert said == (1, "yiwang: no member of staff is called nobody\n")
    assert await AuditRecord.all().count() == 0
