"""Every fault of a catalogue is found, each with the path where it is to be mended."""

from collections.abc import Callable
from typing import Any

import pytest

from mobile_api.guides.checks.validation import validate_catalogue
from tests.mobile_api.guides.checks.breaking import Data, changed, changed_theme, item
from tests.mobile_api.guides.checks.broken_items import BROKEN_ITEMS
from tests.mobile_api.guides.checks.broken_parts import BROKEN_PARTS

BROKEN = BROKEN_ITEMS + BROKEN_PARTS


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
