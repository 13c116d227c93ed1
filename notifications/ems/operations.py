"""One track event as EMS sends it (push 040002, query 040001), read tolerantly and bounded."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mobile_api.shared.clock import BEIJING
from notifications.ems.errors import OperationUnreadable


def _text(value: Any) -> str:
    """EMS sends numbers, nulls and texts for one field; the database takes no NUL or half pairs."""
    if value is None:
        return ""
    return str(value).encode(errors="replace").decode().replace("\x00", "").strip()


def _instant(value: Any) -> datetime:
    """EMS writes Beijing time without a zone: yyyy-MM-dd HH:mm:ss, fractions now and then."""
    naive = datetime.fromisoformat(_text(value)[:19])
    if not 2000 <= naive.year <= 2100:
        raise ValueError("year")
    return naive.replace(tzinfo=BEIJING)


Text = Annotated[str, BeforeValidator(_text)]
Short = Annotated[str, BeforeValidator(lambda value: _text(value)[:10])]
Line = Annotated[str, BeforeValidator(lambda value: _text(value)[:40])]
Long = Annotated[str, BeforeValidator(lambda value: _text(value)[:500])]


class Operation(BaseModel):
    """`description` is the carrier's own sentence; it may name the courier or the receiver."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    waybill_number: Text = Field(alias="waybillNo", pattern=r"^[0-9A-Z]{8,30}$")
    order_number: Long = Field("", alias="orderNo")
    op_code: Text = Field(alias="opCode", pattern=r"^[0-9A-Za-z_]{1,10}$")
    at: Annotated[datetime, BeforeValidator(_instant)] = Field(alias="opTime")
    description: Long = Field("", alias="opDesc")
    organisation: Line = Field("", alias="opOrgName")
    city: Line = Field("", alias="opOrgCity")
    deliver_code: Short = Field("", alias="deliverCode")
    attempt_code: Short = Field("", alias="attemptDeliveryCode")

    @property
    def sub_code(self) -> str:
        """How it was delivered (704) or why not (705)."""
        return self.deliver_code or self.attempt_code


def read_operation(value: Any) -> Operation:
    """Raises OperationUnreadable without a waybill, a code or a time; quotes nothing of it."""
    try:
        return Operation.model_validate(value)
    except ValidationError:
        raise OperationUnreadable() from None
