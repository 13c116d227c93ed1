"""Reads JSON as a person meant it, and tells every slip of the pen with its line at once."""

import json
import re
from typing import Any

from mobile_api.guides.publishing.forgiving.cursor import Cursor, TooManySlips
from mobile_api.guides.publishing.forgiving.texts import FOREIGN, QUOTES, read_text
from mobile_api.guides.publishing.forgiving.words import Slip

# Deeper than any catalogue, and little enough for the stack.
MOST_DEPTH = 60
# Longer than any of a catalogue; Python refuses to read one of some thousand digits.
LONGEST_NUMBER = 40
_CLOSING = {"{": "}", "[": "]"}
_KEY = re.compile(
    rf"([{QUOTES}]?)([A-Za-z0-9_][A-Za-z0-9_-]*)([{QUOTES}]?)(?=[ \t]*[:\uff1a])", re.ASCII
)
_UNCOLONED = re.compile(r'"([A-Za-z0-9_-]+)"', re.ASCII)
_BARE = re.compile('(?:(?!//|/[*])[^,\uff0c\\]}\uff5d\uff3d\u3011\n"])+')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_NEARLY_NUMBER = re.compile(r"[-+.]?[\d.]+[^\w\u4e00-\u9fff]*[\u4e00-\u9fff%]{0,3}")
_WORDS = {"true": True, "false": False, "null": None}
_MEANT_WORDS = {
    **_WORDS,
    **dict.fromkeys(("yes", "是", "有"), True),
    **dict.fromkeys(("no", "否"), False),
    **dict.fromkeys(("none", "nil", "undefined", "无", "没有"), None),
}


