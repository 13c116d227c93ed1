"""What a waybill number may look like, so that a mistyped one is noticed before EMS is asked."""

import re

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
# No check digit is published for 13 digits and new prefixes appear, so none is asked for.
_DOMESTIC = re.compile(r"\d{13}")


def normalized(typed: str) -> str:
    """As EMS writes it: without spaces and hyphens, capital letters."""
    return re.sub(r"[\s-]", "", typed).upper()


def check_digit(serial: str) -> int:
    """Check digit of the eight digits of an S10 identifier (UPU S10)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def is_waybill_number(number: str) -> bool:
    """Thirteen digits, or an S10 identifier whose check digit is right."""
    if not number.isascii():
        return False
    if found := _S10.fullmatch(number):
        return check_digit(found[1]) == int(found[2])
    return _DOMESTIC.fullmatch(number) is not None
