"""WeChat's rules for the values of a subscription template, applied before anything is sent.

A key is a type and a number: `thing1`, `date4`. WeChat refuses the whole message (47003) when one
value breaks its rule.
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# A run of digits (ours or Chinese), letters and what joins them: 2026年11月3日, ￥1,200.50, A-17.
_AMOUNT = re.compile(r"[0-9A-Za-z一二三四五六七八九十百千万亿零〇两年月日时分秒元%¥￥$.,:/~_-]+")
_TIME_OF_DAY = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_ON = (
    f"(?:[0-9]{{4}}年{_MONTH}月(?:{_DAY}日)?|{_MONTH}月{_DAY}日"
    f"|[0-9]{{4}}([-/.]){_MONTH}(?:[-/.]{_DAY})?)"
).replace("([-/.])", "[-/.]")
_DATE = f"{_ON}(?: {_TIME_OF_DAY})?"
_TIME = f"(?:{_ON} )?{_TIME_OF_DAY}"


@dataclass(frozen=True, slots=True)
class KeywordType:
    """`clean` makes of a text what the type can hold; `pattern` is what WeChat accepts."""

    pattern: re.Pattern[str]
    clean: Callable[[str], str]


def units(text: str) -> int:
    """Length in UTF-16 units: whichever way WeChat counts an emoji, it is not more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """Without line breaks and control characters, each run of blanks as one."""
    return "".join(part for part in " ".join(text.split()) if part.isprintable())


def shortened(text: str, limit: int) -> str:
    """Prose cut to `limit` units with an ellipsis, never inside a number, a date or a code.

    "截至2026年11月30日" must not become "截至2026年11月3…": the cut moves before it. Empty when
    nothing but such a piece would be left.
    """
    if units(text) <= limit:
        return text
    end = len(text)
    while units(text[:end]) > limit - 1:
        end -= 1
    for amount in _AMOUNT.finditer(text):
        if amount.start() < end < amount.end():
            end = amount.start()
    return text[:end].rstrip() + "…" if end else ""


def _thing(text: str) -> str:
    line = one_line(text)
    return shortened(line, 20) or "点击查看详情" if line else "无"


def _phrase(text: str) -> str:
    return "".join(part for part in text if part.isalnum())


def _type(pattern: str, clean: Callable[[str], str] = one_line) -> KeywordType:
    return KeywordType(re.compile(pattern), clean)


# Only things may be shortened: half a name, phrase, number or date would say something else.
TYPES = {
    "thing": _type(r"[^\r\n]{1,20}", _thing),
    "number": _type(r"(?=.{1,32}$)-?[0-9]+(?:\.[0-9]+)?"),
    "letter": _type(r"[A-Za-z]{1,32}"),
    "symbol": _type(r"[^\w\s]{1,5}"),
    "character_string": _type(r"[ -~]{1,32}"),
    "time": _type(f"{_TIME}(?:~{_TIME})?"),
    "date": _type(f"{_DATE}(?:~{_DATE})?"),
    "amount": _type(r"[¥￥$€£]?[0-9]{1,10}(?:\.[0-9]{1,2})?元?"),
    "phone_number": _type(r"[0-9+\-() #*]{1,17}"),
    "car_number": _type(r"(?=.{1,8}$)[\u4e00-\u9fff]?[A-Za-z0-9·]+[\u4e00-\u9fff]?"),
    "name": _type(r"[^\d\u4e00-\u9fff]{1,20}|\D{1,10}"),
    "phrase": _type(r"[\u4e00-\u9fff]{1,5}", _phrase),
    "enum": _type(r".+"),
    # Of template messages (类目模板) only; the values of a const are chosen in the console.
    "short_thing": _type(r"[^\r\n]{1,5}"),
    "const": _type(r".{1,20}"),
}


def type_of(key: str) -> str:
    """`character_string2` -> `character_string`."""
    return key.rstrip("0123456789")


def fitted(key: str, text: str) -> str | None:
    """`text` as the key's type allows it, things shortened; None when it cannot be made to fit.

    Raises KeyError for a type that WeChat does not have.
    """
    kind = TYPES[type_of(key)]
    value = kind.clean(text)
    return value if kind.pattern.fullmatch(value) else None
