"""The market's pages: services, the agencies of one in an order, one agency. No script needed."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import AgencyNotFound, ServiceTypeNotFound
from mobile_api.agency_supermarket.finding.queries import (
    SERVICE_SEARCH,
    all_trades,
    find,
    offer_page,
    office_of,
    profile_of,
)
from mobile_api.agency_supermarket.finding.schemas import AgencySort, OffersQuery
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import WordsQuery, address, with_query

_ORDERS = {
    AgencySort.newest: "最新入驻",
    AgencySort.price: "价格低的在前",
    AgencySort.days: "时限短的在前",
}


class OfferListQuery(OffersQuery):
    """The order of a list, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:中介超市", caller=Anyone, query=WordsQuery, media=HTML, errors=(NoCatalogue,))
async def show_market(request: Request, query: WordsQuery) -> HTTPResponse:
    words = query.words
    found = None
    if words:
        found = await find(SERVICE_SEARCH.of(request), snapshot_of(request), words)
    here = with_query("/market", {"q": words} if words else {})
    return page(request, "market.html", here, words=words, found=found, market=await all_trades())


@endpoint(
    "网页:一项中介服务的可选机构",
    caller=Anyone,
    query=OfferListQuery,
    media=HTML,
    errors=(ServiceTypeNotFound,),
)
async def show_offers(request: Request, key: str, query: OfferListQuery) -> HTTPResponse:
    path = f"/market/services/{key}"
    found = await offer_page(key, query)
    further = None
    if found.next_cursor is not None:
        further = address(path, query.model_copy(update={"cursor": found.next_cursor}))
    orders = [
        (name, with_query(path, {"sort": sort.value}), sort is query.sort)
        for sort, name in _ORDERS.items()
    ]
    here = address(path, query)
    return page(request, "market_service.html", here, found=found, orders=orders, further=further)


@endpoint("网页:一家中介机构", caller=Anyone, media=HTML, errors=(AgencyNotFound,))
async def show_agency(request: Request, agency_id: UUID) -> HTTPResponse:
    found = await profile_of(agency_id)
    return page(
        request,
        "market_agency.html",
        f"/market/agencies/{agency_id}",
        agency=found,
        office=await office_of(agency_id),
    )
