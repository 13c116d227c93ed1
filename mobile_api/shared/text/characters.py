"""Characters that are seen, and those that only look like others: one form before any rule reads.

Keyboards, PDFs and web pages bring full-width forms, marks of writing direction, joiners and parts
of characters (部首) that the eye cannot tell from what was meant.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

# Full-width forms of ASCII (U+FF01-FF5E).
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# What people type for a hyphen: U+2010-2015, the minus sign, small and full-width forms.
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
# Default_Ignorable_Code_Point of Unicode beyond its format characters, and the empty Braille cell.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")

# Controls, format characters, halves of characters, and blanks.
_NOT_SEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


@cache
def _radicals() -> dict[int, int]:
    path = Path(__file__).with_name("radicals.json")
    pairs: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["looks_like"]
    kangxi = {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {int(radical, 16): int(whole, 16) for radical, whole in pairs.items()}


def is_variation_selector(character: str) -> bool:
    """U+FE00-FE0F and U+E0100-E01EF: which shape of the character before them is meant."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def without_format(text: str) -> str:
    """Marks of direction, joiners, soft hyphens and fillers vanish; a blank stays a blank."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf" and one not in _UNSEEN)


def has_visible(text: str) -> bool:
    """Whether anything of it can be seen: blanks, controls and marks without a letter cannot."""
    return any(
        unicodedata.category(one) not in _NOT_SEEN
        and one not in _UNSEEN
        and not is_variation_selector(one)
        for one in text
    )


def storable(text: str) -> str:
    """Without NUL and without halves of characters, which PostgreSQL refuses; all else stays."""
    return text.encode(errors="replace").decode().replace("\x00", "")


def half_width(text: str) -> str:
    """Letters, digits and marks of ASCII as ASCII has them; everything else as it was."""
    return text.translate(_HALF_WIDTH)


def whole_characters(text: str) -> str:
    """Radicals (U+2E80-2FDF) as the characters that they look like."""
    return text.translate(_radicals())


def plain(text: str) -> str:
    """NFKC, radicals as characters, nothing that cannot be seen; blanks and case stay."""
    composed = unicodedata.normalize("NFKC", whole_characters(without_format(text)))
    return "".join(one for one in composed if not is_variation_selector(one))


def normalised(text: str) -> str:
    """A number as it is checked: `plain`, without blanks, every hyphen as ASCII has it, upper case.

    Full-width digits become ASCII, and marks of direction go that phones put around a copy.
    """
    return "".join(plain(text).split()).translate(_HYPHENS).upper()


def one_hyphen(text: str) -> str:
    """Whatever people type for a hyphen as ASCII has it."""
    return text.translate(_HYPHENS)
