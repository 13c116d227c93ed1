"""A text in quotes, also where the quotes are wrong, missing, or stand in its midst."""

import json
import re

from mobile_api.guides.publishing.forgiving.cursor import LONGEST_TEXT, Cursor

# Chinese, full-width and single quotes: what people type in place of the one that JSON knows.
FOREIGN = "\u201c\u201d\u201e\uff02\u2018\u2019'`\u300c\u300d\u300e\u300f"
QUOTES = '"' + FOREIGN
_ENDS = "[,:\uff0c\uff1a\u3001\uff1b;\\]}\uff5d\uff3d\u3011]"
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# A text has ended where one of these follows; or another text, for want of a comma.
_FOLLOWED = re.compile(rf"[ \t\r]*(?:{_ENDS}|$|\n|//|#|[{QUOTES}])", re.MULTILINE)
_INNER_END = re.compile(rf'(?<!\\)"(?=[ \t\r]*(?:{_ENDS}|$))')
_FOREIGN_END = re.compile(rf"[{QUOTES}](?=[ \t\r]*(?:{_ENDS}|$))")
_CLOSED_FOREIGN = re.compile(rf"[{FOREIGN}](?=[ \t\r]*{_ENDS}?[ \t\r]*$)")
_NEW_ENTRY = re.compile(rf"\s*(?:[{QUOTES}{{}}\[\]]|\Z)")
_CONTROL = re.compile("[\x00-\x1f]")
_LATER_END = re.compile(r'"(?=[ \t\r]*(?:[,\]}]|$))', re.MULTILINE)


def read_text(cursor: Cursor) -> str:
    """The text that begins with the quote at the cursor; slips are told, never raised."""
    if cursor.text[cursor.at] != '"':
        cursor.slip("chinese_quotes")
        return _until(cursor, _FOREIGN_END, "text_unclosed")
    whole = _TEXT.match(cursor.text, cursor.at)
    if whole and _FOLLOWED.match(cursor.text, whole.end()):
        text = _decoded(cursor, whole.group(1))
        cursor.go_to(whole.end())
        return text
    return _mended(cursor, whole)


def _mended(cursor: Cursor, whole: re.Match[str] | None) -> str:
    rest = cursor.rest_of_line()
    before = whole.group(1) if whole else rest[1:]
    closed = _CLOSED_FOREIGN.search(before)
    if closed:
        cursor.slip("chinese_quotes")
        return _taken(cursor, before[: closed.start()], closed.end())
    if whole:
        return _until(cursor, _INNER_END, "quotes_in_text")
    return _unclosed(cursor, rest[1:])


def _until(cursor: Cursor, end: re.Pattern[str], code: str) -> str:
    """Up to the first quote of this line that ends a text, else up to the end of the line."""
    rest = cursor.rest_of_line()
    found = end.search(rest, 1)
    if found is None:
        return _unclosed(cursor, rest[1:])
    if code != "text_unclosed":
        cursor.slip(code)
    return _taken(cursor, rest[1 : found.start()], found.end() - 1)


def _unclosed(cursor: Cursor, rest: str) -> str:
    line_end = cursor.at + 1 + len(rest)
    later = None
    if not _NEW_ENTRY.match(cursor.text, line_end):
        later = _LATER_END.search(cursor.text, line_end, line_end + LONGEST_TEXT)
    if later:
        cursor.slip("line_break_in_text")
        text = cursor.text[cursor.at + 1 : later.start()]
        cursor.go_to(later.end())
        return text
    cursor.slip("text_unclosed")
    text = rest.rstrip().rstrip(",\uff0c")
    return _taken(cursor, text, len(text))


def _taken(cursor: Cursor, text: str, length: int) -> str:
    """`length` is counted behind the quote at the cursor."""
    cursor.go_to(cursor.at + 1 + length)
    return text


def _decoded(cursor: Cursor, raw: str) -> str:
    if _CONTROL.search(raw):
        cursor.slip("control_character")
    if "\\" not in raw:
        return raw
    try:
        text = str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        cursor.slip("backslash")
        return raw.replace("\\", "")
    # Half of a pair of surrogates can neither be printed nor stored.
    return text.encode("utf-8", "replace").decode()
