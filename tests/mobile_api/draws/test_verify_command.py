"""`yiwang verify FILE` on a machine that has our package and nothing else of ours."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobile_api.cli import VERIFIERS
from mobile_api.draws.proof.commands import verify_records
from tests.mobile_api.draws.sample import as_frozen, drawn

pytestmark = pytest.mark.standing_at("2026-12-01T09:00:00+08:00")


async def verified(folder: Path, *arguments: str) -> tuple[int | None, str]:
    """Exit code and all that was printed, in a folder without a stack, without any setting."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("YIWANG_")}
    command = [sys.executable, "-m", "mobile_api.cli", "verify", *arguments]
    root = str(Path(__file__).parents[3])
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=bare | {"PYTHONPATH": os.pathsep.join([root, bare.get("PYTHONPATH", "")])},
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


def saved(folder: Path, record: Any, name: str = "draw.json") -> str:
    (folder / name).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return name


async def test_a_true_record(tmp_path: Path) -> None:
    earlier = saved(tmp_path, as_frozen(drawn()), "earlier.json")
    code, said = await verified(tmp_path, saved(tmp_path, drawn()), "--against", earlier)
    assert code == 0, said
    assert "没有发现不一致之处" in said and "✗" not in said


async def test_a_forged_winner(tmp_path: Path) -> None:
    record = drawn()
    record["drawn"][0]["winner"] = "91999900MA0000006G"
    code, said = await verified(tmp_path, saved(tmp_path, record))
    assert code == 1
    assert [line for line in said.splitlines() if line.startswith("✗")] == [
        "✗ 第1个结果与重算的不一致 (winners)"
    ]


@pytest.mark.parametrize("content", ["{", "[1]", '{"kind": "yiwang-evidence/9"}', "[" * 100_000])
def test_a_file_that_is_none_of_ours(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    ran = CliRunner().invoke(verify_records(VERIFIERS), [str(path)])
    assert ran.exit_code == 1 and isinstance(ran.exception, SystemExit)
    assert "odd.json" in ran.output
