"""`yiwang catalogue`: what a clerk types and reads, and what a program reads."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mobile_api.cli import main
from mobile_api.guides.catalogue.elements import Element
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.publishing.template import TEMPLATE
from tests.architecture.sources import ROOT


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["catalogue", *map(str, arguments)])


def template() -> dict[str, Any]:
    return dict(json.loads(TEMPLATE.read_text("utf-8")))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "my-city.json"


def test_the_printed_template_passes_without_a_hint(written: Path) -> None:
    written.write_text(run("template").output, "utf-8")
    done = run("check", written)
    lines = ["没有错误,可以发布(共 2 个事项)。", "没有市民难找到的事项。"]
    assert (done.exit_code, done.output.splitlines()) == (0, lines)
    audiences = [one["audience"] for one in template()["service_items"]]
    assert audiences == [["natural_person"], ["legal_entity", "sole_trader"]]


def test_the_template_says_everything_that_a_catalogue_can_say() -> None:
    written = Catalogue.model_validate(template())
    used: dict[type[Element], set[str]] = {}
    _collect(written, used)
    kinds = _elements(Element)
    missing = {
        kind.__name__: kind.model_fields.keys() - used.get(kind, set())
        for kind in kinds
        if kind.model_fields
    }
    assert {name: fields for name, fields in missing.items() if fields} == {}


def test_the_page_beside_it_explains_every_part_of_a_catalogue() -> None:
    page = (ROOT / "docs" / "your-catalogue.md").read_text("utf-8")
    fields = {name for kind in _elements(Element) for name in kind.model_fields}
    assert {name for name in fields if f"`{name}`" not in page} == set()


def _elements(kind: type[Element]) -> set[type[Element]]:
    """Those of a catalogue; a subclass that some other room may make is none."""
    own = {one for one in kind.__subclasses__() if "guides.catalogue" in one.__module__}
    return own.union(*(_elements(one) for one in own))


def _collect(value: object, used: dict[type[Element], set[str]]) -> None:
    if isinstance(value, Element):
        used.setdefault(type(value), set()).update(value.model_fields_set)
        for name in type(value).model_fields:
            _collect(getattr(value, name), used)
    elif isinstance(value, list):
        for one in value:
            _collect(one, used)


def test_hints_are_told_and_fail_nothing(written: Path) -> None:
    data = template()
    data["service_items"][1]["aliases"] = []
    written.write_text(json.dumps(data), "utf-8")
    done = run("check", written)
    assert done.exit_code == 0
    assert "市民可能找不到的事项 1 个" in done.output
    assert "食品经营许可(新办)(food-license,位置 /service_items/1)" in done.output
    assert "没有别名" in done.output and "可以考虑的别名" in done.output


def test_faults_stand_first_with_file_and_line_and_fail(written: Path) -> None:
    data = template()
    data["service_items"][0]["fee"]["basis"] = None
    data["service_items"][0]["aliases"] = []
    written.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    done = run("check", written)
    lines = done.output.splitlines()
    line = written.read_text("utf-8").splitlines().index('    "basis": null,') + 1
    assert done.exit_code == 1
    assert lines[0] == "错误 1 处,全部改好才能发布:"
    assert lines[1].startswith(f"  my-city.json 第{line}行 /service_items/0/fee/basis: elder-card:")
    assert "没有别名" in done.output


def test_a_slip_or_a_faulty_item_leaves_the_hints_of_the_others(written: Path) -> None:
    """Red before: one comma, and no item of the city had a hint."""
    data = template()
    data["service_items"][0]["fee"] = "免费"
    data["service_items"][1]["aliases"] = []
    text = json.dumps(data, ensure_ascii=False, indent=1)
    written.write_text(text.replace('"示范市",', '"示范市"', 1), "utf-8")
    done = run("check", written)
    assert done.exit_code == 1
    assert "(comma_missing)" in done.output and "(model_type)" in done.output
    assert "食品经营许可(新办)(food-license,位置 /service_items/1)" in done.output


def test_beside_a_fault_nothing_is_said_to_be_easy_to_find(written: Path) -> None:
    """Red before: a file in GBK was said to hold no item that is hard to find."""
    written.write_bytes(run("template").output.encode("gbk"))
    done = run("check", written)
    assert done.exit_code == 1
    assert "(not_utf8)" in done.output and "没有市民难找到的事项" not in done.output


def test_brackets_that_do_not_fit_are_told_to_come_first(written: Path) -> None:
    written.write_text(run("template").output.rstrip()[:-1], "utf-8")
    done = run("check", written)
    assert "(json_invalid)" in done.output and "括号配好以前" in done.output
    assert not json.loads(run("check", written, "--json").output)["is_whole"]


def test_a_program_reads_the_same_as_json(written: Path) -> None:
    data = template()
    data["service_items"][0]["department"] = "nobody"
    data["service_items"][0]["aliases"] = ["假证"]
    written.write_text(json.dumps(data), "utf-8")
    done = run("check", written, "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["items"]) == (1, 2)
    assert [one["code"] for one in told["faults"]] == ["department_missing"]
    (item,) = told["hard_to_find"]
    assert (item["key"], item["path"]) == ("elder-card", "/service_items/0")
    assert [one["code"] for one in item["hints"]] == ["alias_finds_nothing"]
    assert item["proposed_aliases"]


def test_an_unreadable_file_is_a_fault_and_no_argument_is_wrong_use(written: Path) -> None:
    assert run("check", written).exit_code == 1
    written.write_bytes('{"region_name": "示范市"}'.encode("gbk"))
    assert "另存为" in run("check", written).output
    assert run("check").exit_code == 2
