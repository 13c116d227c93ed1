"""Names that stand in a proposal are blotted out before experts read it (暗标)."""

import re
import unicodedata
from collections.abc import Collection

BLOT = "〔机构名称〕"
# What stands between two letters and is not seen: blanks, joiners, marks of writing direction.
_BETWEEN = "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
_TO_FULL_WIDTH = 0xFEE0


def blotted(texts: Collection[str], names: Collection[str]) -> list[str]:
    """Without these names and codes, in whatever width and with whatever blanks between.

    One pattern for each name: a search that begins with one letter is quicker than one for all.
    """
    # Of two that begin alike the longer one is whole.
    ordered = sorted(names, key=len, reverse=True)
    patterns = [re.compile(one, re.IGNORECASE) for name in ordered if (one := _pattern(name))]
    return [_without(text, patterns) for text in texts]


def _without(text: str, patterns: Collection[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(BLOT, text)
    return text


def _pattern(name: str) -> str:
    letters = unicodedata.normalize("NFKC", name)
    return _BETWEEN.join(_either_width(one) for one in letters if not one.isspace())


def _either_width(letter: str) -> str:
    if not "!" <= letter <= "~":
        return re.escape(letter)
    return f"[{re.escape(letter)}{chr(ord(letter) + _TO_FULL_WIDTH)}]"
