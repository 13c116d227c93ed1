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

    All names are looked for in one pass: of so many bids there are as many names and texts.
    """
    # Of two that begin alike the longer one is whole.
    found = [one for name in sorted(names, key=len, reverse=True) if (one := _pattern(name))]
    if not found:
        return list(texts)
    pattern = re.compile("|".join(found), re.IGNORECASE)
    return [pattern.sub(BLOT, text) for text in texts]


def _pattern(name: str) -> str:
    letters = unicodedata.normalize("NFKC", name)
    return _BETWEEN.join(_either_width(one) for one in letters if not one.isspace())


def _either_width(letter: str) -> str:
    if not "!" <= letter <= "~":
        return re.escape(letter)
    return f"[{re.escape(letter)}{chr(ord(letter) + _TO_FULL_WIDTH)}]"
