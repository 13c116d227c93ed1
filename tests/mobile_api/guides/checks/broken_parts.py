"""Faults between the parts of a catalogue: what is named and not there, twice, or out of reach."""

from tests.mobile_api.guides.checks.breaking import (
    Broken,
    Data,
    changed,
    changed_theme,
    item,
    set_in,
    set_in_item,
    set_in_theme,
)

CHILD_Q = {
    "key": "child",
    "text": "问",
    "options": [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}],
}
LOST = [{"question": "situation", "one_of": ["lost"]}]
FIRST = [{"question": "situation", "one_of": ["first"]}]


def _third_question(data: Data, questions: list[Data]) -> str:
    pointer, guide = item(data, "id-card")
    guide["scenario_questions"] += questions
    return pointer


def _no_way_on(data: Data) -> str:
    pointer, guide = item(data, "netbar")
    for option in guide["scenario_questions"][0]["options"]:
        option["impossible_because"] = "不行"
    return pointer


BROKEN_PARTS: list[Broken] = [
    (
        "an unknown department",
        changed("id-card", department="moon"),
        "/department",
        "department_missing",
    ),
    (
        "an unknown counter",
        changed("id-card", counters=["police", "moon"]),
        "/counters/1",
        "counter_missing",
    ),
    (
        "a counter of others",
        changed("id-card", counters=["tax"]),
        "/counters/0",
        "counter_without_department",
    ),
    ("another region", changed("id-card", region_code="110000"), "/region_code", "region_mismatch"),
    (
        "an unknown blank form",
        set_in_item("id-card", "materials", 1, "blank_form", to="moon"),
        "/materials/1/blank_form",
        "blank_form_missing",
    ),
    (
        "an unknown form field",
        set_in_item("id-card", "materials", 1, "fields", to=["moon"]),
        "/materials/1/fields/0",
        "field_missing",
    ),
    (
        "a licence without name",
        set_in_item("id-card", "materials", 0, "e_licence", to=None),
        "/materials/0/e_licence",
        "e_licence_missing",
    ),
    (
        "a material twice",
        set_in_item("id-card", "materials", 1, "key", to="applicant-id-card"),
        "/materials/1/key",
        "duplicate_key",
    ),
    (
        "one key, two papers",
        set_in_item("passport", "materials", 1, "name", to="驾驶证"),
        "/materials/1",
        "same_key_differs",
    ),
    (
        "a choice without options",
        set_in_item("ss-card", "form_fields", 5, "options", to=[]),
        "/form_fields/5/options",
        "options_do_not_fit",
    ),
    (
        "what no account knows",
        set_in_item("ss-card", "form_fields", 3, "source", to="account"),
        "/form_fields/3/source",
        "not_of_the_account",
    ),
    (
        "an unknown question",
        set_in_item("id-card", "materials", 0, "when", to=[{"question": "moon", "one_of": ["x"]}]),
        "/materials/0/when/0/question",
        "unknown_question",
    ),
    (
        "an unknown option",
        set_in_item(
            "id-card", "materials", 0, "when", to=[{"question": "situation", "one_of": ["moon"]}]
        ),
        "/materials/0/when/0/one_of/0",
        "unknown_option",
    ),
    (
        "a paper nobody needs",
        set_in_item("id-card", "materials", 0, "when", to=LOST + FIRST),
        "/materials/0/when",
        "unreachable_material",
    ),
    (
        "a question nobody is asked",
        lambda data: _third_question(
            data,
            [
                {**CHILD_Q, "when": FIRST},
                {
                    **CHILD_Q,
                    "key": "third",
                    "when": [*LOST, {"question": "child", "one_of": ["a"]}],
                },
            ],
        ),
        "/scenario_questions/3/when",
        "unreachable_question",
    ),
    (
        "a question that looks ahead",
        set_in_item(
            "id-card",
            "scenario_questions",
            0,
            "when",
            to=[{"question": "holder-age", "one_of": ["minor"]}],
        ),
        "/scenario_questions/0/when/0/question",
        "unknown_question",
    ),
    ("no way on", lambda data: _no_way_on(data), "/scenario_questions/0/options", "no_way_on"),
    (
        "a department twice",
        set_in("departments", 1, "key", to="gaj"),
        "/departments/1/key",
        "duplicate_key",
    ),
    (
        "a theme of no item",
        set_in_theme("restaurant", "components", 0, "service_item", to="moon"),
        "/components/0/service_item",
        "service_item_missing",
    ),
    (
        "nobody handles it",
        set_in_theme("nev", "components", 0, "authority", to=None),
        "/components/0/authority",
        "authority_missing",
    ),
    (
        "a ring",
        set_in_theme("logistics", "components", 0, "depends_on", to=["freight-permit"]),
        "/components",
        "circular_dependency",
    ),
    (
        "a result of nobody",
        set_in_theme("restaurant", "results", 0, "key", to="moon"),
        "/results/0",
        "result_without_provider",
    ),
    (
        "an unknown result",
        set_in_theme("restaurant", "components", 2, "depends_on", to=["moon"]),
        "/components/2/depends_on/0",
        "result_missing",
    ),
    (
        "a joint promise over the law",
        changed_theme("restaurant", promised_working_days=46),
        "/promised_working_days",
        "promised_over_statutory",
    ),
    (
        "an unknown lead",
        changed_theme("restaurant", lead_department="moon"),
        "/lead_department",
        "department_missing",
    ),
    (
        "a wrong credit code",
        set_in("departments", 0, "social_credit_code", to="x" * 18),
        "/departments/0/social_credit_code",
        "code_check_digit",
    ),
    (
        "a counter in no hall",
        set_in("counters", 0, "hall", to="moon"),
        "/counters/0/hall",
        "hall_missing",
    ),
    (
        "closing before opening",
        set_in("counters", 0, "hours", 0, "closes", to="08:00"),
        "/counters/0/hours/0",
        "hours_reversed",
    ),
    (
        "a telephone with letters",
        set_in("halls", 0, "phones", 0, "number", to="call me"),
        "/halls/0/phones/0/number",
        "string_pattern_mismatch",
    ),
    (
        "an empty function",
        set_in("boards", 0, "functions", 0, "path", to=None),
        "/boards/0/functions/0",
        "function_empty",
    ),
]
