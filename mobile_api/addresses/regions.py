"""Names of provinces as people write them, and a rough reading of a pasted address without EMS."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mobile_api.shared.text.identity_numbers import normalised_mobile

_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
_ENDINGS = re.compile(r"(壮族|回族|维吾尔)?自治区$|[省市]$")
_CITY = re.compile(r"^.{2,12}?(?:市|自治州|地区|盟)")
_COUNTY = re.compile(r"^.{1,12}?(?:自治县|自治旗|新区|区|县|市|旗)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LABELS = re.compile(
    r"(?:收件人|收货人|姓名|联系人|手机号码|手机号|手机|联系电话|电话|所在地区|地区|"
    r"详细地址|收货地址|收件地址|地址)[::]"
)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,10}")
_REGION_ENDING = re.compile(r"[省市区县州盟旗镇乡村路街道号室楼]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be made out of a pasted text; what could not is empty."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    address: str = ""

    @property
    def has_region(self) -> bool:
        return bool(self.province and self.city and self.county)


@cache
def _provinces() -> dict[str, str]:
    """Full and short name -> full name."""
    content = json.loads(Path(__file__).with_name("provinces.json").read_text(encoding="utf-8"))
    names: list[str] = content["provinces"]
    return {name: name for name in names} | {_ENDINGS.sub("", name): name for name in names}


def province_named(text: str, own_province: str = "") -> str | None:
    """The full name of a province; None when there is none of that name.

    `own_province`: the one that this instance's hall stands in, which counts as known.
    """
    if own_province and text in (own_province, _ENDINGS.sub("", own_province)):
        return own_province
    return _provinces().get(text)


def split_person(text: str) -> tuple[str, str, str]:
    """Name, phone and address of a pasted text: EMS is asked about the last part only."""
    text = _LABELS.sub(" ", text)
    found = _PHONE.search(text)
    phone = normalised_mobile(found[0]) or "" if found else ""
    if found:
        text = f"{text[: found.start()]} {text[found.end() :]}"
    words = [word for word in re.split(r"[\s,,;;。/|]+", text) if word]
    name = next((word for word in words if _is_name(word)), "") if len(words) > 1 else ""
    if name:
        words.remove(name)
    return name, phone, "".join(words)


def _is_name(word: str) -> bool:
    return bool(
        _NAME.fullmatch(word)
        and not _REGION_ENDING.search(word)
        and not any(word.startswith(known) for known in _provinces())
    )


def read_locally(whole: str, own_province: str = "") -> Reading:
    """Province, city and county by the names that they end in; the rest is the street."""
    short = _ENDINGS.sub("", own_province)
    known = _provinces() | {short: own_province, own_province: own_province}
    start = max((name for name in known if name and whole.startswith(name)), key=len, default="")
    if not start:
        return Reading(address=whole)
    province, rest = known[start], whole[len(start) :]
    if province in _MUNICIPALITIES:
        city, rest = province, rest.removeprefix(province)
    else:
        city, rest = _cut(_CITY, rest)
    county, rest = _cut(_COUNTY, rest)
    return Reading(province=province, city=city, county=county, address=rest)


def _cut(beginning: re.Pattern[str], text: str) -> tuple[str, str]:
    found = beginning.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)
