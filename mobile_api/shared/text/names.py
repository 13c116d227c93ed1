"""Names as people bear them: one form to keep, one to compare, the same at every door.

What stands on a card is a name: characters of every plane and of private use (GB 18030-2022, and
cards printed before a character had its place), U+3007, other scripts, marks, apostrophes, and the
mark between parts of a name, of which every keyboard has another.
"""

import re
import unicodedata

from mobile_api.shared.text.characters import (
    half_width,
    is_variation_selector,
    one_hyphen,
    plain,
    whole_characters,
    without_format,
)

LONGEST = 50
_LONGEST_LATIN = 80

# 间隔号: U+00B7, as GB/T 15834-2011 and the cards have it.
INTERPUNCT = "\u00b7"
_INTERPUNCTS = dict.fromkeys(map(ord, "\u30fb\u2022\u2027\uff65\u2219\u22c5\u2e31"), INTERPUNCT)
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u02b9\u2032\u0060\u00b4"), "'")
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff"
    "\U00020000-\U0003fffd\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# A full stop between Han characters is somebody's keyboard; between Latin letters it is one.
_STOP_IN_HAN = re.compile(f"(?<=[{HAN}{_SELECTORS}]) ?[.] ?(?=[{HAN}])")
_AROUND_INTERPUNCT = re.compile(f" *{INTERPUNCT} *")
_BLANK_IN_HAN = re.compile(f"(?<=[{HAN}{_SELECTORS}]) (?=[{HAN}])")
_HAN_NAME = re.compile(f"[{HAN}{_SELECTORS}{INTERPUNCT}]+")
_LATIN_NAME = re.compile(r"[A-Z]+(?:[ '-][A-Z]+)*")
_NOT_FIRST, _NOT_LAST = INTERPUNCT + ".-", INTERPUNCT + "-"
_BETWEEN = frozenset(INTERPUNCT + "'.- ")


def tidied(text: str) -> str:
    """The form in which a name is kept, whatever it holds: NFC, one mark for each meaning."""
    text = whole_characters(one_hyphen(half_width(without_format(text))))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = text.translate(_APOSTROPHES | _INTERPUNCTS)
    text = _AROUND_INTERPUNCT.sub(INTERPUNCT, _STOP_IN_HAN.sub(INTERPUNCT, text))
    return _BLANK_IN_HAN.sub("", text)


def name_of(text: str) -> str | None:
    """`text` as a name is kept, 1 to 50 characters; None when it is no name."""
    name = tidied(text)
    parts = [one for one in name if one not in _BETWEEN]
    if not parts or len(name) > LONGEST or name[0] in _NOT_FIRST or name[-1] in _NOT_LAST:
        return None
    return name if _is_letter(parts[0]) and all(map(_belongs, parts)) else None


def latin_name_of(text: str) -> str | None:
    """`text` as a passport prints a name, in capitals of ASCII (ICAO 9303-3); None: it is none."""
    name = tidied(text).upper()
    return name if len(name) <= _LONGEST_LATIN and _LATIN_NAME.fullmatch(name) else None


def is_han_name(text: str) -> bool:
    """Whether a name (`name_of`) is written in Chinese characters and interpuncts alone."""
    return _HAN_NAME.fullmatch(text) is not None


def same_name(one: str | None, other: str | None) -> bool:
    """Whether both are written for the same name: width, case, blanks and marks do not matter."""
    return _compared(one or "") == _compared(other or "")


def _compared(name: str) -> str:
    return plain(tidied(name)).casefold()


def _is_letter(character: str) -> bool:
    return character.isalpha() or re.fullmatch(f"[{HAN}]", character) is not None


def _belongs(character: str) -> bool:
    is_mark = unicodedata.category(character)[0] == "M"
    return is_mark or is_variation_selector(character) or _is_letter(character)
