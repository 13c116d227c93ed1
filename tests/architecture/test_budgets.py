"""The size of files and functions, and words that must not be in the tree."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE_LINES, FUNCTION_LINES, TEST_FUNCTION_LINES = 250, 30, 25


def sources() -> Iterator[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        path = ROOT / name
        if path.is_file() and "migrations" not in path.parts:
            yield path


def test_files_stay_short() -> None:
    long = [(str(path), lines) for path in sources()
            if (lines := len(path.read_text().splitlines())) > FILE_LINES]  # fmt: skip
    assert long == []


def test_functions_stay_short() -> None:
    long = []
    for path in sources():
        is_test = path.is_relative_to(ROOT / "tests") and path.name.startswith("test_")
        most = TEST_FUNCTION_LINES if is_test else FUNCTION_LINES
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > most:
                    long.append((f"{path.relative_to(ROOT)}:{node.name}", lines))
    assert long == []
