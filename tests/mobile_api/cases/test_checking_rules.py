"""`yiwang check-rules` says before a restart what would stop it."""

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mobile_api.accounts.proofs import rules as proofs
from mobile_api.agency_supermarket import rules as market
from mobile_api.agency_supermarket.agencies.records import rules as records
from mobile_api.agency_supermarket.contracts import rules as contracts
from mobile_api.agency_supermarket.credit import rules as credit
from mobile_api.agency_supermarket.disputes import rules as disputes
from mobile_api.agency_supermarket.experts import rules as experts
from mobile_api.agency_supermarket.figures import rules as figures
from mobile_api.agency_supermarket.ratings import rules as ratings
from mobile_api.agency_supermarket.selection import rules as selection
from mobile_api.agency_supermarket.service_types import rules as service_types
from mobile_api.agency_supermarket.trading import rules as trading
from mobile_api.cli import main
from mobile_api.enterprises import rules as enterprises
from tests.mobile_api.ruling import row, written
from uploads import rules as uploads


def whole(folder: Path, **changes: Any) -> Path:
    """A folder with all files, that of cases changed."""
    written(folder, **changes)
    rooms = {
        "agency_records": records,
        "agency_supermarket": market,
        "contracts": contracts,
        "credit": credit,
        "disputes": disputes,
        "enterprises": enterprises,
        "experts": experts,
        "figures": figures,
        "proofs": proofs,
        "ratings": ratings,
        "selection": selection,
        "trading": trading,
        "uploads": uploads,
    }
    for name, file in ((name, str(room.__file__)) for name, room in rooms.items()):
        shutil.copy(Path(file).with_name("rules.json"), folder / f"{name}.json")
    shipped = Path(str(service_types.__file__)).with_name("demo_city.json")
    shutil.copy(shipped, folder / "service_types.json")
    return folder


def checked(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check-rules", str(folder)])


def test_a_folder_that_can_be_followed(tmp_path: Path) -> None:
    answer = checked(whole(tmp_path))
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "15 files can be followed" in answer.stdout


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
