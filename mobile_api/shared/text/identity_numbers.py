"""Checks of identity document and organisation numbers, forgiving where the real world is.

GB 11643-1999 (citizens) and GB 32100-2015 (organisations). Own rules and not python-stdnum's, which
raises on counties younger than its table and refuses real people born before their county's code
began (https://github.com/arthurdejong/python-stdnum/issues/442).
"""

import re
from datetime import date

from mobile_api.shared.text.characters import normalised as normalised

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    [
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        81,
        82,
        83,
        91,
    ]
)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# 隐私号: a number for one parcel, with the extension that leads to the person.
_EXTENSION = re.compile(r"(.+?)(?:-|转|,|#)([0-9]{3,4})")


def id_number_fault(number: str, *, on: date) -> str | None:
    """Why `number` (normalised) is not a valid resident identity number on that day, else None.

    GB 11643-1999: 6 region, 8 birth date, 3 order, MOD 11-2 check; also residence permits for
    Hong Kong, Macao and Taiwan residents (81-83) and foreigners' cards (9...). Answers one of
    `length`, `characters`, `province`, `birth_date`, `check_digit`. An unknown county is no fault.
    """
    if len(number) != 18:
        return "length"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "characters"
    if int(number[:2]) not in _PROVINCES and number[0] != "9":
        return "province"
    if not _is_birth_date(number, on):
        return "birth_date"
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return None if _CHECK[total % 11] == number[17] else "check_digit"


def birth_date_of(number: str) -> date:
    """The day in a number without fault (GB 11643-1999). Raises ValueError for one that has one."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _is_birth_date(number: str, on: date) -> bool:
    try:
        born = birth_date_of(number)
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= on


def is_social_credit_code(code: str) -> bool:
    """GB 32100-2015 with every registering department, A, N and Y included."""
    if len(code) != 18 or code[0] not in "123456789ANY":
        return False
    values = [_USCC_ALPHABET.find(character) for character in code]
    if min(values) < 0:
        return False
    total = sum(v * w for v, w in zip(values, _USCC_WEIGHTS, strict=False))
    return values[17] == (31 - total % 31) % 31


def normalised_mobile(text: str) -> str | None:
    """Eleven digits of a mainland mobile number, country code and blanks removed, else None."""
    digits = normalised(text).replace("-", "")
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    return digits if _MOBILE.fullmatch(digits) else None


def normalised_contact_phone(text: str) -> str | None:
    """As `normalised_mobile`, and 17012345678-1234 for a number with an extension."""
    mobile = normalised_mobile(text)
    found = None if mobile else _EXTENSION.fullmatch(normalised(text))
    if found is None:
        return mobile
    mobile = normalised_mobile(found[1])
    return f"{mobile}-{found[2]}" if mobile else None
