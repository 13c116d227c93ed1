"""Every fault of a catalogue is found, each with the path where it is to be mended."""

from collections.abc import Callable
from typing import Any

import pytest

from mobile_api.guides.checks.validation import validate_catalogue
from tests.mobile_api.guides.checks.breaking import (
    Data,
    changed,
    changed_theme,
    item,
    set_in,
    set_in_item,
    set_in_theme,
)

WORKING, CALENDAR = "working_day", "calendar_day"
CHILD_Q = {"key": "child", "text": "问", "options": [{"key": "a", "label": "甲"},
                                                  {"key": "b", "label": "乙"}]}  # fmt: skip
LOST = [{"question": "situation", "one_of": ["lost"]}]
FIRST = [{"question": "situation", "one_of": ["first"]}]

BROKEN: list[tuple[str, Callable[[Data], str], str, str]] = [
    ("an empty name", changed("id-card", name="  "), "/name", "string_too_short"),
    ("an unknown field", changed("id-card", colour="red"), "/colour", "extra_forbidden"),
    ("a missing field", lambda data: item(data, "id-card")[1].pop("fee") and item(
        data, "id-card")[0], "/fee", "missing"),
    ("an unknown word", changed("id-card", online_level="later"), "/online_level", "enum"),
    ("a code over 50", changed("id-card", implementation_code="1" * 51), "/implementation_code",
     "string_too_long"),
    ("a code of 30", set_in_item("id-card", "implementation_code",
                                 to="11999900999990001U399209000100"),
     "/implementation_code", "code_shape"),
    ("a wrong check character", set_in_item("id-card", "implementation_code",
                                            to="11999900999990001X3992090001000"),
     "/implementation_code", "code_check_digit"),
    ("another body's code", set_in_item("id-card", "implementation_code",
                                        to="11999900999990002Y3992090001000"),
     "/implementation_code", "code_department"),
    ("another level", changed("id-card", use_level="county"), "/implementation_code",
     "code_use_level"),
    ("another basic code", changed("id-card", basic_item_code="992090009000"),
     "/implementation_code", "code_basic_item"),
    ("a basic code of 11", changed("id-card", basic_item_code="99209000100"), "/basic_item_code",
     "code_shape"),
    ("a code of another type", changed("id-card", item_type="permit"), "/basic_item_code",
     "code_item_type"),
    ("a promise over the law", changed("id-card", promised_limit={"value": 61, "unit": CALENDAR}),
     "/promised_limit", "promised_over_statutory"),
    ("a promise over the law in another unit",
     changed("passport", promised_limit={"value": 11, "unit": WORKING}), "/promised_limit",
     "promised_over_statutory"),
    ("a law of no days", set_in_item("id-card", "statutory_limit", "value", to=0),
     "/statutory_limit/value", "greater_than_equal"),
    ("at once but not instant", changed("passport", four_do_class="at_once"), "/four_do_class",
     "at_once_not_instant"),
    ("instant but in days", changed("ss-card", promised_limit={"value": 5, "unit": WORKING}),
     "/promised_limit", "instant_with_days"),
    ("steps over the promise", set_in_item("id-card", "process", 1, "days", to=40), "/process",
     "process_over_promised"),
    ("online but with a visit", changed("ss-card", visits_required=1, visit_reason="到场"),
     "/visits_required", "visit_though_online"),
    ("a visit without reason", changed("id-card", visit_reason=None), "/visit_reason",
     "visit_reason_missing"),
    ("published only with a form", changed("id-card", online_level="published_only"),
     "/form_fields", "form_though_published_only"),
    ("a fee without items", set_in_item("id-card", "fee", "items", to=[]), "/fee/items",
     "fee_without_items"),
    ("a fee without basis", set_in_item("id-card", "fee", "basis", to=None), "/fee/basis",
     "fee_without_basis"),
    ("free but with a fee", set_in_item("id-card", "fee", "charged", to=False), "/fee/charged",
     "fee_items_though_free"),
    ("an unknown department", changed("id-card", department="moon"), "/department",
     "department_missing"),
    ("an unknown counter", changed("id-card", counters=["police", "moon"]), "/counters/1",
     "counter_missing"),
    ("a counter of others", changed("id-card", counters=["tax"]), "/counters/0",
     "counter_without_department"),
    ("another region", changed("id-card", region_code="110000"), "/region_code",
     "region_mismatch"),
    ("an unknown blank form", set_in_item("id-card", "materials", 1, "blank_form", to="moon"),
     "/materials/1/blank_form", "blank_form_missing"),
    ("an unknown form field", set_in_item("id-card", "materials", 1, "fields", to=["moon"]),
     "/materials/1/fields/0", "field_missing"),
    ("a licence without name", set_in_item("id-card", "materials", 0, "e_licence", to=None),
     "/materials/0/e_licence", "e_licence_missing"),
    ("a material twice", set_in_item("id-card", "materials", 1, "key", to="applicant-id-card"),
     "/materials/1/key", "duplicate_key"),
    ("one key, two papers", set_in_item("passport", "materials", 1, "name", to="驾驶证"),
     "/materials/1", "same_key_differs"),
    ("a choice without options", set_in_item("ss-card", "form_fields", 3, "options", to=[]),
     "/form_fields/3/options", "options_do_not_fit"),
    ("an unknown question", set_in_item("id-card", "materials", 0, "when",
                                        to=[{"question": "moon", "one_of": ["x"]}]),
     "/materials/0/when/0/question", "unknown_question"),
    ("an unknown option", set_in_item("id-card", "materials", 0, "when",
                                      to=[{"question": "situation", "one_of": ["moon"]}]),
     "/materials/0/when/0/one_of/0", "unknown_option"),
    ("a paper nobody needs", set_in_item("id-card", "materials", 0, "when", to=LOST + FIRST),
     "/materials/0/when", "unreachable_material"),
    ("a question nobody is asked",
     lambda data: _third_question(data, [{**CHILD_Q, "when": FIRST}, {
         **CHILD_Q, "key": "third", "when": [*LOST, {"question": "child", "one_of": ["a"]}]}]),
     "/scenario_questions/3/when", "unreachable_question"),
    ("a question that looks ahead", set_in_item(
        "id-card", "scenario_questions", 0, "when",
        to=[{"question": "holder-age", "one_of": ["minor"]}]),
     "/scenario_questions/0/when/0/question", "unknown_question"),
    ("no way on", lambda data: _no_way_on(data), "/scenario_questions/0/options", "no_way_on"),
    ("a department twice", set_in("departments", 1, "key", to="gaj"), "/departments/1/key",
     "duplicate_key"),
    ("a theme of no item", set_in_theme("restaurant", "components", 0, "service_item", to="moon"),
     "/components/0/service_item", "service_item_missing"),
    ("nobody handles it", set_in_theme("nev", "components", 0, "authority", to=None),
     "/components/0/authority", "authority_missing"),
    ("a ring", set_in_theme("logistics", "components", 0, "depends_on", to=["freight-permit"]),
     "/components", "circular_dependency"),
    ("a result of nobody", set_in_theme("restaurant", "results", 0, "key", to="moon"),
     "/results/0", "result_without_provider"),
    ("an unknown result", set_in_theme("restaurant", "components", 2, "depends_on", to=["moon"]),
     "/components/2/depends_on/0", "result_missing"),
    ("a joint promise over the law", changed_theme("restaurant", promised_working_days=46),
     "/promised_working_days", "promised_over_statutory"),
    ("an unknown lead", changed_theme("restaurant", lead_department="moon"), "/lead_department",
     "department_missing"),
    ("a wrong credit code", set_in("departments", 0, "social_credit_code", to="x" * 18),
     "/departments/0/social_credit_code", "code_check_digit"),
    ("a counter in no hall", set_in("counters", 0, "hall", to="moon"), "/counters/0/hall",
     "hall_missing"),
    ("closing before opening", set_in("counters", 0, "hours", 0, "closes", to="08:00"),
     "/counters/0/hours/0", "hours_reversed"),
    ("a telephone with letters", set_in("halls", 0, "phones", 0, "number", to="call me"),
     "/halls/0/phones/0/number", "string_pattern_mismatch"),
    ("an empty function", set_in("boards", 0, "functions", 0, "path", to=None),
     "/boards/0/functions/0", "function_empty"),
]  # fmt: skip


