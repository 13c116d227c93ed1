"""Postage: what a parcel would cost (050005), and what it did once it was weighed (050001)."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tests.simulators.ems import errors
from tests.simulators.ems.orders import read
from tests.simulators.ems.state import EmsState

# Yuan for the first kilogram; the agreement gives a tenth off.
NEAR, FAR, DISCOUNT = 12.0, 20.0, 0.9
GRAMS = 1000


class EstimateRequest(BaseModel):
    """Sender and receiver are whole addresses in one line."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    productCode: str = Field(pattern=r"^\d{15}$")
    weight: str = Field(pattern=r"^[1-9]\d{0,5}$")
    senderInfo: str = Field(min_length=6)
    receiveInfo: str = Field(min_length=6)


class PostedRequest(BaseModel):
    logisticsOrderNo: str = Field(min_length=1)
    waybillNo: str = Field(min_length=1)


ESTIMATE_REQUEST = TypeAdapter(EstimateRequest)
POSTED_REQUEST = TypeAdapter(PostedRequest)


class Postage:
    def __init__(self, state: EmsState) -> None:
        self._state = state

    async def estimate(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        wanted = read(ESTIMATE_REQUEST, body)
        is_near = wanted.senderInfo[:3] == wanted.receiveInfo[:3]
        kilograms = -(-int(wanted.weight) // GRAMS)
        standard = (NEAR if is_near else FAR) * kilograms
        real = f"{standard * DISCOUNT:.2f}"
        return {"totalFee": real, "realFee": real, "standardFee": f"{standard:.2f}"}, "成功"

    async def posted(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """Nothing is known before the parcel is picked up, which is no error."""
        wanted = read(POSTED_REQUEST, body)
        parcel = self._state.parcels.get(wanted.waybillNo)
        if parcel is None or parcel.order_number != wanted.logisticsOrderNo:
            raise errors.unknown_waybill()
        if not parcel.is_picked_up:
            return {"postageTotal": "", "realWeight": ""}, "无计费信息"
        return {"postageTotal": f"{NEAR:.2f}", "realWeight": str(parcel.weight_grams)}, "成功"
