"""Names that stand in a proposal are blotted out before experts read it (暗标)."""

import re
from collections.abc import Collection

BLOT = "〔机构名称〕"


def blotted(text: str, names: Collection[str]) -> str:
    """Without these names and codes, however they are written with blanks between."""
    for name in sorted(names, key=len, reverse=True):
        letters = [re.escape(one) for one in name if not one.isspace()]
        if letters:
            text = re.sub(r"\s*".join(letters), BLOT, text, flags=re.IGNORECASE)
    return text
