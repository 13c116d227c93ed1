"""What a text asks for, when it is more than a matter to search."""

import json
import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path

from mobile_api.cases.status.service import TAIL_LENGTH, is_case_number
from mobile_api.guides.search.service import simplified
from mobile_api.shared.text.characters import normalised, plain

_FILE = Path(__file__).with_name("words.json")
_AROUND = " \t\r\n,.。，、:：;；!！?？~～-—_#+<>[]【】「」《》()（）'\"“”‘’"
# 身份证号后六位是 and the like, before what was asked for.
_BEFORE_TAIL = r"(?:我|的|是|为|身份证|证件|号码|号|最后|后|末|尾|[六6]位|[:：,，])*"
_TAIL = re.compile(rf"{_BEFORE_TAIL}([0-9]{{{TAIL_LENGTH - 1}}}[0-9X])")
_ID_NUMBER = re.compile(r"\d{17}[0-9X]", re.ASCII)
_SHORT = {"cancel", "person", "help"}
# 查询ETC asks for a matter.
_LEAST_OF_A_NUMBER = 8


class WishKind(Enum):
    """The wishes that are no search."""

    case = auto()
    tail = auto()
    id_number = auto()
    cancel = auto()
    person = auto()
    help = auto()
    function = auto()
    words = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """`number` is the case number that was typed, right or wrong; empty when none was.

    `function` is a function of a board, `<board>.<function>`.
    """

    kind: WishKind
    number: str = ""
    function: str = ""


@cache
def _words() -> dict[str, frozenset[str]]:
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return {kind: frozenset(listed) for kind, listed in data.items()}


@cache
def _case_words() -> re.Pattern[str]:
    """The words, the longest first, and what follows them."""
    ordered = sorted(_words()["case"], key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, ordered))})(.*)", re.DOTALL)


def wish_of(text: str) -> Wish:
    """Read a text as typed: full-width digits, 繁體, blanks, punctuation and case do not matter."""
    text = simplified(plain(text))
    compact = normalised(text).strip(_AROUND)
    number = _case_asked_for(compact)
    if number is not None:
        return Wish(WishKind.case, number)
    tail = _TAIL.fullmatch(compact)
    if tail:
        return Wish(WishKind.tail, tail[1])
    if _ID_NUMBER.fullmatch(compact):
        return Wish(WishKind.id_number)
    if not any(character.isalnum() for character in text):
        return Wish(WishKind.help)  # a smiley, or punctuation
    said = text.lower().strip(_AROUND)
    named = next((name for name, listed in _words().items() if said in listed), "")
    if "." in named:
        return Wish(WishKind.function, function=named)
    return Wish(WishKind[named] if named in _SHORT else WishKind.words)


def _case_asked_for(compact: str) -> str | None:
    """The number of a case, empty when only the words for it were typed; None: nothing of it."""
    if is_case_number(compact):
        return compact
    asked = _case_words().fullmatch(compact)
    return _number_in(asked[2]) if asked else None


def _number_in(rest: str) -> str | None:
    """The number behind the words; None when they begin another question (查询社保)."""
    number = "".join(character for character in rest if character.isascii() and character.isalnum())
    others = rest.translate({ord(mark): None for mark in _AROUND})
    for filler in ("办件", "编号", "号"):
        others = others.removeprefix(filler)
    if others != number:
        return None
    is_one = not number or number.isdigit() or len(number) >= _LEAST_OF_A_NUMBER
    return number if is_one else None
