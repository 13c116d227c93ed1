"""Province, city and county as places have them: some have no city, some no county.

Tables of places fill such a level with a name that is none (市辖区), or with the one beside it.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


@cache
def _names(kind: str) -> frozenset[str]:
    path = Path(__file__).with_name("places.json")
    return frozenset(json.loads(path.read_text(encoding="utf-8"))[kind])


def placeholders() -> frozenset[str]:
    """What stands in tables where a place has no such level."""
    return _names("placeholders")


def has_no_counties(city: str) -> bool:
    """直筒子市: below the city stand towns and streets."""
    return city in _names("without_counties")


def counties_under_a_province() -> frozenset[str]:
    """省直辖县级行政区划: above the county stands the province itself."""
    return _names("under_a_province")


@dataclass(frozen=True, slots=True)
class Levels:
    """The names of a place, each once, empty where the place has none."""

    province: str
    city: str = ""
    county: str = ""

    @classmethod
    def of(cls, province: str, city: str, county: str) -> Self:
        """What is left of what a person, a picker or a carrier wrote, each at its own level."""
        city = "" if city == province or city in placeholders() else city
        county = "" if county in (province, city) or county in placeholders() else county
        if not city and has_no_counties(county):
            return cls(province, county)
        if not county and city in counties_under_a_province():
            return cls(province, "", city)
        return cls(province, city, county)

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of `city` and `county` this place has and is not named."""
        needs_city = not (
            self.province in MUNICIPALITIES or self.county in counties_under_a_province()
        )
        needs_county = not has_no_counties(self.city)
        lacks = {"city": needs_city and not self.city, "county": needs_county and not self.county}
        return tuple(level for level, is_lacking in lacks.items() if is_lacking)

    @property
    def in_one_line(self) -> str:
        """As a label has it: 北京市东城区, 广东省东莞市, 湖北省仙桃市."""
        return self.province + self.city + self.county

    @property
    def all_three(self) -> tuple[str, str, str]:
        """For a table with three columns that must be filled: the name beside an empty one."""
        city = self.city or (self.province if self.province in MUNICIPALITIES else self.county)
        return self.province, city, self.county or self.city
