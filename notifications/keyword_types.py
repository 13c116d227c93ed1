"""WeChat's rules for the values of a subscription template, applied before anything is sent.

A key is a type and a number: `thing1`, `date4`. WeChat refuses the whole message (47003) when one
value breaks its rule.
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_HAN = re.compile(r"[\u4e00-\u9fff]")
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


def _one_line(text: str) -> str:
    return "".join(part for part in " ".join(text.split()) if part.isprintable())


def _shortened(text: str, limit: int) -> str:
    if units(text) <= limit:
        return text
    while units(text) > limit - 1:
        text = text[:-1]
    return text + "…"


def _thing(text: str) -> str:
    return _shortened(_one_line(text), 20) or "无"


def _phrase(text: str) -> str:
    return "".join(_HAN.findall(text))[:5]


def _name(text: str) -> str:
    letters = "".join(part for part in _one_line(text) if not part.isdigit())
    return _shortened(letters, 10 if _HAN.search(letters) else 20)


def _type(pattern: str, clean: Callable[[str], str] = _one_line) -> KeywordType:
    return KeywordType(re.compile(pattern), clean)


# Only prose may be shortened: half a number or half a date would say something else.
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
    "name": _type(r"[^\d\u4e00-\u9fff]{1,20}|\D{1,10}", _name),
    "phrase": _type(r"[\u4e00-\u9fff]{1,5}", _phrase),
    "enum": _type(r".+"),
}


def keyword_type(key: str) -> KeywordType:
    """The type of a key. Raises KeyError for a type that WeChat does not have."""
    return TYPES[key.rstrip("0123456789")]


def fitted(key: str, text: str) -> str | None:
    """`text` as the key's type allows it, prose shortened; None when it cannot be made to fit."""
    kind = keyword_type(key)
    value = kind.clean(text)
    return value if kind.pattern.fullmatch(value) else None
