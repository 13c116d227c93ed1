"""The installer says in a line what to do, and names no file that it could not write."""

import runpy
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

REFUSED = "Error: [Errno 13] Permission denied: '/somewhere/.venv'"


@pytest.mark.parametrize("can_write", [True, False])
def test_folder_that_may_not_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], can_write: bool
) -> None:
    """Red before: it named a log in a folder that was never made."""
    log = tmp_path / ("." if can_write else "never-made") / "install.log"
    explain = runpy.run_path(str(ROOT / ".ci" / "install.py"), run_name="install")["explain"]
    explain.__globals__["LOG"] = str(log)
    with pytest.raises(SystemExit) as ended:
        explain(REFUSED)
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert f"Cannot write to {ROOT}" in told
    assert ("install.log" in told) is log.exists() is can_write
