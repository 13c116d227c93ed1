"""What a clerk reads of a fault: which part it is in, what was meant, what a field is called."""

from collections.abc import Iterator
from typing import Any

import pytest

from mobile_api.guides.catalogue.field_names import FIELD_NAMES
from mobile_api.guides.catalogue.shapes import schema
from mobile_api.guides.checks.validation import validate_catalogue
from mobile_api.shared.errors import FieldFault
from tests.mobile_api.guides.checks.breaking import Data, changed, changed_theme, item


def told(data: Data, code: str) -> str:
    (fault,) = (one for one in validate_catalogue(data) if one.code == code)
    return fault.message


def _fields() -> Iterator[str]:
    for part in (schema(), *schema()["$defs"].values()):
        yield from part.get("properties", {})


def test_each_field_has_a_name_that_people_use() -> None:
    assert set(FIELD_NAMES) == set(_fields())


def test_unknown_fields_hide_no_other_fault_of_their_item(data: Data) -> None:
    """Red before: the department and the limit were told only when the name was mended."""
    pointer = changed("id-card", department="moon", popluar=True)(data)
    _, guide = item(data, "id-card")
    guide["fee"]["remark"] = {"deep": [1]}
    guide["materials"][1]["nmae"] = "一"
    guide["promised_limit"] = guide["statutory_limit"] | {"value": 900}
    found = {(one.path, one.code) for one in validate_catalogue(data)}
    assert found >= {
        (f"{pointer}/popluar", "extra_forbidden"),
        (f"{pointer}/fee/remark", "extra_forbidden"),
        (f"{pointer}/materials/1/nmae", "extra_forbidden"),
        (f"{pointer}/department", "department_missing"),
        (f"{pointer}/promised_limit", "promised_over_statutory"),
    }


def test_with_a_value_of_the_wrong_shape_beside_it_the_shape_is_told_first(data: Data) -> None:
    changed("id-card", department="moon", popluar=True, four_eyes="x")(data)
    codes = {one.code for one in validate_catalogue(data)}
    assert codes == {"extra_forbidden", "bool_parsing"}


def test_a_key_of_nothing_is_told_with_its_kind_and_what_it_may_be(data: Data) -> None:
    key = data["departments"][0]["key"]
    changed("id-card", department=f"{key}x")(data)
    words = told(data, "department_missing")
    assert words.startswith(f"没有代号是“{key}x”的部门。是不是“{key}”?")


def test_a_key_that_is_like_none_is_told_where_to_look(data: Data) -> None:
    changed_theme("newborn", lead_department="zzzzzzzzzz")(data)
    assert told(data, "department_missing").startswith(
        "没有代号是“zzzzzzzzzz”的部门。请核对 departments 里的代号。"
    )


def test_an_item_of_a_theme_is_told_likewise(data: Data) -> None:
    data["themes"][0]["components"][0] |= {"service_item": "id-crd", "authority": None}
    assert "没有代号是“id-crd”的事项。是不是“id-card”" in told(data, "service_item_missing")


def test_only_the_first_wrong_keys_are_compared(data: Data, monkeypatch: Any) -> None:
    compared: list[str] = []

    def close(key: str, _: object) -> list[str]:
        compared.append(key)
        return []

    monkeypatch.setattr("mobile_api.guides.checks.parts.get_close_matches", close)
    _, guide = item(data, "id-card")
    guide["counters"] = [f"moon-{number}" for number in range(80)] * 2
    assert len([one for one in validate_catalogue(data) if one.code == "counter_missing"]) == 160
    assert len(compared) == len(set(compared)) == 50


def test_what_is_missing_is_called_by_its_name(data: Data) -> None:
    _, guide = item(data, "id-card")
    del guide["item_type"]
    assert told(data, "missing").startswith("缺少“item_type”(事项类型),这一项必须写。")


@pytest.mark.parametrize(
    ("part", "ending"),
    [("service_items", "(事项“甲乙”)"), ("halls", "(大厅“甲乙”)"), ("articles", "(文章“甲乙”)")],
)
def test_the_part_is_called_by_its_name(data: Data, part: str, ending: str) -> None:
    data[part][0]["title" if part == "articles" else "name"] = "甲\x1b乙"
    data[part][0]["注"] = 1
    assert told(data, "extra_forbidden").endswith(ending)


@pytest.mark.parametrize("row", [None, [], 7, {"name": ["x"]}, {"name": ""}])
def test_what_has_no_name_is_called_nothing(data: Data, row: object) -> None:
    data["halls"].append(row)
    place = f"/halls/{len(data['halls']) - 1}"
    faults: list[FieldFault] = [
        one for one in validate_catalogue(data) if one.path.startswith(place)
    ]
    assert faults and not any("“”" in one.message or "大厅“" in one.message for one in faults)
