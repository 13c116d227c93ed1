"""What a waybill number may look like, so that a mistyped one is noticed before EMS is asked."""

import json
import re
from functools import cache
from pathlib import Path

from mobile_api.shared.text.characters import normalised

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
# No check digit is published for 13 digits and new prefixes appear, so none is asked for.
_DOMESTIC = re.compile(r"\d{13}")


def normalized(typed: str) -> str:
    """As EMS writes it: without spaces and hyphens, capital letters."""
    return normalised(typed).replace("-", "")


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


def advice_on(number: str) -> str:
    """A doubt about a number said to be one of EMS, in a sentence; empty when it looks right.

    Never a reason to refuse it: new beginnings appear, and 10, 11 and 50 are used by others too.
    """
    if not is_waybill_number(number):
        return "这个邮件号看起来不像EMS的号码,请对照面单逐位核对;如果是其他快递,请选择快递公司。"
    if number[:1].isdigit() and number[:2] not in _thirteen_digit_beginnings():
        return "这个邮件号的开头不常见,请对照面单核对一遍。"
    return ""


@cache
def _thirteen_digit_beginnings() -> frozenset[str]:
    path = Path(__file__).with_name("waybill_patterns.json")
    return frozenset(json.loads(path.read_text(encoding="utf-8"))["thirteen_digits"])
