"""Shapes what was found for whoever looks for it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.offices.service import offices_of
from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.agencies.records.service import record_view, records_of
from mobile_api.agency_supermarket.agencies.states import STATUS_NAMES
from mobile_api.agency_supermarket.agencies.views import service_view
from mobile_api.agency_supermarket.finding.orders import LAST
from mobile_api.agency_supermarket.finding.prices import against
from mobile_api.agency_supermarket.finding.schemas import OfferLine, OfferPage, PriceLevel
from mobile_api.agency_supermarket.service_types import views as service_types
from mobile_api.agency_supermarket.service_types.schemas import ServiceType

_NO_OFFICE = "没有填写办公地点"


async def page(
    service: ServiceType,
    levels: Sequence[PriceLevel],
    found: Sequence[AgencyService],
    *,
    rule: str,
    cursor: str | None,
    metres: Mapping[UUID, int] | None = None,
) -> OfferPage:
    """`metres`: by offer, how far it is; None where nobody asked."""
    return OfferPage(
        service=service_types.service_view(service, sum(one.agencies for one in levels)),
        levels=list(levels),
        order_rule=rule,
        offers=await lines(found, levels, metres),
        next_cursor=cursor,
    )


async def lines(
    found: Sequence[AgencyService],
    levels: Sequence[PriceLevel],
    metres: Mapping[UUID, int] | None = None,
) -> list[OfferLine]:
    """Each of them with its agency, whose enterprise is fetched."""
    agencies = [one.agency_id for one in found]
    offices, records = await offices_of(agencies), await records_of(agencies)
    return [
        OfferLine(
            **line(one, levels, offices.get(one.agency_id), records.get(one.agency_id)),
            **_distance(metres, one.id),
        )
        for one in found
    ]


def _distance(metres: Mapping[UUID, int] | None, offer_id: UUID) -> dict[str, Any]:
    if metres is None:
        return {"distance_m": None, "distance": ""}
    far = metres.get(offer_id, LAST)
    if far >= LAST:
        return {"distance_m": None, "distance": _NO_OFFICE}
    return {"distance_m": far, "distance": _far(far)}


def _far(metres: int) -> str:
    return f"约{metres / 1000:.1f}公里" if metres >= 1000 else f"约{max(metres, 100)}米"


def line(
    offered: AgencyService,
    levels: Sequence[PriceLevel],
    office: Office | None,
    record: AgencyRecord | None,
) -> dict[str, Any]:
    """The fields of an OfferLine but its distance."""
    agency = offered.agency
    shown = service_view(agency, offered)
    return {
        "agency_id": agency.id,
        "name": agency.enterprise.name,
        "status": agency.status,
        "status_name": STATUS_NAMES[agency.status],
        "phone": agency.phone,
        "practitioners": agency.practitioners,
        "price_from_fen": shown.price_from_fen,
        "price_to_fen": shown.price_to_fen,
        "price": shown.price,
        "price_unit": shown.price_unit,
        "promised_days": shown.promised_days,
        "against_average": against(levels, offered),
        "record": record_view(record),
        "office": office_view(office) if office else None,
    }


def office_view(office: Office) -> OfficeView:
    return OfficeView(address=office.address, longitude=office.longitude, latitude=office.latitude)
