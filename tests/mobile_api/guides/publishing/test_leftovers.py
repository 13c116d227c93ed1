"""What is left of the template is told to the clerk, by the check and when it is published."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.guides.publishing import leftovers
from mobile_api.guides.publishing.leftovers import leftovers_of, told_leftovers
from mobile_api.guides.publishing.template import TEMPLATE


@pytest.fixture
def template() -> dict[str, Any]:
    return dict(json.loads(TEMPLATE.read_text("utf-8")))


def pointers(data: dict[str, Any]) -> set[str]:
    return {one.path for one in leftovers_of(data)}


def written(folder: Path, data: object) -> Path:
    file = folder / "my-city.json"
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    return file


def test_what_belongs_to_the_city_that_does_not_exist_is_told(template: dict[str, Any]) -> None:
    template["region_name"], template["service_items"][0]["name"] = "新城市", "老年证"
    found = pointers(template)
    assert {
        "/region_code",
        "/provenance",
        "/departments/0/social_credit_code",
        "/departments/0/phone",
        "/halls/0/address",
        "/halls/0/map_point/longitude",
        "/halls/0/phones/0/number",
        "/service_items/0/implementation_code",
        "/service_items/0/remedy/court",
    } <= found
    # The hotline is everybody's, a law holds everywhere, and what was changed is changed.
    assert "/halls/0/phones/1/number" not in found and "/region_name" not in found
    assert not {one for one in found if "legal_basis" in one or one.endswith("/name")} - {
        "/regions/0/name",
        "/halls/0/name",
    }


def test_an_item_that_is_all_the_template_s_is_told_once(template: dict[str, Any]) -> None:
    template["region_name"] = "新城市"
    found = [one for one in leftovers_of(template) if one.path.startswith("/service_items/")]
    assert [(one.path, one.code) for one in found] == [
        ("/service_items/0", "template_item_left"),
        ("/service_items/1", "template_item_left"),
    ]


def test_a_city_of_its_own_has_nothing_left() -> None:
    own = {"region_code": "110101", "service_items": [{"key": "elder-card", "phone": "12345"}]}
    assert leftovers_of(own) == []


@pytest.mark.parametrize("nonsense", [{}, {"service_items": 7}, {"service_items": [None, "x", []]}])
def test_nonsense_has_nothing_left(nonsense: dict[str, Any]) -> None:
    assert leftovers_of(nonsense) == []


def test_the_check_tells_them_with_their_lines_and_fails_nothing(
    template: dict[str, Any], tmp_path: Path
) -> None:
    """Red before: a clerk who forgot a telephone number published the template's."""
    template["region_name"] = "新城市"
    file = written(tmp_path, template)
    done = CliRunner().invoke(main, ["catalogue", "check", str(file)])
    line = file.read_text("utf-8").splitlines().index(' "region_code": "999900",') + 1
    assert done.exit_code == 0
    assert f"my-city.json 第{line}行 /region_code: “region_code”还是样板的内容" in done.output
    told = json.loads(CliRunner().invoke(main, ["catalogue", "check", str(file), "--json"]).output)
    assert {one["path"] for one in told["left_from_template"]} == pointers(template)
    assert told["faults"] == []


def test_who_publishes_them_is_told_the_first_of_them(
    template: dict[str, Any], tmp_path: Path
) -> None:
    (first,) = told_leftovers(written(tmp_path, template))
    assert "没有改过的样板" in first
    template["region_name"] = "新城市"
    head, *lines = told_leftovers(written(tmp_path, template))
    assert f"还有 {len(pointers(template))} 处" in head
    assert len(lines) == leftovers._MOST_NAMED + 1 and "catalogue check" in lines[-1]
    assert list(told_leftovers(written(tmp_path, {"region_code": "110101"}))) == []
