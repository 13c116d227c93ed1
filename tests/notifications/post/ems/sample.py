"""Synthetic contacts, parcels and track events that the tests of EMS share."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from mobile_api.shared.clock import BEIJING
from mobile_api.shared.due import working
from notifications.post.ems.carrier import EmsCarrier
from notifications.post.ems.client import EmsClient
from notifications.post.ems.operations import EmsOperation, read_operation
from notifications.post.parcels.carriers import Carriers
from notifications.post.parcels.models import Parcel, ParcelOutcome
from notifications.post.parcels.owners import Owner
from notifications.post.parcels.schemas import Contact
from notifications.post.parcels.service import post_parcel
from notifications.post.parcels.states import CarrierName, ParcelState
from notifications.post.parcels.tracking import record_push
from notifications.post.parcels.work import PARCELS, work_on
from tests.committed import committed

HALL = Contact(
    name="示例市政务服务中心",
    phone="0999-1234567",
    province="示例省",
    city="示例市",
    county="示例区",
    address="政务路1号",
)
PERSON = Contact(
    name="测试甲",
    phone="13900000001",
    province="示例省",
    city="示例市",
    county="示例区",
    address="和平街道幸福里2号楼301室",
)
OWNER = Owner("sample", "9999002026112100001X")
START = datetime(2026, 11, 21, 9, tzinfo=BEIJING)
# Where tests stand that tell of those events: on the same day, when all of them are past.
NOON = "2026-11-21T12:00+08:00"


async def posting(owner: Owner = OWNER, **more: Any) -> Parcel:
    """As a feature does it, in its transaction."""
    values: dict[str, Any] = {"order_number": uuid4().hex, "sender": HALL, "receiver": PERSON}
    return await post_parcel(owner, contents="证照", **(values | more))


async def posted(owner: Owner = OWNER, **more: Any) -> Parcel:
    return await committed(posting(owner, **more))


async def sent(waybill_number: str = "1100000000001") -> Parcel:
    """A parcel that EMS has already given a waybill."""
    parcel = await posted()
    parcel.waybill_number, parcel.state = waybill_number, ParcelState.ordered
    await parcel.save()
    return parcel


def event(
    step: str, minute: int = 0, *, waybill_number: str = "1100000000001", **more: Any
) -> EmsOperation:
    """One track event, `minute` minutes after START; `704:10` is 704 with sub-code 10."""
    code, _, sub_code = step.partition(":")
    field = "deliverCode" if code == "704" else "attemptDeliveryCode"
    at = START + timedelta(minutes=minute)
    return read_operation(
        {
            "waybillNo": waybill_number,
            "opCode": code,
            "opTime": f"{at:%Y-%m-%d %H:%M:%S}",
            field: sub_code or None,
            **more,
        }
    )


async def work_off(client: EmsClient) -> int:
    """One step of a worker that knows EMS only."""
    return await work_off_carriers({CarrierName.ems: EmsCarrier(client)})


async def work_off_carriers(carriers: Carriers) -> int:
    """One step of a worker that knows these."""
    return await working.work_off(PARCELS, partial(work_on, carriers))


async def pushed(one: EmsOperation) -> bool:
    """Take one event as EMS pushes it."""
    return await committed(record_push(one.waybill_number, one.order_number, [one]))


async def fresh(parcel: Parcel) -> Parcel:
    return await Parcel.get(id=parcel.id)


async def outcomes(parcel: Parcel) -> list[str]:
    return [
        row.outcome.value
        for row in await ParcelOutcome.filter(parcel_id=parcel.id).order_by("sequence")
    ]