class WrittenJson:
    """`value`: what the text says, as far as it can be told. `lines`: the line of each value by its
    JSON pointer. `cursor`: the slips; where it is not `is_sure`, the value may be another's."""

    def __init__(self, text: str) -> None:
        self.cursor = Cursor(text)
        self.lines: dict[str, int] = {}
        self.value: Any = None
        self._open: list[int] = []
        try:
            self._read()
        except TooManySlips:
            self.cursor.is_sure = False

    def _read(self) -> None:
        if not self.cursor.peek():
            self.cursor.slip("empty")
            return
        self.value = self._value("")
        if self.cursor.peek():
            self.cursor.slip("after_end")

    @property
    def slips(self) -> list[Slip]:
        """In the order of the lines."""
        return sorted(self.cursor.slips, key=lambda slip: slip.line)

    def _value(self, pointer: str) -> Any:
        cursor = self.cursor
        sign = cursor.peek()
        if pointer:
            self.lines.setdefault(pointer, cursor.line())
        if sign in _CLOSING:
            if len(self._open) >= MOST_DEPTH:
                cursor.slip("too_deep")
                raise TooManySlips()
            self._open.append(cursor.take())
            return self._object(pointer) if sign == "{" else self._list(pointer)
        if sign and sign in QUOTES:
            return read_text(cursor)
        return self._bare()

    def _object(self, pointer: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seen: dict[str, int] = {}
        is_first = True
        while self._goes_on("}", is_first):
            is_first = False
            key = self._key()
            if key is None:
                continue
            if key in seen:
                self.cursor.slip("double_key", self.cursor.last, key=key, line=seen[key])
            seen.setdefault(key, self.cursor.line(self.cursor.last))
            found[key] = self._valued(f"{pointer}/{key}")
        return found

    def _list(self, pointer: str) -> list[Any]:
        found: list[Any] = []
        while True:
            ended = self.cursor.last
            if not self._goes_on("]", not found):
                break
            value = self._value(f"{pointer}/{len(found)}")
            if isinstance(value, str) and self._is_key_of_outer():
                self.lines.pop(f"{pointer}/{len(found)}", None)
                self._missing(ended)
                self.cursor.go_to(ended)
                break
            found.append(value)
        return found

    def _is_key_of_outer(self) -> bool:
        return self.cursor.peek() == ":" and any(self._is_object(one) for one in self._open)

    def _goes_on(self, closing: str, is_first: bool) -> bool:
        """Past what parts two entries: whether another one comes, or the brackets are closed."""
        cursor = self.cursor
        comma: int | None = None
        while (sign := cursor.peek()) == "," or self._is_extra(sign):
            if sign != ",":
                cursor.slip("bracket_extra")
            elif is_first or comma is not None:
                cursor.slip("comma_extra")
            comma = cursor.take()
        if sign in ("", "]", "}"):
            self._close(sign, closing, comma)
            return False
        if sign in _CLOSING and closing == "}" and self._is_within_list():
            self._missing(cursor.at)
            cursor.go_to(cursor.at if comma is None else comma)
            return False
        if not is_first and comma is None:
            cursor.slip("comma_missing", max(cursor.last - 1, 0))
        return True

    def _is_extra(self, sign: str) -> bool:
        """A closing bracket of what is not open."""
        return sign in ("]", "}") and not any(
            _CLOSING[self._sign(one)] == sign for one in self._open
        )

    def _close(self, sign: str, closing: str, comma: int | None) -> None:
        opened = self._open[-1]
        if sign == closing:
            if comma is not None:
                self.cursor.slip("comma_trailing", comma)
            self.cursor.take()
            self._open.pop()
        elif sign:
            self._missing(self.cursor.at)
        else:
            self._open.pop()
            self.cursor.slip("json_invalid", opened, **self._pair(opened))

    def _missing(self, at: int) -> None:
        opened = self._open.pop()
        line = self.cursor.line(opened)
        self.cursor.slip("bracket_missing", at, line=line, **self._pair(opened))

    def _pair(self, opened: int) -> dict[str, str]:
        sign = self._sign(opened)
        return {"open": sign, "close": _CLOSING[sign]}

    def _sign(self, opened: int) -> str:
        return "{" if self._is_object(opened) else "["

    def _is_object(self, opened: int) -> bool:
        return self.cursor.text[opened] in "{\uff5b\ufe5b"

    def _is_within_list(self) -> bool:
        return len(self._open) > 1 and not self._is_object(self._open[-2])

    def _key(self) -> str | None:
        """The name before a colon; None where none can be read, past the rest of the line."""
        cursor = self.cursor
        found = _KEY.match(cursor.text, cursor.at)
        if found is None:
            if alone := _UNCOLONED.match(cursor.text, cursor.at):
                cursor.go_to(alone.end())
                return alone.group(1)
            if cursor.peek() in QUOTES:
                return read_text(cursor)
            cursor.slip("quotes_missing")
            cursor.slip("out_of_place")
            cursor.go_to(cursor.at + max(len(cursor.rest_of_line()), 1))
            return None
        before, key, after = found.groups()
        if not before == after == '"':
            is_foreign = any(one in FOREIGN for one in before + after)
            cursor.slip("chinese_quotes" if is_foreign else "quotes_missing")
        cursor.go_to(found.end())
        return key

    def _valued(self, pointer: str) -> Any:
        """What stands behind the colon."""
        cursor = self.cursor
        named = cursor.last
        if cursor.peek() == ":":
            cursor.take()
        else:
            cursor.slip("colon_missing", named - 1)
        begins = cursor.at
        sign = cursor.peek()
        if sign not in ("", ",", "}", "]"):
            value = self._value(pointer)
            if not (isinstance(value, str) and cursor.peek() == ":"):
                return value
            cursor.go_to(begins)
        self.lines[pointer] = cursor.line(named)
        cursor.slip("value_missing", named)
        return None

    def _bare(self) -> Any:
        """A number, a word of JSON, or text without its quotes."""
        cursor = self.cursor
        found = _BARE.match(cursor.text, cursor.at)
        if found is None:
            cursor.slip("out_of_place")
            cursor.go_to(cursor.at + 1)
            return None
        token = found.group().rstrip()
        value = _meant(token, cursor)
        cursor.go_to(cursor.at + len(token))
        # The quote that ends a text without its first one.
        if isinstance(value, str) and cursor.text[cursor.at : cursor.at + 1] == '"':
            cursor.go_to(cursor.at + 1)
        return value


def _meant(token: str, cursor: Cursor) -> Any:
    if token in _WORDS:
        return _WORDS[token]
    if len(token) <= LONGEST_NUMBER and _NUMBER.fullmatch(token):
        return json.loads(token)
    if token.lower() in _MEANT_WORDS:
        cursor.slip("word_shape")
        return _MEANT_WORDS[token.lower()]
    is_number = _NUMBER.fullmatch(token) or _NEARLY_NUMBER.fullmatch(token)
    cursor.slip("number_shape" if is_number else "quotes_missing")
    return None if is_number else token