def _third_question(data: Data, questions: list[Data]) -> str:
    pointer, guide = item(data, "id-card")
    guide["scenario_questions"] += questions
    return pointer


def _no_way_on(data: Data) -> str:
    pointer, guide = item(data, "netbar")
    for option in guide["scenario_questions"][0]["options"]:
        option["impossible_because"] = "不行"
    return pointer


def test_the_demo_city_has_no_fault(data: Data) -> None:
    assert validate_catalogue(data) == []


@pytest.mark.parametrize(
    ("breaks", "path", "code"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_fault_is_found_where_it_is(
    data: Data, breaks: Callable[[Data], str], path: str, code: str
) -> None:
    pointer = breaks(data)
    found = {(fault.path, fault.code) for fault in validate_catalogue(data)}
    assert (pointer + path, code) in found


def test_all_faults_are_found_at_once(data: Data) -> None:
    """Also cross faults of good parts beside parts that have lost their shape."""
    first, _ = item(data, "passport")
    changed("passport", four_do_class="at_once", name="")(data)
    second = changed("hf-withdraw", four_do_class="at_once")(data)
    third = changed_theme("newborn", lead_department="moon")(data)
    codes = {fault.path: fault.code for fault in validate_catalogue(data)}
    assert codes == {
        f"{first}/name": "string_too_short",
        f"{second}/four_do_class": "at_once_not_instant",
        f"{third}/lead_department": "department_missing",
    }


def test_an_unreadable_part_is_no_missing_part(data: Data) -> None:
    """A department without a phone is one fault, not one for each of its items as well."""
    data["departments"][0].pop("phone")
    assert [fault.path for fault in validate_catalogue(data)] == ["/departments/0/phone"]


def test_a_code_of_a_province_has_no_national_shape(data: Data) -> None:
    changed("id-card", code_scheme="local", implementation_code="51-4-00-1")(data)
    assert validate_catalogue(data) == []


@pytest.mark.parametrize("nonsense", [None, [], "catalogue", 7, {}, {"service_items": "none"}])
def test_nonsense_is_a_fault_and_no_crash(nonsense: Any) -> None:
    assert validate_catalogue(nonsense)
