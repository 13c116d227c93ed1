"""What EMS can say of an address beforehand. It may be silent: then nothing is forbidden."""

import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sanic import Request

from mobile_api.addresses.regions import Reading, province_named, read_locally, split_person
from mobile_api.addresses.schemas import Estimate, Place, ReadAddress
from mobile_api.shared.http.rate_limits import RateLimit
from mobile_api.shared.process.parts import SETTINGS
from notifications.post.errors import EmsError
from notifications.post.schemas import Contact
from notifications.post.service import EMS, EmsClient, EmsPlace
from notifications.post.states import Direction

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
# Each one is a call to EMS under the city's agreement.
QUESTIONS = RateLimit("ems-question", times=30, seconds=600)
LETTER_GRAMS = 100
_CHECK = "请核对识别结果后再保存。"
_FILL_IN = "没有识别出完整的省、市、区县,请手工补全。"
_NOT_ASKED = "暂时查不到邮政的服务范围和资费,不影响您填写;以邮政揽收时为准。"
_NOT_SERVED = {
    Direction.to_person: "EMS 暂不能投递到这个地址,请换一个地址,或选择到窗口领取。",
    Direction.to_hall: "EMS 暂不能到这个地址上门取件,请到邮局交寄后填写邮件号,或送到窗口。",
}


@dataclass(frozen=True, slots=True)
class PostOffice:
    """EMS as the API process has it: `client` None where no account is configured."""

    client: EmsClient | None
    hall: Mapping[str, str]
    product_code: str

    @property
    def own_province(self) -> str:
        return self.hall.get("province", "")


def post_office(request: Request) -> PostOffice:
    settings = SETTINGS.of(request)
    return PostOffice(EMS.of(request), settings.hall_contact, settings.ems_product_code)


async def read_pasted(office: PostOffice, text: str) -> ReadAddress:
    """Read a pasted address with EMS, else by the names of regions, else as far as it goes.

    EMS is given the address without name and phone.
    """
    name, phone, whole = split_person(text)
    reading = await _asked_to_read(office, whole) or read_locally(whole, office.own_province)
    return ReadAddress(
        is_complete=bool(reading.has_region and reading.address and name and phone),
        hint=_CHECK if reading.has_region else _FILL_IN,
        name=name,
        phone=phone,
        province=reading.province,
        city=reading.city,
        county=reading.county,
        address=reading.address,
    )


async def is_served(
    office: PostOffice, place: Place | Contact, direction: Direction
) -> bool | None:
    """Whether EMS delivers there (060002) or fetches from there (030005). None: it is silent."""
    client = office.client
    if client is None:
        return None
    ask = client.is_reachable if direction is Direction.to_person else client.is_collected_from
    return await _or_none(ask(_there(place)))


async def estimate(office: PostOffice, place: Place | Contact, direction: Direction) -> Estimate:
    """Whether EMS serves that place in that direction, and what a letter costs (050005)."""
    served = await is_served(office, place, direction)
    if served is False:
        return Estimate(is_served=False, fee_fen=None, hint=_NOT_SERVED[direction])
    fee_fen = await _fee(office, place, to_person=direction is Direction.to_person)
    hint = _NOT_ASKED if served is None or fee_fen is None else ""
    return Estimate(is_served=served, fee_fen=fee_fen, hint=hint)


async def _fee(office: PostOffice, place: Place | Contact, *, to_person: bool) -> int | None:
    client = office.client
    if client is None or not office.product_code or not office.hall:
        return None
    hall, there = _ems_place(office.hall), _there(place)
    sender, receiver = (hall, there) if to_person else (there, hall)
    fee = await _or_none(
        client.estimate(
            sender, receiver, product_code=office.product_code, weight_grams=LETTER_GRAMS
        )
    )
    return fee.real if fee else None


def _there(place: Place | Contact) -> EmsPlace:
    return EmsPlace(place.province, place.city, place.county, place.address)


def _ems_place(address: Mapping[str, str]) -> EmsPlace:
    return EmsPlace(*(address[key] for key in ("province", "city", "county", "address")))


async def _asked_to_read(office: PostOffice, whole: str) -> Reading | None:
    if office.client is None or not whole:
        return None
    for place in await _or_none(office.client.places_in(whole)) or ():
        # EMS takes what stands before the region for a part of it now and then.
        province = province_named(place.province, office.own_province)
        found = Reading("", "", province or "", place.city, place.county, place.address)
        if found.has_region:
            return found
    return None


async def _or_none(asked: Awaitable[Answer]) -> Answer | None:
    try:
        return await asked
    except EmsError as error:
        log.warning("EMS could not be asked about an address: %s", error.code)
        return None
