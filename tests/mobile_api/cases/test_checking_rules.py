"""`yiwang check-rules` says before a restart what would stop it."""

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mobile_api.accounts.proofs import rules as proofs
from mobile_api.agency_supermarket.selection import rules as selection
from mobile_api.cli import main
from mobile_api.enterprises import rules as enterprises
from tests.mobile_api.ruling import row, written
from uploads import rules as uploads


def whole(folder: Path, **changes: Any) -> Path:
    """A folder with all files, that of cases changed."""
    written(folder, **changes)
    rooms = {
        "proofs": proofs,
        "enterprises": enterprises,
        "selection": selection,
        "uploads": uploads,
    }
    for name, file in ((name, str(room.__file__)) for name, room in rooms.items()):
        shutil.copy(Path(file).with_name("rules.json"), folder / f"{name}.json")
    return folder


def checked(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check-rules", str(folder)])


def test_a_folder_that_can_be_followed(tmp_path: Path) -> None:
    answer = checked(whole(tmp_path))
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "5 files can be followed" in answer.stdout


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    """A start told the faults of the first file only, and passed over a misspelt name."""
    folder = whole(tmp_path, notice=[row(9, "working_day")], delivery=None)
    (folder / "proofs.json").unlink()
    (folder / "enterprises.json").write_text("{")
    (folder / "case.json").write_text("{}")
    answer = checked(folder)
    assert answer.exit_code == 1
    told = answer.stderr.splitlines()
    for name in ("cases.json: notice", "cases.json: delivery", "proofs.json", "enterprises.json"):
        assert any(str(folder / name) in line for line in told), name
    assert f"{folder / 'case.json'}: nobody reads a file of this name" in told
