"""Files that no editor made: each is refused in words, early, and nothing of them acts."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.guides.checks.validation import MOST_FOUND, validate_catalogue
from mobile_api.guides.publishing.files import MOST_TOLD, CatalogueFiles, every_fault, printable
from mobile_api.guides.publishing.forgiving import files as reading
from mobile_api.guides.publishing.forgiving.cursor import MOST_SLIPS
from mobile_api.guides.publishing.forgiving.files import decoded, read_bytes
from mobile_api.guides.publishing.forgiving.values import WrittenJson
from mobile_api.guides.publishing.template import TEMPLATE


@pytest.fixture
def written() -> dict[str, Any]:
    return dict(json.loads(TEMPLATE.read_text("utf-8")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my-city.json"


def check(file: Path, *options: str) -> str:
    done = CliRunner().invoke(main, ["catalogue", "check", str(file), *options])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    return done.output


def codes(file: Path) -> list[str]:
    return [fault.code for fault in every_fault(CatalogueFiles(file))]


@pytest.mark.parametrize("digits", ["9" * 5_000, "-" + "9" * 5_000, "1e" + "9" * 5_000])
def test_a_number_of_thousands_of_digits_is_a_fault(file: Path, digits: str) -> None:
    """Red before: a traceback, for Python reads no such number."""
    plain = TEMPLATE.read_text("utf-8")
    file.write_text(plain.replace('"copies": 1', f'"copies": {digits}', 1), "utf-8")
    assert codes(file) == ["number_shape"]
    read = read_bytes(f'{{"a": {digits},,\n"b": 1}}'.encode())
    assert [slip.code for slip in read.slips] == ["number_shape"] and read.data["a"] is None


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f"])
def test_a_control_character_is_a_fault_wherever_it_stands(
    file: Path, written: dict[str, Any], sign: str
) -> None:
    """Red before: the check passed, and PostgreSQL refused what was to be published."""
    item = written["service_items"][0]
    item["name"] += sign
    item["aliases"][0] += sign
    written["region_name"] += "\t\n"
    file.write_text(json.dumps(written), "utf-8")
    found = {(fault.path, fault.code) for fault in every_fault(CatalogueFiles(file))}
    places = ("/service_items/0/name", "/service_items/0/aliases/0")
    assert found == {(place, "control_character") for place in places}


ODD = "\x1b]0;x\x07\x9b31m\u202e\u2028\r\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_what_somebody_wrote_does_not_act_on_a_terminal(
    file: Path, written: dict[str, Any], options: list[str]
) -> None:
    """Red before: a key moved the cursor of whoever checked the file."""
    written[ODD] = 1
    written["service_items"][0]["name"] += ODD
    file.write_text(json.dumps(written), "utf-8")
    output = check(file, *options)
    assert all(printable(line) == line for line in output.split("\n")) and "\\u202e" in output
    if options:
        assert f"/{ODD}" in {fault["path"] for fault in json.loads(output)["faults"]}


def test_half_a_surrogate_is_no_text(file: Path) -> None:
    """Red before: it could not be printed, beside another slip."""
    file.write_text('{"\\ud800": "示范市" "b": 1}', "utf-8")
    assert "(comma_missing)" in check(file)
    assert "comma_missing" in check(file, "--json")


def test_of_faults_without_end_only_so_many_are_looked_for(written: dict[str, Any]) -> None:
    """Red before: 240,008 of them, of 8,000 items, and half a gigabyte."""
    written["service_items"] = [{"key": number} for number in range(3 * MOST_FOUND)]
    found = validate_catalogue(written)
    assert MOST_TOLD < len(found) == MOST_FOUND
    looked_at = {int(fault.path.split("/")[2]) for fault in found if fault.path.count("/") == 3}
    assert looked_at == set(range(len(looked_at))) and len(looked_at) < MOST_FOUND / 10


def test_who_has_too_many_is_told_at_least_so_many(file: Path, written: dict[str, Any]) -> None:
    written["service_items"] = [{"key": number} for number in range(MOST_FOUND)]
    file.write_text(json.dumps(written), "utf-8")
    assert check(file).startswith(f"错误 至少 {MOST_FOUND} 处")


def test_a_part_behind_many_wrong_ones_is_known_all_the_same(written: dict[str, Any]) -> None:
    """No fault is made by not looking on."""
    written["departments"] = [{"key": f"d-{n}"} for n in range(MOST_FOUND)] + written["departments"]
    assert {fault.code for fault in validate_catalogue(written)} == {"missing"}


def test_slips_of_one_line_have_an_end() -> None:
    """Red before: of one line the first is told, and the others were looked for without end."""
    text = '{"a": [' + "1\uff0c" * 50 * MOST_SLIPS + "1]}"
    read = WrittenJson(text)
    assert [slip.code for slip in read.slips] == ["chinese_comma"]
    assert read.cursor.at < 4 * MOST_SLIPS and not read.cursor.is_sure
    few = WrittenJson('{"a": [' + "1\uff0c" * 9 + "1]}")
    assert few.cursor.is_sure and few.value == {"a": [1] * 10}


def test_lines_of_broken_characters_have_an_end() -> None:
    raw = ("人" * 20 + "\n").encode() + ("人" * 20).encode() + b"\xff\n"
    _, slips = decoded(raw * (2 * MOST_SLIPS))
    assert len(slips) == MOST_SLIPS


def test_a_file_of_any_size_is_refused_unread(
    file: Path, written: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red before: whatever was named was read to its end."""
    file.write_text(json.dumps(written), "utf-8")
    monkeypatch.setattr(reading, "MOST_BYTES", file.stat().st_size)
    assert codes(file) == []
    monkeypatch.setattr(reading, "MOST_BYTES", file.stat().st_size - 1)
    assert codes(file) == ["file_too_large"]
    assert "文件超过 20 MB" in check(file)
    assert codes(Path("/dev/zero")) == ["file_too_large"]
