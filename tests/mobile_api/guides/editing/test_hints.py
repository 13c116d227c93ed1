"""Which items of a catalogue nobody will find, and what is proposed for them."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from mobile_api.guides.checks.parts import readable_parts
from mobile_api.guides.editing.findable import FindableItems
from mobile_api.guides.editing.hints import ItemHints, hints_of
from mobile_api.guides.editing.proposals import MOST_PROPOSED

WATER = "取水许可(市审批)"


def city(
    base: dict[str, Any], *named: tuple[str, str, list[str]], **more: object
) -> dict[str, Any]:
    """A catalogue of items like the first one of the demo city, but for key, name and aliases."""
    data = copy.deepcopy(base)
    plain = data["service_items"][0]
    data["themes"] = []
    data["service_items"] = [
        plain | {"key": key, "name": name, "aliases": aliases} for key, name, aliases in named
    ]
    return data


def told(data: dict[str, Any]) -> dict[str, ItemHints]:
    return {one.key: one for one in hints_of(readable_parts(data))}


def codes(hints: ItemHints) -> set[str]:
    return {hint.code for hint in hints.hints}


def test_the_demo_city_is_found(data: dict[str, Any]) -> None:
    assert told(data) == {}


def test_an_item_without_alias_gets_proposals_of_its_own(data: dict[str, Any]) -> None:
    found = told(city(data, ("clinic", "诊所备案", []), ("oil", "成品油零售经营资格审批", [])))
    assert codes(found["clinic"]) == {"no_alias"}
    assert found["clinic"].hints[0].path == "/service_items/0/aliases"
    assert "开诊所" in found["clinic"].proposals
    assert "开加油站" in found["oil"].proposals
    assert len(found["oil"].proposals) == MOST_PROPOSED


def test_nothing_is_proposed_that_names_another_item_first(data: dict[str, Any]) -> None:
    first = ("first", "诊所备案", ["办诊所", "看牙"])
    data = city(data, first, ("change", "诊所备案变更", []))
    items = FindableItems.of(readable_parts(data))
    change = told(data)["change"]
    assert all(items.is_first(items.by_key["change"], one) for one in change.proposals)
    assert "开诊所" not in change.proposals


def test_official_words_alone_are_told(data: dict[str, Any]) -> None:
    found = told(city(data, ("a", "跨层级会签事务", []), ("b", "跨层级会签事务", ["升学照顾"])))
    assert codes(found["a"]) == {"no_alias", "official_words_only"}
    assert "b" not in found


def test_an_alias_that_names_another_item_is_told_with_that_item(data: dict[str, Any]) -> None:
    names = ("renew", "机动车驾驶证期满换证", ["换驾照"]), ("clinic", "诊所备案", ["看病", "驾照"])
    found = told(city(data, *names))
    (hint,) = found["clinic"].hints
    assert (hint.code, hint.path) == ("alias_names_other", "/service_items/1/aliases/1")
    assert "(renew)" in hint.message
    assert "renew" not in found


def test_an_alias_that_finds_nothing_is_told(data: dict[str, Any]) -> None:
    (hint,) = told(city(data, ("clinic", "诊所备案", ["假证"])))["clinic"].hints
    assert hint.code == "alias_finds_nothing"


@pytest.mark.parametrize(("component", "is_first"), [("other", False), ("clinic", True)])
def test_only_a_theme_that_holds_the_item_may_come_first(
    data: dict[str, Any], component: str, is_first: bool
) -> None:
    theme = copy.deepcopy(data["themes"][0])
    part = theme["components"][0] | {"service_item": component}
    data = city(data, ("clinic", "诊所备案", []))
    data["themes"] = [theme | {"name": "开诊所", "aliases": [], "components": [part]}]
    items = FindableItems.of(readable_parts(data))
    assert items.is_first(items.by_key["clinic"], "开诊所") is is_first


@pytest.mark.parametrize(
    ("second", "aliases", "difference"),
    [
        ("取水许可(县审批)", [], "“市”与“县”"),
        (WATER, [], "请核对是否重复"),
        ("取水许可(县审批)", ["打井"], None),
        ("诊所备案", [], None),
    ],
)
def test_twins_are_named_with_what_tells_them_apart(
    data: dict[str, Any], second: str, aliases: list[str], difference: str | None
) -> None:
    found = told(city(data, ("one", WATER, []), ("two", second, aliases)))
    twins = [hint for hint in found["one"].hints if hint.code == "twins"]
    assert len(twins) == (difference is not None)
    assert all("(two)" in one.message and str(difference) in one.message for one in twins)


def test_items_that_share_a_few_words_are_no_twins(data: dict[str, Any]) -> None:
    found = told(city(data, ("a", WATER, []), ("b", "取水许可(跨流域)", [])))
    assert codes(found["a"]) == {"no_alias"}


@pytest.mark.parametrize(
    ("first", "second", "are_twins"),
    [
        ("建筑业企业资质核准(省级权限)", "建筑业企业资质核准(市级权限)", True),
        ("食品经营许可证变更", "食品经营许可证补办", False),
    ],
)
def test_a_level_tells_nothing_apart_and_what_people_say_does(
    data: dict[str, Any], first: str, second: str, are_twins: bool
) -> None:
    found = told(city(data, ("a", first, []), ("b", second, [])))
    assert [("twins" in codes(found[key])) for key in ("a", "b")] == [are_twins] * 2


def test_a_name_is_about_what_it_surely_names_and_not_what_it_resembles(
    data: dict[str, Any],
) -> None:
    (item,) = FindableItems.of(readable_parts(city(data, ("clinic", "诊所备案", [])))).items
    carried = (("alike", 0.7), ("near", 0.79), ("sure", 0.8))
    item = replace(item, indexed=replace(item.indexed, matters=carried))
    assert item.matters == ["sure", "near"]


def test_items_of_one_name_differ_in_their_traits(data: dict[str, Any]) -> None:
    data = city(data, ("one", "护照签发", []), ("two", "护照签发", []))
    data["service_items"][1]["audience"] = ["legal_entity"]
    (hint,) = (one for one in told(data)["one"].hints if one.code == "twins")
    assert "服务对象不同:自然人与企业法人" in hint.message


def test_cancelled_and_unreadable_items_are_left_out(data: dict[str, Any]) -> None:
    data = city(data, ("a", "诊所备案", []), ("b", "取水许可", []), ("c", "失业登记", []))
    data["service_items"][0]["state"] = "cancelled"
    data["service_items"][1]["fee"] = None
    assert set(told(data)) == {"c"}
