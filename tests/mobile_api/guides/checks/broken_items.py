"""Faults within one service item: what it is called, how it is brought about, path and code."""

from tests.mobile_api.guides.checks.breaking import Broken, changed, item, set_in_item

WORKING, CALENDAR = "working_day", "calendar_day"

BROKEN_ITEMS: list[Broken] = [
    ("an empty name", changed("id-card", name="  "), "/name", "string_too_short"),
    ("a name of signs", changed("id-card", name="《》"), "/name", "name_without_words"),
    (
        "an alias of signs",
        changed("id-card", aliases=["身份证", "***"]),
        "/aliases/1",
        "name_without_words",
    ),
    ("an unknown field", changed("id-card", colour="red"), "/colour", "extra_forbidden"),
    (
        "a missing field",
        lambda data: item(data, "id-card")[1].pop("fee") and item(data, "id-card")[0],
        "/fee",
        "missing",
    ),
    ("an unknown word", changed("id-card", online_level="later"), "/online_level", "enum"),
    (
        "a code over 50",
        changed("id-card", implementation_code="1" * 51),
        "/implementation_code",
        "string_too_long",
    ),
    (
        "a code of 30",
        set_in_item("id-card", "implementation_code", to="11999900999990001U399209000100"),
        "/implementation_code",
        "code_shape",
    ),
    (
        "a wrong check character",
        set_in_item("id-card", "implementation_code", to="11999900999990001X3992090001000"),
        "/implementation_code",
        "code_check_digit",
    ),
    (
        "another body's code",
        set_in_item("id-card", "implementation_code", to="11999900999990002Y3992090001000"),
        "/implementation_code",
        "code_department",
    ),
    (
        "another level",
        changed("id-card", use_level="county"),
        "/implementation_code",
        "code_use_level",
    ),
    (
        "another basic code",
        changed("id-card", basic_item_code="992090009000"),
        "/implementation_code",
        "code_basic_item",
    ),
    (
        "a basic code of 11",
        changed("id-card", basic_item_code="99209000100"),
        "/basic_item_code",
        "code_shape",
    ),
    (
        "a code of another type",
        changed("id-card", item_type="permit"),
        "/basic_item_code",
        "code_item_type",
    ),
    (
        "a promise over the law",
        changed("id-card", promised_limit={"value": 61, "unit": CALENDAR}),
        "/promised_limit",
        "promised_over_statutory",
    ),
    (
        "a promise over the law in another unit",
        changed("passport", promised_limit={"value": 11, "unit": WORKING}),
        "/promised_limit",
        "promised_over_statutory",
    ),
    (
        "a law of no days",
        set_in_item("id-card", "statutory_limit", "value", to=0),
        "/statutory_limit/value",
        "greater_than_equal",
    ),
    (
        "at once but not instant",
        changed("passport", four_do_class="at_once"),
        "/four_do_class",
        "at_once_not_instant",
    ),
    (
        "instant but in days",
        changed("ss-card", promised_limit={"value": 5, "unit": WORKING}),
        "/promised_limit",
        "instant_with_days",
    ),
    (
        "steps over the promise",
        set_in_item("id-card", "process", 1, "days", to=40),
        "/process",
        "process_over_promised",
    ),
    (
        "online but with a visit",
        changed("ss-card", visits_required=1, visit_reason="到场"),
        "/visits_required",
        "visit_though_online",
    ),
    (
        "a visit without reason",
        changed("id-card", visit_reason=None),
        "/visit_reason",
        "visit_reason_missing",
    ),
    (
        "published only with a form",
        changed("id-card", online_level="published_only"),
        "/form_fields",
        "form_though_published_only",
    ),
    (
        "a fee without items",
        set_in_item("id-card", "fee", "items", to=[]),
        "/fee/items",
        "fee_without_items",
    ),
    (
        "a fee without basis",
        set_in_item("id-card", "fee", "basis", to=None),
        "/fee/basis",
        "fee_without_basis",
    ),
    (
        "free but with a fee",
        set_in_item("id-card", "fee", "charged", to=False),
        "/fee/charged",
        "fee_items_though_free",
    ),
]
