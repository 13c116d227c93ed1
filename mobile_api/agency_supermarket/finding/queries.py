"""What pages ask of finding."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.offices.service import offices_of
from mobile_api.agency_supermarket.agencies.queries import open_counts
from mobile_api.agency_supermarket.finding.comparing import compared
from mobile_api.agency_supermarket.finding.offers import (
    DISTANCE,
    nearest,
    offers,
    service_type_of,
)
from mobile_api.agency_supermarket.finding.orders import NEAREST_FIRST, told
from mobile_api.agency_supermarket.finding.prices import levels_of
from mobile_api.agency_supermarket.finding.schemas import NearbyRequest, OfferPage, OffersQuery
from mobile_api.agency_supermarket.finding.searching import MARKET_SEARCH, find
from mobile_api.agency_supermarket.finding.views import office_view, page
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType, TradeList
from mobile_api.agency_supermarket.service_types.views import trades
from mobile_api.shared.http.pagination import ranked_page_of

__all__ = [
    "MARKET_SEARCH",
    "all_trades",
    "compared",
    "counts_for",
    "find",
    "near_page",
    "offer_page",
    "office_of",
    "serving",
]


async def all_trades() -> TradeList:
    """Every service by its trade, with how many agencies may render it today."""
    return trades(await open_counts(list(SERVICES.here().service_types)))


async def offer_page(service_type: str, asked: OffersQuery) -> OfferPage:
    """The agencies of a service, one page. Raises ServiceTypeNotFound, InvalidInput (cursor)."""
    service = service_type_of(service_type)
    levels = await levels_of(service.key)
    found = await offers(service.key, asked, levels)
    rows, cursor = ranked_page_of(found, asked.limit, by=asked.sort, value=lambda one: one.place)
    shown = [one.offered for one in rows]
    return await page(service, levels, shown, rule=told(asked.sort), cursor=cursor)


async def near_page(service_type: str, asked: NearbyRequest) -> OfferPage:
    """The same, the nearest first. Raises ServiceTypeNotFound, InvalidInput (cursor)."""
    service = service_type_of(service_type)
    levels = await levels_of(service.key)
    found = await nearest(service.key, asked)
    rows, cursor = ranked_page_of(found, asked.limit, by=DISTANCE, value=lambda one: one.place)
    return await page(
        service,
        levels,
        [one.offered for one in rows],
        rule=NEAREST_FIRST,
        cursor=cursor,
        metres={one.id: one.place for one in rows},
    )


async def office_of(agency_id: UUID) -> OfficeView | None:
    """Where it is, if it says so."""
    found = (await offices_of([agency_id])).get(agency_id)
    return office_view(found) if found else None


def serving(item_key: str) -> list[ServiceType]:
    """The services that the applicants of a guide may need."""
    return SERVICES.here().serving(item_key)


async def counts_for(services: Sequence[ServiceType]) -> dict[str, int]:
    """By service, how many agencies may render it today; one that nobody does is not there."""
    return await open_counts([one.key for one in services])
