"""Another city that a question names: our windows and telephones are no answer to it."""

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobile_api.guides.search.text import normalise

# 上海市, 延边州, 兴安盟, 大兴安岭地区: what may end the name of a city.
_KINDS = "市|州|盟|地区"


@dataclass(frozen=True, slots=True)
class OtherCity:
    """`name` as people say it, `phone` its 12345 as it is called from here: 021-12345.

    `is_origin`: only something that is brought here from there is asked about, such as
    a pension account; then our own guide is the answer.
    """

    name: str
    phone: str
    is_origin: bool


@functools.cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("cities.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@functools.cache
def _named() -> re.Pattern[str]:
    """A name of a city where it is one: 南京路 is a street, 大同 may be a word of its own."""
    data = _data()
    words = frozenset(data["also_words"].split())
    plain = "|".join(sorted((one for one in data["codes"] if one not in words), key=len)[::-1])
    words_too = "|".join(sorted(words, key=len)[::-1])
    return re.compile(
        f"(?P<plain>{plain})(?!{data['not_before']})"
        f"|(?P<certain>{words_too})(?={_KINDS})"
        f"|(?<=[在去到从回往])(?P<there>{words_too})(?!{data['not_before']})"
    )


@functools.cache
def _moves() -> re.Pattern[str]:
    return re.compile(_data()["moves"])


def other_city(text: str, own_places: Iterable[str]) -> OtherCity | None:
    """The first city in `text` that is none of our own places, or None."""
    compact = normalise(text).replace(" ", "")
    own = frozenset(own_places)
    for found in _named().finditer(compact):
        name = found.group()
        if any(place.startswith(name) for place in own):
            continue
        code = _data()["codes"][name]
        return OtherCity(name, f"{code}-12345", bool(_moves().search(compact)))
    return None
