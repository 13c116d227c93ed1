"""A second program, in JavaScript, that shares nothing with ours but the description."""

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mobile_api.draws.cases import COUNT, DIGEST
from tests.mobile_api.draws.sample import drawn

pytestmark = pytest.mark.standing_at("2026-12-01T09:00:00+08:00")
PROGRAM = Path(__file__).parent / "other" / "draw.mjs"


async def ran(*arguments: str, told: bytes = b"") -> str | None:
    """What the program printed; None where there is no Node."""
    node = shutil.which("node")
    if node is None:
        return None
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        node, str(PROGRAM), *arguments, stdin=pipe, stdout=pipe
    )
    output, _ = await process.communicate(told)
    assert process.returncode == 0
    return output.decode().strip()


async def test_both_languages_agree(tell: Callable[[str], None]) -> None:
    found = await ran("digest", str(COUNT))
    if found is None:
        tell("WITHOUT NODE: the draw was compared with the committed digest only")
        return
    assert found == DIGEST


async def test_the_other_program_reads_our_record(tell: Callable[[str], None]) -> None:
    record: dict[str, Any] = drawn()
    found = await ran("record", told=json.dumps(record).encode())
    if found is None:
        tell("WITHOUT NODE: our record was not read by another program")
        return
    computed = json.loads(found)
    assert computed["picks"] == record["drawn"]
    assert [computed["seed"], computed["entropy"]] == [record["seed"], record["entropy_text"]]
