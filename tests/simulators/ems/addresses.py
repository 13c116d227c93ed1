"""Addresses: where couriers come and deliver, and how a pasted address is read."""

import re
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tests.simulators.ems import errors
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.orders import read

IN_RANGE, OUT_OF_RANGE, TOO_VAGUE = "0", "1", "9"
_REGION = re.compile(
    r"(?P<prov>北京市|天津市|上海市|重庆市|.{2,8}?(?:省|自治区))"
    r"(?P<city>.{2,12}?(?:市|自治州|地区|盟))?(?P<county>.{1,10}?(?:区|县|市|旗))"
    r"(?P<address>.+)"
)


class Region(BaseModel):
    """`address` is the whole address, with province, city and county again."""

    address: str = Field(min_length=1)
    prov: str = Field(min_length=1)
    city: str = Field(min_length=1)
    county: str = Field(min_length=1)


class CoverageRequest(Region):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    bizProductNo: str = Field(pattern="^(1|2|3|9|10|11)$")
    type: Literal["1", "2", "3"]
    senderNo: str


class WholeAddress(BaseModel):
    wholeAddress: str = Field(min_length=1, max_length=500)


COVERAGE_REQUEST = TypeAdapter(CoverageRequest)
REGION = TypeAdapter(Region)
WHOLE_ADDRESSES = TypeAdapter(list[WholeAddress])


class Addresses:
    def __init__(self, config: EmsConfig) -> None:
        self._config = config

    async def coverage(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """030005: out of range where the address holds a word of `no_pickup_words`."""
        wanted = read(COVERAGE_REQUEST, body)
        if wanted.senderNo != self._config.sender_number:
            raise errors.bad_body("senderNo")
        return {"status": _status(wanted, self._config.no_pickup_words)}, "成功"

    async def reach(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """060002, in the form of 030005."""
        wanted = read(REGION, body)
        return {"status": _status(wanted, self._config.no_delivery_words)}, "成功"

    async def parse(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """060001: a list with one reading, or an empty one."""
        wanted = read(WHOLE_ADDRESSES, body)
        if not wanted:
            raise errors.bad_body("wholeAddress")
        found = _REGION.search(wanted[0].wholeAddress)
        return [_reading(found)] if found else [], "成功"


def _status(region: Region, words: tuple[str, ...]) -> str:
    if not region.address.startswith(region.prov):
        return TOO_VAGUE
    return OUT_OF_RANGE if any(word in region.address for word in words) else IN_RANGE


def _reading(found: re.Match[str]) -> dict[str, str]:
    names = found.groupdict("")
    return {**names, "city": names["city"] or names["prov"], "proCode": "990000"}
