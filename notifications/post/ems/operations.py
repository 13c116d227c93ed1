"""One track event as EMS sends it (push 040002, query 040001), read tolerantly and bounded."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.post.ems.errors import OperationUnreadable
from notifications.post.parcels.reading import BeijingTime, Line, Long, Short, Text


class EmsOperation(BaseModel):
    """`description` is the carrier's own sentence; it may name the courier or the receiver."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    waybill_number: Text = Field(alias="waybillNo", pattern=r"^[0-9A-Z]{8,30}$")
    order_number: Long = Field("", alias="orderNo")
    op_code: Text = Field(alias="opCode", pattern=r"^[0-9A-Za-z_]{1,10}$")
    at: BeijingTime = Field(alias="opTime")
    description: Long = Field("", alias="opDesc")
    organisation: Line = Field("", alias="opOrgName")
    city: Line = Field("", alias="opOrgCity")
    deliver_code: Short = Field("", alias="deliverCode")
    attempt_code: Short = Field("", alias="attemptDeliveryCode")

    @property
    def sub_code(self) -> str:
        """How it was delivered (704) or why not (705)."""
        return self.deliver_code or self.attempt_code


def read_operation(value: Any) -> EmsOperation:
    """Raises OperationUnreadable without a waybill, a code or a time; quotes nothing of it."""
    try:
        return EmsOperation.model_validate(value)
    except ValidationError:
        raise OperationUnreadable() from None
