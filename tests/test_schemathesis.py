"""Schemathesis against the live application: no 5xx and no answer that is not documented."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.actors import Citizen, Colleague
from tests.stack import Stack

pytestmark = pytest.mark.thorough
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)


async def run(stack: Stack, folder: Path, *more: str) -> str:
    """One run over the whole document; answers what it printed, which ends with the verdict."""
    command = [
        str(Path(sys.executable).with_name("st")),
        "run",
        f"{stack.api}/docs/openapi.json",
        "--checks",
        CHECKS,
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        "4",
        "--generation-deterministic",
        "--continue-on-failure",
        "--suppress-health-check",
        "all",
        "--no-color",
        *more,
    ]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-8000:]
    return output.decode()


async def test_a_stranger_finds_nothing_undocumented(stack: Stack, tmp_path: Path) -> None:
    await run(stack, tmp_path)


@pytest.mark.parametrize("who", ["citizen", "colleague"])
async def test_a_caller_finds_nothing_undocumented(
    stack: Stack, tmp_path: Path, citizen: Citizen, colleague: Colleague, who: str
) -> None:
    caller, prefix = (citizen, "/api") if who == "citizen" else (colleague, "/staff")
    token = caller.tokens["access_token"]
    header = f"Authorization: Bearer {token}"
    await run(stack, tmp_path, "--header", header, "--include-path-regex", f"^{prefix}/")
