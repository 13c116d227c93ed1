"""Names of provinces as people write them, and a rough reading of a pasted address without EMS."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mobile_api.shared.text.characters import without_format
from mobile_api.shared.text.identity_numbers import normalised_contact_phone
from mobile_api.shared.text.names import INTERPUNCT, LONGEST, is_han_name, name_of
from mobile_api.shared.text.places import (
    MUNICIPALITIES,
    Levels,
    counties_under_a_province,
    has_no_counties,
    placeholders,
)

_ENDINGS = re.compile(r"(壮族|回族|维吾尔)?自治区$|[省市]$")
_CITY = re.compile(r"^.{2,12}?(?:市|自治州|地区|盟)")
_COUNTY = re.compile(r"^.{1,12}?(?:自治县|自治旗|新区|区|县|市|旗)")
# An extension (隐私号) is part of the number; -301室 behind one is not.
_EXTENSION = r"(?:(?:-|转)\d{3,4}(?![\d号栋幢楼单室弄]))?"
_PHONE = re.compile(rf"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{_EXTENSION}(?!\d)")
# Chinese marks by code point: nobody can tell them from their ASCII twins in a source.
_COLON, _COMMA, _SEMICOLON, _BAR = "\uff1a", "\uff0c", "\uff1b", "\uff5c"
_STOP, _ENUMERATION, _MARKS = "\u3002", "\u3001", "\uff01\u3010\u3011"
_LABELS = re.compile(
    r"(?:收件人姓名|收货人姓名|收件人|收货人|姓名|联系人|联系方式|手机号码|手机号|手机|联系电话|电话号码|电话|"
    rf"所在地区|地区|详细地址|收货地址|收件地址|邮寄地址|地址)\s*[:{_COLON}]"
)
_BETWEEN = re.compile(rf"[\s,{_COMMA};{_SEMICOLON}{_STOP}{_ENUMERATION}/|{_BAR}{_MARKS}]+")
# Of a name without an interpunct; more is a street.
_LONGEST_IN_ONE = 10
_NOT_A_NAME = frozenset("收寄致电转")
# Letters, digits and hyphens in full width; marks stay what they are, a street may hold brackets.
_PLAIN_WIDTH = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "+-.#"
}
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
        """Whether every level is named that the place has."""
        levels = Levels.of(self.province, self.city, self.county)
        return bool(self.province) and not levels.missing


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
    text = _LABELS.sub(" ", without_format(text).translate(_PLAIN_WIDTH))
    found = _PHONE.search(text)
    phone = normalised_contact_phone(found[0]) or "" if found else ""
    if found:
        text = f"{text[: found.start()]} {text[found.end() :]}"
    words = [word for word in _BETWEEN.split(text) if word]
    said = next((word for word in words if _is_name(word)), "") if len(words) > 1 else ""
    if said:
        words.remove(said)
    return name_of(said) or "", phone, "".join(words)


def _is_name(word: str) -> bool:
    name = name_of(word) or ""
    longest = LONGEST if INTERPUNCT in name else _LONGEST_IN_ONE
    return bool(
        is_han_name(name)
        and len(name) <= longest
        and name not in _NOT_A_NAME
        and not _REGION_ENDING.search(name)
        and not any(name.startswith(known) for known in _provinces())
    )


def read_locally(whole: str, own_province: str = "") -> Reading:
    """Province, city and county by the names that they end in; the rest is the street."""
    short = _ENDINGS.sub("", own_province)
    known = _provinces() | {short: own_province, own_province: own_province}
    start = max((name for name in known if name and whole.startswith(name)), key=len, default="")
    if not start:
        return Reading(address=whole)
    province, rest = known[start], whole[len(start) :]
    city, county, street = _below(province, rest)
    return Reading(province=province, city=city, county=county, address=street)


def _below(province: str, rest: str) -> tuple[str, str, str]:
    """City, county and street of what stands behind the province."""
    if province in MUNICIPALITIES:
        county, street = _cut(_COUNTY, _without_placeholder(rest.removeprefix(province)))
        return province, county, street
    rest = _without_placeholder(rest)
    direct = max((n for n in counties_under_a_province() if rest.startswith(n)), default="")
    if direct:
        # Some write it at both levels.
        return "", direct, rest.removeprefix(direct).removeprefix(direct)
    city, rest = _cut(_CITY, rest)
    if has_no_counties(city):
        return city, "", rest.removeprefix(city)
    county, street = _cut(_COUNTY, _without_placeholder(rest))
    return city, county, street


def _without_placeholder(text: str) -> str:
    return text.removeprefix(
        max((p for p in placeholders() if text.startswith(p)), key=len, default="")
    )


def _cut(beginning: re.Pattern[str], text: str) -> tuple[str, str]:
    found = beginning.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)
