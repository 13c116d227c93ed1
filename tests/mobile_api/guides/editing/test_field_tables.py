"""The tables that a clerk looks up say what the model takes, and the page has them as they are."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.guides.catalogue.shapes import PATTERNS, in_words, node_at, schema
from mobile_api.guides.checks.validation import validate_catalogue
from mobile_api.guides.editing.field_tables import LISTS, PARTS, field_tables
from mobile_api.guides.publishing.template import TEMPLATE
from tests.architecture.sources import ROOT


def test_the_page_has_the_tables_of_the_model() -> None:
    """Red whenever a field, a limit or a closed list changes: print them anew into the page."""
    page = (ROOT / "docs" / "your-catalogue.md").read_text("utf-8")
    assert page.endswith("\n".join(field_tables()) + "\n")


def test_the_command_prints_them() -> None:
    done = CliRunner().invoke(main, ["catalogue", "fields"])
    assert (done.exit_code, done.output.splitlines()) == (0, list(field_tables()))


def test_every_part_list_and_pattern_has_its_words() -> None:
    kinds = schema()["$defs"]
    lists = {name for name, one in kinds.items() if "enum" in one}
    assert (set(LISTS), set(PARTS) - {"Catalogue"}) == (lists, kinds.keys() - lists)
    found: set[str] = set()
    _patterns(schema(), found)
    assert found == PATTERNS.keys()


def _patterns(node: Any, found: set[str]) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            found.add(node["pattern"])
        for one in node.values():
            _patterns(one, found)
    elif isinstance(node, list):
        for one in node:
            _patterns(one, found)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("service_items", 0, "visits_required"), "整数,0 至 10"),
        (("service_items", 0, "fee", "items", 0, "amount_fen"), "整数,不小于 0"),
        (("service_items", 0, "aliases"), "列表 [ ],每一项:文字,最多 200 个字"),
        (("service_items", 0, "post", "postage"), "free(免费邮寄)、receiver_pays(邮费到付) 之一"),
        (("service_items", 0, "code_scheme"), "national、local 之一"),
        (("service_items", 0, "popular"), "true(是)或 false(否)"),
        (("counters", 0, "hours"), "列表 [ ],至少 1 项,每一项:一组内容 { }"),
        (("schema_version",), "固定写 catalogue-1"),
        (("edited_on",), "日期,如 2026-01-31"),
    ],
)
def test_a_place_is_told_as_it_is_written(place: tuple[int | str, ...], words: str) -> None:
    node = node_at(place)
    assert node is not None
    assert in_words(node) == words


def test_a_place_that_is_none_has_no_words() -> None:
    assert node_at(("service_items", 0, "fee", "charged", "more")) is None
    assert node_at(("nothing", 0)) is None


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"item_type": "许可"}, "enum", "应写:permit(行政许可)、"),
        ({"code_scheme": "x"}, "literal_error", "应写:national、local 之一"),
        ({"visits_required": 11}, "less_than_equal", "应写:整数,0 至 10。"),
        ({"name": "长" * 201}, "string_too_long", "最多 200 个字"),
        ({"key": "老年证"}, "string_pattern_mismatch", "小写英文字母和数字"),
        ({"departement": "wj"}, "extra_forbidden", "没有“departement”这一项。是不是“department”?"),
        ({"注": "一"}, "extra_forbidden", "请删掉"),
    ],
)
def test_a_fault_says_what_may_be_written(changes: dict[str, Any], code: str, words: str) -> None:
    """Red before: it said to choose one of the options given, and gave none."""
    data = json.loads(TEMPLATE.read_text("utf-8"))
    data["service_items"][0] |= changes
    (told,) = (one for one in validate_catalogue(data) if one.code == code)
    assert words in told.message


def test_what_is_missing_is_named() -> None:
    data = json.loads(TEMPLATE.read_text("utf-8"))
    del data["service_items"][0]["handle_type"]
    (told,) = (one for one in validate_catalogue(data) if one.code == "missing")
    assert told.message.startswith("缺少“handle_type”") and "instant(即办件)" in told.message
