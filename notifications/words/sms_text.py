"""Rules for the text of short messages: what a variable may hold, and how long they may grow.

https://help.aliyun.com/zh/sms/user-guide/sms-template-specifications
"""

import re
from collections.abc import Mapping

from notifications.words.keyword_types import one_line, shortened, units

# Providers refuse longer variables (isv.PARAM_LENGTH_LIMIT), brackets of signatures and addresses.
_MOST_OF_VARIABLE = 35
_BRACKETS = re.compile(r"[【】]")
_ADDRESS = re.compile(r"https?:|www\.|[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
# Billed by parts: 70 characters alone, 67 in each of several.
_ALONE, _OF_SEVERAL, _MOST_PARTS = 70, 67, 2
# 【】 and the longest signature that is approved stand before every message.
_SIGNATURE = 2 + 12


def parts(text: str) -> int:
    """How many messages a text is billed as, its signature reckoned in."""
    length = units(text) + _SIGNATURE
    return 1 if length <= _ALONE else -(-length // _OF_SEVERAL)


def fitted_values(text: str, names: frozenset[str], data: Mapping[str, str]) -> dict[str, str]:
    """The variables of a message as providers take them, prose shortened.

    Empty when one cannot be made to fit, or the whole would be billed as more than two.
    """
    values = {name: _fitted(data[name]) for name in names}
    if not all(values.values()) or parts(text.format_map(values)) > _MOST_PARTS:
        return {}
    return values


def _fitted(text: str) -> str:
    value = one_line(_BRACKETS.sub(" ", text))
    return "" if _ADDRESS.search(value) else shortened(value, _MOST_OF_VARIABLE)
