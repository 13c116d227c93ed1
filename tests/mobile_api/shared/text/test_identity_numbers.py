"""Identity numbers: forgiving where people are real, strict where the number cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.shared.text.identity_numbers import (
    id_number_fault,
    is_social_credit_code,
    normalised,
    normalised_mobile,
)

TODAY = date(2026, 11, 21)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def whole(body: str) -> str:
    """The 17 digits with the right MOD 11-2 check character."""
    total = sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "body",
    [
        "33011319900307001",  # 临平区, younger than python-stdnum's table
        "37100319900307001",  # born before the county's code began
        "42130319900307001",
        "81000019900307001",  # residence permit of a Hong Kong resident
        "83000019900307001",
        "11000019900307001",  # no county
        "91010019900307001",  # foreigner's permanent residence card
    ],
)
def test_real_people_are_accepted(body: str) -> None:
    assert id_number_fault(whole(body), on=TODAY) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "length"),
        ("110101900307001", "length"),  # 15 digits are no valid document since 2013
        ("110101199003070011X", "length"),
        ("1101011990030700１X", "characters"),
        ("1101011990030700AX", "characters"),
        (whole("99000019900307001")[:17] + "?", "characters"),
        (whole("16010119900307001"), "province"),
        (whole("11010119900230001"), "birth_date"),
        (whole("11010118991231001"), "birth_date"),
        (whole("11010120261122001"), "birth_date"),
    ],
)
def test_impossible_numbers_name_their_fault(number: str, fault: str) -> None:
    assert id_number_fault(number, on=TODAY) == fault


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    number = whole("37000019900307001")
    other = str((int(number[place]) + shift) % 10)
    changed = number[:place] + other + number[place + 1 :]
    assert id_number_fault(changed, on=TODAY) is not None


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    fault = id_number_fault(normalised(text), on=TODAY)
    assert fault in {"length", "characters", "province", "birth_date", "check_digit", None}


def test_full_width_and_blanks_are_normalised() -> None:
    assert normalised(" １１０１０１ １９９００３０７ ００１ｘ ") == "11010119900307001X"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        (" １３８ ００１３ ８０００ ", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008619900138000", "19900138000"),
        ("12800138000", None),
        ("1380013800", None),
        ("138001380000", None),
        ("电话", None),
    ],
)
def test_mobile_numbers(text: str, number: str | None) -> None:
    assert normalised_mobile(text) == number


@pytest.mark.parametrize(
    ("code", "is_valid"),
    [
        ("11450000007565194H", True),  # a public body of Guangxi
        ("11450000007565194J", False),
        ("11450000007565194I", False),
        ("1145000000756519H", False),
        ("", False),
    ],
)
def test_social_credit_codes(code: str, is_valid: bool) -> None:
    assert is_social_credit_code(code) is is_valid
