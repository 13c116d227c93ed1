"""Parcels and what happened to them: what must still be known after a restart."""

import secrets
from typing import Any

from pydantic import BaseModel, Field

WAYBILL_DIGITS = 13
PICKED_UP = "203"


class TrackEvent(BaseModel):
    """One operation on a parcel; `at` is Beijing time without a zone, as EMS writes it."""

    op_code: str
    at: str
    sub_code: str = ""


class Parcel(BaseModel):
    waybill_number: str
    order_number: str
    created_at: float
    receiver_city: str
    weight_grams: int = 100
    is_cancelled: bool = False
    events: list[TrackEvent] = Field(default_factory=list)

    @property
    def is_picked_up(self) -> bool:
        return any(event.op_code == PICKED_UP for event in self.events)

    def describe(self) -> dict[str, Any]:
        return {
            "waybillNo": self.waybill_number,
            "logisticsOrderNo": self.order_number,
            "cancelled": self.is_cancelled,
            "events": [event.model_dump() for event in self.events],
        }


class EmsState(BaseModel):
    """`parcels` by waybill number."""

    parcels: dict[str, Parcel] = Field(default_factory=dict)

    def of_order(self, order_number: str) -> Parcel | None:
        return next(
            (parcel for parcel in self.parcels.values() if parcel.order_number == order_number),
            None,
        )

    def new_waybill_number(self, prefix: str) -> str:
        """Random, so that a simulator without a saved state never hands out a number twice."""
        free = WAYBILL_DIGITS - len(prefix)
        while (number := f"{prefix}{secrets.randbelow(10**free):0{free}d}") in self.parcels:
            pass
        return number
