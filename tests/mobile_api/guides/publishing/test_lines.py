"""A fault is told with the file and the line where it stands."""

from pathlib import Path

import pytest

from mobile_api.guides.publishing.files import told_faults
from mobile_api.guides.publishing.lines import line_of, lines_of
from mobile_api.guides.publishing.loading import read_catalogue
from mobile_api.shared.errors import FieldFault

FIRST = """{
 "themes": [
  {"key": "a:b,{[", "steps": [1,
    2], "name": "x\\"y"},
  {
   "key": "c"
  }
 ],
 "region_code": "1"
}"""
SECOND = '\ufeff{"themes": [\n{"key": "d", "parts": [{}, {"name": "e"}]}]}'


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    named = {"a.json": FIRST, "b.json": SECOND, "c.json": "{ broken ]", "d.json": "[]"}
    for name, text in named.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [*(tmp_path / name for name in named), tmp_path / "missing.json"]


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("/themes/0", "a.json 第3行"),
        ("/themes/0/steps/1", "a.json 第4行"),
        ("/themes/0/name", "a.json 第4行"),
        ("/themes/1/key", "a.json 第6行"),
        ("/region_code", "a.json 第9行"),
        ("/themes/2/key", "b.json 第2行"),
        ("/themes/2/parts/1/name", "b.json 第2行"),
        ("/themes/1/not-there/0", "a.json 第5行"),
        ("/halls", None),
        ("/", None),
    ],
)
def test_the_line_of_a_value_or_of_what_lacks_it(
    files: list[Path], pointer: str, line: str | None
) -> None:
    found = line_of(pointer, lines_of(files))
    assert (str(found) if found else None) == line


def test_told_faults_have_their_place_and_its_order(files: list[Path]) -> None:
    faults = [FieldFault(path, "x", "错。") for path in ("/themes/2/key", "/themes/0/name", "/")]
    assert list(told_faults(faults, files[0].parent)) == [
        "/: 错。 (x)",
        "a.json 第4行 /themes/0/name: 错。 (x)",
        "b.json 第2行 /themes/2/key: 错。 (x)",
    ]


def test_a_mark_before_the_first_character_is_no_fault(files: list[Path]) -> None:
    assert len(read_catalogue(files[1])["themes"]) == 1
