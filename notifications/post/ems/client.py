"""What a city asks of EMS, call by call, in our own words."""

import re
from collections.abc import Mapping
from typing import Any

from mobile_api.shared import metrics
from mobile_api.shared.process.parts import SETTINGS, Part, closing
from notifications.post.ems.answers import (
    EmsPlace,
    ParcelLabel,
    PostageEstimate,
    PostedFee,
    fee_of,
    first_of,
    is_served,
    label_of,
    places_of,
    posted_fee_of,
)
from notifications.post.ems.errors import EmsUnreachable, OperationUnreadable
from notifications.post.ems.gateway import TIME_FORMAT, EmsGateway
from notifications.post.ems.operations import EmsOperation, read_operation

__all__ = ["LABEL_SIZES", "TIME_FORMAT", "EmsClient"]

ORDER, CANCEL, LABEL, TRACK = "020003", "020006", "010004", "040001"
COVERAGE, POSTED_FEE, ESTIMATE = "030005", "050001", "050005"
PARSE, REACH = "060001", "060002"
LABEL_SIZES = {"76x129": "129", "76x149": "149", "100x179": "179"}
_EXPRESS = "1"
# "2" of the three kinds of question: an agreement customer who wants it now.
_AGREEMENT_CUSTOMER = "2"
_WAYBILL = re.compile(r"[0-9A-Z]{8,30}")


class EmsClient(EmsGateway):
    """Every call raises EmsUnreachable (try later) or EmsRefused (EMS said no)."""

    async def order(self, order: Mapping[str, Any]) -> str:
        """020003: answers the waybill number; the same logisticsOrderNo earns the same one."""
        found = await self.call(ORDER, [order])
        # Several numbers come for 一票多件 only, which we do not order.
        number = str(first_of(found).get("waybillNo", "")).split(",")[0].strip()
        if not _WAYBILL.fullmatch(number):
            raise EmsUnreachable("answer_without_waybill")
        return number

    async def cancel(self, order_number: str, waybill_number: str, reason: str) -> None:
        """020006: refused once the parcel is collected. `reason` names no person."""
        await self.call(
            CANCEL,
            {"logisticsOrderNo": order_number, "waybillNo": waybill_number, "cancelReason": reason},
        )

    async def label(
        self, waybill_number: str, size: str = "100x179", *, as_url: bool = False
    ) -> ParcelLabel:
        """010004: `size` is a key of LABEL_SIZES, in millimetres."""
        wanted = {"waybillNo": waybill_number, "type": LABEL_SIZES[size], "isReturn": "0"}
        return label_of(await self.call(LABEL, wanted | ({"getURL": "1"} if as_url else {})))

    async def label_pdf(self, waybill_number: str, size: str = "100x179") -> bytes:
        """The label as PDF, fetched where EMS answers with an address instead."""
        label = await self.label(waybill_number, size)
        pdf = label.pdf if label.pdf is not None else await self.file(label.url or "")
        if not pdf.startswith(b"%PDF"):
            raise EmsUnreachable("label_unreadable")
        return pdf

    async def track(self, waybill_number: str) -> list[EmsOperation]:
        """040001: every event that EMS knows; none for a number it does not know yet."""
        body = await self.call(TRACK, {"waybillNo": waybill_number, "direction": "0"})
        items = body.get("responseItems") if isinstance(body, dict) else body
        found = []
        for item in items if isinstance(items, list) else []:
            try:
                found.append(read_operation(item))
            except OperationUnreadable:
                metrics.unreadable_events_total.labels("ems").inc()
        return found

    async def is_collected_from(self, place: EmsPlace) -> bool:
        """030005: whether a courier comes to that address to fetch a parcel."""
        body = await self.call(
            COVERAGE,
            _region(place)
            | {
                "address": place.whole,
                "bizProductNo": _EXPRESS,
                "type": _AGREEMENT_CUSTOMER,
                "senderNo": self._account.sender_number,
            },
        )
        return is_served(body)

    async def is_reachable(self, place: EmsPlace) -> bool:
        """060002: whether EMS delivers there. Its answer is not published: read like 030005's."""
        return is_served(await self.call(REACH, _region(place) | {"address": place.whole}))

    async def estimate(
        self, sender: EmsPlace, receiver: EmsPlace, *, product_code: str, weight_grams: int
    ) -> PostageEstimate:
        """050005: `product_code` is the 15-digit code of our agreement."""
        return fee_of(
            await self.call(
                ESTIMATE,
                {
                    "productCode": product_code,
                    "weight": str(weight_grams),
                    "senderInfo": sender.whole,
                    "receiveInfo": receiver.whole,
                },
            )
        )

    async def posted_fee(self, order_number: str, waybill_number: str) -> PostedFee | None:
        """050001: what a parcel really cost; None while it has not been weighed."""
        wanted = {"logisticsOrderNo": order_number, "waybillNo": waybill_number}
        return posted_fee_of(await self.call(POSTED_FEE, wanted))

    async def places_in(self, whole_address: str) -> list[EmsPlace]:
        """060001: how EMS reads an address that was pasted whole, best reading first."""
        wanted = re.sub(r"\s+", "", whole_address)
        return places_of(await self.call(PARSE, [{"wholeAddress": wanted}]), wanted)


EMS = Part("EMS", lambda parts: closing(EmsClient.open(SETTINGS.of(parts))))


def _region(place: EmsPlace) -> dict[str, str]:
    province, city, county = place.levels.all_three
    return {"prov": province, "city": city, "county": county}
