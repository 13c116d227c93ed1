"""All that is wrong with the files of a catalogue is told at once: writing and content."""

import json
from pathlib import Path
from typing import Any

import pytest

from mobile_api.guides.publishing.files import (
    MOST_TOLD,
    CatalogueFiles,
    every_fault,
    told_faults,
)
from mobile_api.guides.publishing.loading import load_files
from mobile_api.guides.publishing.template import TEMPLATE
from mobile_api.shared.errors import FieldFault

LINES = TEMPLATE.read_text("utf-8").splitlines()


def line_with(words: str) -> int:
    return next(number for number, line in enumerate(LINES) if words in line)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my-city.json"


def told(file: Path) -> list[str]:
    return list(told_faults(every_fault(CatalogueFiles(file)), file))


def written(file: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """The template, in the first line with each key one text put in place of another."""
    lines = list(LINES)
    for words, (old, new) in changes.items():
        number = line_with(words)
        lines[number] = lines[number].replace(old, new)
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_writing_and_content_are_told_together(file: Path) -> None:
    """Red before: the first slip alone was told, and the content after all of them were mended."""
    changes = {
        '"region_name"': (",", ""),
        '"item_type"': ("public_service", "no_such_type"),
        '"handle_type"': (":", "\uff1a"),
    }
    lines = told(written(file, changes))
    expected = {
        "comma_missing": line_with('"region_name"'),
        "enum": line_with('"item_type"'),
        "chinese_colon": line_with('"handle_type"'),
    }
    for code, number in expected.items():
        (line,) = (one for one in lines if one.endswith(f"({code})"))
        assert line.startswith(f"my-city.json 第{number + 1}行")


def test_what_stands_for_a_slip_is_not_judged(file: Path) -> None:
    number = line_with('"handle_type"')
    lines = list(LINES)
    lines[number] = '   "handle_type": ,'
    file.write_text("\n".join(lines), "utf-8")
    (line,) = told(file)
    assert line.startswith(f"my-city.json 第{number + 1}行:冒号后面没有内容")


def test_where_brackets_do_not_fit_the_content_waits(file: Path) -> None:
    file.write_text("\n".join([*LINES[:-1], " ]", "}"]), "utf-8")
    assert all("bracket" in one or "after_end" in one for one in told(file))


@pytest.mark.parametrize(
    ("encoding", "code"), [("gbk", "not_utf8"), ("utf-16", "utf16"), ("utf-8-sig", None)]
)
def test_other_encodings_are_told_and_read_all_the_same(
    file: Path, encoding: str, code: str | None
) -> None:
    number = line_with('"region_name"')
    lines = list(LINES)
    lines[number] = lines[number].removesuffix(",")
    file.write_bytes("\n".join(lines).encode(encoding))
    read = CatalogueFiles(file)
    assert [one.code for one in read.faults] == [*([code] if code else []), "comma_missing"]
    assert read.data["region_name"] == "示范市"


def test_a_few_broken_characters_are_told_with_their_line(file: Path) -> None:
    raw = "\n".join(LINES).encode()
    at = raw.index("示范市".encode())
    file.write_bytes(raw[:at] + raw[at + 1 :])
    number = line_with("示范市") + 1
    assert told(file)[0].startswith(f"my-city.json 第{number}行:这一行里有几个字不是 UTF-8")


def test_a_broken_part_leaves_the_others(tmp_path: Path) -> None:
    whole: dict[str, Any] = json.loads(TEMPLATE.read_text("utf-8"))
    items = whole.pop("service_items")
    (tmp_path / "a.json").write_text(json.dumps(whole), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"service_items": items}), "utf-8")
    (tmp_path / "c.json").write_text('{"service_items": [', "utf-8")
    read = CatalogueFiles(tmp_path)
    assert [one.message[:6] for one in read.faults] == ["c.json"]
    assert len(read.data["service_items"]) == 2 and not read.is_sure


def test_only_so_many_are_told_to_a_person(file: Path) -> None:
    file.write_text("{}", "utf-8")
    faults = [FieldFault("/", "x", "错。")] * (MOST_TOLD + 7)
    lines = list(told_faults(faults, file))
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1].startswith("还有 7 处错误")


async def test_publishing_tells_the_same(file: Path) -> None:
    changes = {'"region_name"': (",", ""), '"item_type"': ("public_service", "no_such_type")}
    outcome = await load_files(written(file, changes))
    assert {one.code for one in outcome.faults} == {"comma_missing", "enum"}
