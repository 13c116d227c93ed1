"""Every Python file that is ours, read and parsed once for all the rules held against it."""

import ast
import gc
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("mobile_api", "wechat", "uploads", "notifications")


@cache
def sources() -> tuple[Path, ...]:
    """All but the migrations, which are written by a program."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = (ROOT / name for name in names)
    return tuple(path for path in paths if path.is_file() and "migrations" not in path.parts)


def product() -> Iterator[Path]:
    """Those that run in a city; tests and benchmarks do not."""
    return (path for path in sources() if path.relative_to(ROOT).parts[0] in PRODUCT)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax of a file."""
    # CPython before 3.11.5 miscounts its depth when a collection parses meanwhile (gh-106905).
    gc.disable()
    try:
        return ast.parse(path.read_text())
    finally:
        gc.enable()
