"""Shapes what was found for whoever looks for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.offices.service import offices_of
from mobile_api.agency_supermarket.agencies.states import STATUS_NAMES
from mobile_api.agency_supermarket.agencies.views import service_view
from mobile_api.agency_supermarket.finding.offers import open_offers
from mobile_api.agency_supermarket.finding.prices import against, levels_of
from mobile_api.agency_supermarket.finding.schemas import OfferLine, OfferPage, PriceLevel
from mobile_api.agency_supermarket.service_types import views as service_types
from mobile_api.agency_supermarket.service_types.schemas import ServiceType


async def page(
    service: ServiceType,
    found: Iterable[AgencyService],
    cursor: str | None,
    metres: Mapping[UUID, int],
) -> OfferPage:
    """`metres`: by offer, how far it is; empty where nobody asked."""
    levels = await levels_of(service.key)
    count = await open_offers(service.key).count()
    return OfferPage(
        service=service_types.service_view(service, count),
        levels=levels,
        offers=await lines(list(found), levels, metres),
        next_cursor=cursor,
    )


async def lines(
    found: Sequence[AgencyService],
    levels: Sequence[PriceLevel],
    metres: Mapping[UUID, int],
) -> list[OfferLine]:
    """Each of them with its agency, whose enterprise is fetched."""
    offices = await offices_of([one.agency_id for one in found])
    return [
        OfferLine(**line(one, levels, offices.get(one.agency_id), metres.get(one.id)))
        for one in found
    ]


def line(
    offered: AgencyService,
    levels: Sequence[PriceLevel],
    office: Office | None,
    metres: int | None,
) -> dict[str, Any]:
    """The fields of an OfferLine."""
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
        "office": office_view(office) if office else None,
        "distance_m": metres,
    }


def office_view(office: Office) -> OfficeView:
    return OfficeView(address=office.address, longitude=office.longitude, latitude=office.latitude)
