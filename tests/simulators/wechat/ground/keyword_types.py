"""The value rules of subscription templates, one per keyword type.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

import re
from collections.abc import Mapping, Sequence

from tests.simulators.wechat.ground.config import Template
from tests.simulators.wechat.ground.errors import WechatError

_CHINESE = "[\u4e00-\u9fff]"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_MONTH, _DAY = r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_DATE = rf"(\d{{4}}年{_MONTH}月({_DAY}日)?|{_MONTH}月{_DAY}日|\d{{4}}[-/.]{_MONTH}([-/.]{_DAY})?)"
_DATE_TIME = rf"{_DATE}( ?{_CLOCK})?"
_TIME = rf"({_DATE} ?)?{_CLOCK}"

RULES = {
    "thing": re.compile(r"[^\r\n]{1,20}"),
    "number": re.compile(r"(?=.{1,32}$)-?\d+(\.\d+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"[^\w\s]{1,5}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": re.compile(rf"{_TIME}( ?~ ?{_TIME})?"),
    "date": re.compile(rf"{_DATE_TIME}( ?~ ?{_DATE_TIME})?"),
    "amount": re.compile(r"[¥￥$€£]?\d{1,10}(\.\d+)?元?"),
    "phone_number": re.compile(r"[\d+\-() #*]{1,17}"),
    "car_number": re.compile(rf"(?=.{{1,8}}$){_CHINESE}?[A-Za-z0-9·]+{_CHINESE}?"),
    "name": re.compile(r"[^\d\u4e00-\u9fff]{1,20}|[^\d]{1,10}"),
    "phrase": re.compile(rf"{_CHINESE}{{1,5}}"),
    "enum": re.compile(r".+"),
    "short_thing": re.compile(r"[^\r\n]{1,5}"),
    "const": re.compile(r"[^\r\n]{1,20}"),
}


def keyword_type(key: str) -> str:
    """`character_string2` -> `character_string`."""
    return key.rstrip("0123456789")


def check(template: Template, data: object) -> dict[str, str]:
    """The values by key. Raises 47003 with WeChat's own words ("emtpy" is theirs).

    Keys that the template does not declare are ignored.
    """
    given = data if isinstance(data, Mapping) else {}
    return {key: _checked(template, key, given.get(key)) for key in template.keywords}


def _checked(template: Template, key: str, entry: object) -> str:
    value = entry.get("value") if isinstance(entry, Mapping) else None
    if value is None or value == "":
        raise WechatError(47003, f"argument invalid! data.{key}.value is emtpy")
    allowed = template.choices.get(key)
    is_valid = (
        isinstance(value, str)
        and RULES[keyword_type(key)].fullmatch(value)
        and (allowed is None or value in allowed)
    )
    if not is_valid:
        raise WechatError(47003, f"argument invalid! data.{key}.value invalid")
    return str(value)


def refuse_risky(values: Mapping[str, str], words: Sequence[str], code: int) -> None:
    """Raises `code` for a message that holds one of `words`."""
    if any(word in value for word in words for value in values.values()):
        raise WechatError(code)
