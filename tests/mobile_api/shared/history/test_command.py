"""`yiwang verify-history` tells every fault in a line, and its exit says whether there was one."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from mobile_api.shared.database import fetch
from tests.actors import Citizen
from tests.mobile_api.shared.history.sample import CUT_OFF, anchored, draft, numbered
from tests.stack import Stack


async def verified(stack: Stack, *arguments: str) -> tuple[int | None, list[dict[str, Any]]]:
    """Exit code and lines of the command in a process of its own."""
    names = ("environment", "database_url", "redis_url", "secret_key", "history_heads_path")
    told = {f"YIWANG_{name.upper()}": str(getattr(stack.settings, name)) for name in names}
    command = [sys.executable, "-m", "mobile_api.cli", "verify-history", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={**os.environ, **told}
    )
    printed, _ = await process.communicate()
    return process.returncode, [json.loads(line) for line in printed.splitlines()]


async def test_the_command(stack: Stack, citizen: Citizen, tmp_path: Path) -> None:
    path = tmp_path / "heads.jsonl"
    case = await numbered(citizen)
    await draft(citizen)
    await anchored(path)
    code, (summary,) = await verified(stack, "--heads", str(path))
    assert code == 0
    del summary["heads_of"]
    assert summary == {"rows": 2, "events": 3, "heads": 1, "faults": 0}
    await fetch(CUT_OFF, case.id)
    await fetch("UPDATE case_file SET status = 'draft' WHERE id = $1", case.id)
    code, (*found, summary) = await verified(stack, "--heads", str(path))
    assert (code, summary["faults"]) == (1, 2)
    assert [one["fault"] for one in found] == ["heads_ahead", "status_differs"]
    assert {one["subject"] for one in found} == {case.number}
