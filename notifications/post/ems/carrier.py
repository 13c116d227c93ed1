"""EMS as one of the carriers: a parcel in, EMS's calls out."""

from typing import ClassVar

from notifications.post.ems.client import EmsClient
from notifications.post.ems.operations import EmsOperation
from notifications.post.ems.orders import order_of
from notifications.post.parcels.carriers import Capability, Carrier
from notifications.post.parcels.errors import CarrierRefused
from notifications.post.parcels.models import Parcel
from notifications.post.parcels.states import CarrierName


class EmsCarrier(Carrier):
    """All that a carrier can do, under our customer number."""

    name: ClassVar = CarrierName.ems
    can: ClassVar = frozenset(Capability)

    def __init__(self, client: EmsClient) -> None:
        self._client = client

    async def order(self, parcel: Parcel) -> str:
        return await self._client.order(order_of(parcel))

    async def cancel(self, parcel: Parcel, reason: str) -> None:
        await self._client.cancel(parcel.order_number, _waybill(parcel), reason)

    async def label(self, parcel: Parcel, size: str = "100x179") -> bytes:
        return await self._client.label_pdf(_waybill(parcel), size)

    async def track(self, parcel: Parcel) -> list[EmsOperation]:
        return await self._client.track(_waybill(parcel))


def _waybill(parcel: Parcel) -> str:
    if parcel.waybill_number is None:
        raise CarrierRefused("no_waybill")
    return parcel.waybill_number
