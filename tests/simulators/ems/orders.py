"""Orders: a waybill number for each order number of the customer, until the parcel is fetched."""

from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator

from tests.simulators.clock import Clock
from tests.simulators.ems import errors
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.state import EmsState, Parcel

Read = TypeVar("Read")


class Party(BaseModel):
    name: str = Field(min_length=1, max_length=50)
    mobile: str = ""
    phone: str = ""
    prov: str = Field(min_length=1)
    city: str = Field(min_length=1)
    county: str = Field(min_length=1)
    address: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _reachable(self) -> "Party":
        if not (self.mobile or self.phone):
            raise ValueError("mobile or phone")
        return self


class Cargo(BaseModel):
    cargoName: str = Field(min_length=1)


class Order(BaseModel):
    """Apart from the names, EMS takes numbers as text or as numbers."""

    ecommerceUserId: str = Field(min_length=1, max_length=50)
    logisticsOrderNo: str = Field(min_length=1, max_length=50)
    createdTime: str = Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
    contentsAttribute: str = Field(pattern="^[13]$", coerce_numbers_to_str=True)
    bizProductNo: str = Field(pattern="^(1|2|3|9|10|11)$", coerce_numbers_to_str=True)
    weight: int = Field(100, ge=1, le=50_000)
    pickupType: str = Field("", pattern="^[01]?$", coerce_numbers_to_str=True)
    paymentMode: str = Field("", pattern="^[1-9]?$", coerce_numbers_to_str=True)
    sender: Party
    receiver: Party
    cargos: list[Cargo] = Field(min_length=1)


class Cancellation(BaseModel):
    logisticsOrderNo: str = Field(min_length=1)
    waybillNo: str = Field(min_length=1)
    cancelReason: str = Field(min_length=1)


ORDERS = TypeAdapter(list[Order])
CANCELLATION = TypeAdapter(Cancellation)


def read(adapter: TypeAdapter[Read], body: Any) -> Read:
    """Raises the B00010 of EMS with the names of the wrong fields, never their values."""
    try:
        return adapter.validate_python(body)
    except ValidationError as fault:
        paths = sorted({".".join(str(part) for part in one["loc"]) for one in fault.errors()})
        raise errors.bad_body(", ".join(paths)) from None


class Orders:
    def __init__(self, config: EmsConfig, clock: Clock, state: EmsState) -> None:
        self._config = config
        self._clock = clock
        self._state = state

    async def create(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """020003: an array of exactly one order; a repeated number gets the same waybill."""
        orders = read(ORDERS, body)
        if len(orders) != 1:
            raise errors.bad_body("一次只能提交一个订单")
        parcel = self._state.of_order(orders[0].logisticsOrderNo)
        if parcel is None:
            parcel = self._open(orders[0])
        elif parcel.is_cancelled:
            raise errors.cancelled_order()
        elif self._config.repeated_order_is_error:
            raise errors.repeated_order()
        return _sorting(parcel), "成功"

    async def cancel(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """020006: only before the parcel is picked up (203)."""
        wanted = read(CANCELLATION, body)
        parcel = self._state.parcels.get(wanted.waybillNo)
        if parcel is None or parcel.order_number != wanted.logisticsOrderNo:
            raise errors.unknown_waybill()
        if parcel.is_picked_up:
            raise errors.already_picked_up()
        parcel.is_cancelled = True
        return "", "撤单成功"

    def _open(self, order: Order) -> Parcel:
        number = self._state.new_waybill_number(self._config.waybill_prefix)
        parcel = Parcel(
            waybill_number=number,
            order_number=order.logisticsOrderNo,
            created_at=self._clock.now(),
            receiver_city=order.receiver.city,
            weight_grams=order.weight,
        )
        self._state.parcels[number] = parcel
        return parcel


def _sorting(parcel: Parcel) -> dict[str, str]:
    return {
        "logisticsOrderNo": parcel.order_number,
        "waybillNo": parcel.waybill_number,
        "routeCode": "999-990 01 001",
        "packageCode": "99990001",
        "packageCodeName": "示例处理中心",
        "markDestinationCode": "9999",
        "markDestinationName": parcel.receiver_city,
    }
