"""Numbers, days and accounts as people type them, in the one form that is checked and kept."""

import re
from datetime import date

from mobile_api.shared.text.characters import normalised

_NUMBER = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
# A Chinese keyboard has the full stop of sentences (U+3002) where the decimal point is.
_POINT = str.maketrans({"\u3002": "."})
_DAY = re.compile(r"([0-9]{4})[-/.\u5e74]([0-9]{1,2})[-/.\u6708]([0-9]{1,2})\u65e5?")
_ACCOUNT = re.compile(r"[0-9]{8,30}")
# Of any carrier; some put hyphens between the parts of one consignment.
_WAYBILL = re.compile(r"[0-9A-Z][0-9A-Z-]{5,29}")


class NoSuchDay(ValueError):
    """Written as a day is, but the calendar has none of that name (29 February 2027)."""


def number_of(text: str) -> str | None:
    """`120.5` for a number without a sign, in whatever digits; None for anything else."""
    number = normalised(text).translate(_POINT)
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "")
    return number if _NUMBER.fullmatch(number) else None


def day_of(text: str) -> date | None:
    """The day meant by 2026-01-31, 2026/1/31 or with 年月日; None for anything else.

    Raises NoSuchDay.
    """
    found = _DAY.fullmatch(normalised(text).translate(_POINT))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise NoSuchDay from None


def bank_account_of(text: str) -> str | None:
    """8 to 30 digits; blanks and hyphens between groups of them go."""
    digits = normalised(text).replace("-", "")
    return digits if _ACCOUNT.fullmatch(digits) else None


def waybill_of(text: str) -> str | None:
    """6 to 30 letters, digits and hyphens, as carriers print them; None for anything else."""
    number = normalised(text)
    return number if _WAYBILL.fullmatch(number) else None
