"""What the agency routes are asked with; prices in 分 (1/100 yuan)."""

import re
from collections import Counter
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.service_types.schemas import Key
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import Day, RequestBody
from mobile_api.shared.text.characters import normalised

# 10^9 yuan: more than any service here costs, and far below what a column holds.
MOST_FEN = 10**11
MOST_SERVICES = 40
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|(400|800)-?[0-9]{3}-?[0-9]{4}")
_NUMBER = re.compile(r"[0-9A-Z\u3400-\u9fff()\[\]-]{2,60}")

Text = Annotated[str, StringConstraints(min_length=2, max_length=1000)]
Given = TypeVar("Given")
Reason = Annotated[str, StringConstraints(min_length=2, max_length=300)]
Fen = Annotated[int, Field(ge=1, le=MOST_FEN, strict=True, description="人民币分")]


def _phone(text: str) -> str:
    number = normalised(text)
    if not _PHONE.fullmatch(number):
        raise PydanticCustomError(
            "phone", "请填写手机号、带区号的固定电话(如 0999-8010100)或 400 电话。"
        )
    return number


def certificate_number(text: str) -> str:
    """As it stands on the paper, in usual characters. Raises PydanticCustomError."""
    number = normalised(text)
    if not _NUMBER.fullmatch(number):
        raise PydanticCustomError("certificate_number", "请按证书逐字填写证书编号。")
    return number


# Certificates begin and end between these; a day near the calendar's end has no day after it.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def _begins(day: date) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise PydanticCustomError(
            "term_begin", "请按证书填写有效期的起始日,须在1900年至2199年之间。"
        )
    return day


def _ends(day: date) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise PydanticCustomError(
            "term_end", "有效期截止日须在1900年至2199年之间;没有期限的(长期有效)请不填这一项。"
        )
    return day


ValidFrom = Annotated[Day, AfterValidator(_begins)]
ValidUntil = Annotated[Day, AfterValidator(_ends)]


class OfferedService(RequestBody):
    """One service, with its price standard and the working days promised."""

    service_type: Key = Field(examples=["asset-appraisal"])
    price_from_fen: Fen = Field(examples=[300000])
    price_to_fen: Fen = Field(examples=[800000])
    price_unit: Annotated[str, StringConstraints(min_length=1, max_length=20)] = Field(
        examples=["份"]
    )
    promised_days: int = Field(ge=1, le=30, examples=[5])

    @model_validator(mode="after")
    def _ordered(self) -> "OfferedService":
        if self.price_to_fen < self.price_from_fen:
            raise PydanticCustomError("price_range", "最高价不能低于最低价,请核对。")
        return self


class GivenQualification(RequestBody):
    """A certificate; `file_id` is its scan, uploaded before. No `valid_until`: without an end."""

    kind: Key = Field(examples=["asset-appraisal"])
    number: Annotated[str, StringConstraints(max_length=80), AfterValidator(certificate_number)] = (
        Field(examples=["ZC-2024-0017"])
    )
    valid_from: ValidFrom
    valid_until: ValidUntil | None = None
    file_id: UUID

    @model_validator(mode="after")
    def _ordered(self) -> "GivenQualification":
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise PydanticCustomError("term", "有效期的截止日不能早于起始日,请核对。")
        return self


class AgencyDetails(RequestBody):
    """Who the agency is, without what it offers."""

    introduction: Text = Field(examples=["成立于2010年,从事资产评估。"])
    process: Text = Field(examples=["委托、现场勘查、评定估算、出具报告。"])
    phone: Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)] = Field(
        examples=["0999-8010100"]
    )
    practitioners: int = Field(ge=1, le=100_000, description="专业人员人数", examples=[12])


class AgencyApplication(AgencyDetails):
    """The whole application; giving it again replaces what was given before."""

    services: list[OfferedService] = Field(min_length=1, max_length=MOST_SERVICES)
    qualifications: list[GivenQualification] = Field(default_factory=list, max_length=MOST_SERVICES)

    @field_validator("services")
    @classmethod
    def _each_service_once(cls, services: list[OfferedService]) -> list[OfferedService]:
        return _once(services, [one.service_type for one in services])

    @field_validator("qualifications")
    @classmethod
    def _each_kind_once(cls, given: list[GivenQualification]) -> list[GivenQualification]:
        return _once(given, [one.kind for one in given])


def _once(values: list[Given], keys: list[str]) -> list[Given]:
    if any(count > 1 for count in Counter(keys).values()):
        raise PydanticCustomError("repeated", "同一项填写了两次,请合并为一项。")
    return values


class ServicesRequest(RequestBody):
    """Every service that the agency offers from now on."""

    services: list[OfferedService] = Field(min_length=1, max_length=MOST_SERVICES)

    @field_validator("services")
    @classmethod
    def _each_service_once(cls, services: list[OfferedService]) -> list[OfferedService]:
        return _once(services, [one.service_type for one in services])


class RefusalRequest(RequestBody):
    """Why a certificate was not found right."""

    reason: Reason = Field(examples=["证书编号与发证机关公示的不一致。"])


class LeaveRequest(RequestBody):
    """退出, with the reason that stands in the history."""

    reason: Reason = Field(examples=["业务调整"])


class ReturnedFault(RequestBody):
    """One fault: a JSON pointer into the application, and what is to be done."""

    path: Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9_]{1,40}){1,3}$")] = Field(
        examples=["/qualifications/0/file_id"]
    )
    reason: Reason = Field(examples=["证书照片看不清,请重新拍摄。"])


class ReturnRequest(RequestBody):
    """Every fault of the application at once (一次性告知)."""

    faults: list[ReturnedFault] = Field(min_length=1, max_length=50)


class AgencyListQuery(RequestBody):
    """`service_type`: only agencies that may render it today; their prices are those of it."""

    service_type: Key | None = None
    cursor: str | None = None
    limit: PageSize = 20


class DeskQuery(RequestBody):
    """The queue of the desk."""

    status: AgencyStatus = AgencyStatus.applied
    cursor: str | None = None
    limit: PageSize = 20
