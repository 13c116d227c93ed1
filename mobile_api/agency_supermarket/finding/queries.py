"""What pages ask of finding."""

from uuid import UUID

from mobile_api.agency_supermarket.agencies import views as agencies
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeView
from mobile_api.agency_supermarket.agencies.offices.service import offices_of
from mobile_api.agency_supermarket.agencies.queries import open_counts
from mobile_api.agency_supermarket.agencies.schemas import AgencyProfile
from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.agency_supermarket.finding.offers import offers, rank_of, service_type_of
from mobile_api.agency_supermarket.finding.schemas import OfferPage, OffersQuery
from mobile_api.agency_supermarket.finding.searching import SERVICE_SEARCH, find
from mobile_api.agency_supermarket.finding.views import office_view, page
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType, TradeList
from mobile_api.agency_supermarket.service_types.views import trades
from mobile_api.shared.http.pagination import ranked_page_of

__all__ = [
    "SERVICE_SEARCH",
    "all_trades",
    "find",
    "offer_page",
    "office_of",
    "profile_of",
    "serving",
]


async def all_trades() -> TradeList:
    """Every service by its trade, with how many agencies may render it today."""
    return trades(await open_counts())


async def offer_page(service_type: str, asked: OffersQuery) -> OfferPage:
    """The agencies of a service, one page. Raises ServiceTypeNotFound, InvalidInput (cursor)."""
    service = service_type_of(service_type)
    found = await offers(service.key, asked)
    rows, cursor = ranked_page_of(found, asked.limit, by=asked.sort, value=rank_of(asked.sort))
    return await page(service, rows, cursor, {})


async def profile_of(agency_id: UUID) -> AgencyProfile:
    """Raises AgencyNotFound."""
    found = await public().get_or_none(id=agency_id)
    if found is None:
        raise AgencyNotFound()
    return await agencies.profile(found)


async def office_of(agency_id: UUID) -> OfficeView | None:
    """Where it is, if it says so."""
    found = (await offices_of([agency_id])).get(agency_id)
    return office_view(found) if found else None


def serving(item_key: str) -> list[ServiceType]:
    """The services that the applicants of a guide may need."""
    return SERVICES.here().serving(item_key)
