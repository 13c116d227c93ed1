"""Waybill numbers as people type them."""

import pytest

from notifications.post.ems.waybill import check_digit, is_waybill_number, normalized


@pytest.mark.parametrize(("serial", "expected"), [("47312482", 9), ("12345678", 5)])
def test_check_digit(serial: str, expected: int) -> None:
    assert check_digit(serial) == expected


@pytest.mark.parametrize(
    ("serial", "expected"),
    # Remainders 0 and 1 of the sum have a digit of their own in UPU S10.
    [("00000000", 5), ("00000050", 0)],
)
def test_check_digit_of_the_two_special_remainders(serial: str, expected: int) -> None:
    assert check_digit(serial) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("EA123456785CN", True),
        ("EA123456789CN", False),
        ("EA12345678CN", False),
        ("1100000000001", True),
        ("1299999999999", True),
        ("110000000000", False),
        ("11000000000012", False),
        ("１１０００００００００００", False),
        ("", False),
    ],
)
def test_waybill_number(number: str, expected: bool) -> None:
    assert is_waybill_number(number) is expected


def test_typed_number_is_normalized() -> None:
    assert normalized(" ea 1234-56785 cn\n") == "EA123456785CN"
