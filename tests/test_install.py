"""The installer says in a line what to do, and names no file that it could not write."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT


def test_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """Red before: it named a log in a folder that was never made."""
    for name in (".ci/install.py", "requirements.lock", "pyproject.toml"):
        target = tmp_path / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    folder = tmp_path / "checkout"
    # A file where .venv should be fails for root as well, whom no mode keeps out.
    if os.getuid() == 0:
        pytest.importorskip("ctypes")
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run(
        [sys.executable, ".ci/install.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **user,  # type: ignore[call-overload]
    )
    folder.chmod(0o755)
    assert done.returncode == 1
    assert f"Cannot write to {folder}" in done.stderr
    assert "install.log" not in done.stderr
