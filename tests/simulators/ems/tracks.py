"""Tracks: how a parcel's operations look when they are asked for and when they are pushed."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel, Field, TypeAdapter

from tests.simulators.clock import Clock
from tests.simulators.ems.config import EmsConfig
from tests.simulators.ems.orders import read
from tests.simulators.ems.scripts import OPERATIONS
from tests.simulators.ems.state import EmsState, Parcel, TrackEvent

MINUTE = 60


class TrackRequest(BaseModel):
    waybillNo: str = Field(min_length=1)
    direction: str = "0"


TRACK_REQUEST = TypeAdapter(TrackRequest)


class Tracks:
    def __init__(self, config: EmsConfig, clock: Clock, state: EmsState) -> None:
        self._config = config
        self._clock = clock
        self._state = state

    async def query(self, _request: web.Request, body: Any) -> tuple[Any, str]:
        """040001: an unknown number is no error, only an empty list with another message."""
        wanted = read(TRACK_REQUEST, body)
        parcel = self._state.parcels.get(wanted.waybillNo)
        if parcel is None or not parcel.events or self._is_silent(parcel):
            return {"responseItems": []}, "无查询信息"
        items = [track_item(parcel, event) for event in parcel.events]
        return {"responseItems": items if wanted.direction == "0" else items[::-1]}, "成功"

    def _is_silent(self, parcel: Parcel) -> bool:
        return self._clock.now() < parcel.created_at + self._config.silent_minutes * MINUTE


def track_item(parcel: Parcel, event: TrackEvent) -> dict[str, str]:
    """One operation as the query answers it, with the sub-code where there is one."""
    operation = OPERATIONS[event.op_code]
    item = {
        "waybillNo": parcel.waybill_number,
        "opTime": event.at,
        "opCode": event.op_code,
        "opName": operation.name,
        "opDesc": operation.description,
        "opOrgProvName": "示例省",
        "opOrgCity": "示例市",
        "opOrgCode": "99990001",
        "opOrgName": operation.office,
        "operatorNo": "9999000101",
        "operatorName": "示例员工",
    }
    if event.sub_code and operation.sub_code_field:
        item[operation.sub_code_field] = event.sub_code
    return item


def pushed_item(parcel: Parcel, event: TrackEvent, *, with_sub_code: bool) -> dict[str, str]:
    """One operation as it is pushed: with the customer's order number, usually no sub-code."""
    shown = event if with_sub_code else event.model_copy(update={"sub_code": ""})
    return {**track_item(parcel, shown), "orderNo": parcel.order_number}
