"""Services, the agencies of one in an order, up to five of them side by side."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import ConfigDict, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import ServiceTypeNotFound
from mobile_api.agency_supermarket.finding.queries import (
    MARKET_SEARCH,
    all_trades,
    compared,
    find,
    near_page,
    offer_page,
)
from mobile_api.agency_supermarket.finding.schemas import (
    MOST_COMPARED,
    AgencySort,
    NearbyRequest,
    OfferPage,
    OffersQuery,
)
from mobile_api.guides.catalogue.service import ServiceHall
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.schema import RequestBody
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import WordsQuery, address, with_query

_ORDERS = {
    AgencySort.newest: "最新入驻",
    AgencySort.average: "比平均价低",
    AgencySort.price: "价格低",
    AgencySort.days: "时限短",
    AgencySort.on_time: "按时完成率高",
    AgencySort.rating: "评价好",
}
_Link = tuple[str, str, bool]


class OfferListQuery(OffersQuery):
    """The order of a list, and whatever else stands in the link.

    `near`: the key of a hall; the nearest agencies come first. Nobody's own place is asked for.
    """

    model_config = ConfigDict(extra="ignore")

    near: str | None = Field(None, max_length=64)


class ComparePageQuery(RequestBody):
    """Whom a form without script has chosen, however many."""

    model_config = ConfigDict(extra="ignore")

    agency: list[UUID] = Field(default_factory=list, max_length=100)


@endpoint("网页:中介超市", caller=Anyone, query=WordsQuery, media=HTML, errors=(NoCatalogue,))
async def show_market(request: Request, query: WordsQuery) -> HTTPResponse:
    words = query.words
    found = None
    if words:
        found = await find(MARKET_SEARCH.of(request), snapshot_of(request), words)
    here = with_query("/market", {"q": words} if words else {})
    return page(request, "market.html", here, words=words, found=found, market=await all_trades())


@endpoint(
    "网页:一项中介服务的可选机构",
    caller=Anyone,
    query=OfferListQuery,
    media=HTML,
    errors=(ServiceTypeNotFound, NoCatalogue),
)
async def show_offers(request: Request, key: str, query: OfferListQuery) -> HTTPResponse:
    path = f"/market/services/{key}"
    halls = snapshot_of(request).catalogue.halls
    hall = next((one for one in halls if one.key == query.near), None)
    found = await _found(key, query, hall)
    further = None
    if found.next_cursor is not None:
        further = address(path, query.model_copy(update={"cursor": found.next_cursor}))
    return page(
        request,
        "market_service.html",
        address(path, query),
        found=found,
        path=path,
        orders=_orders(path, query, hall),
        halls=_halls(path, halls, hall),
        hall=hall,
        most=MOST_COMPARED,
        further=further,
    )


async def _found(key: str, query: OfferListQuery, hall: ServiceHall | None) -> OfferPage:
    if hall is None:
        return await offer_page(key, query)
    asked = NearbyRequest(
        longitude=hall.map_point.longitude,
        latitude=hall.map_point.latitude,
        cursor=query.cursor,
        limit=query.limit,
    )
    return await near_page(key, asked)


def _orders(path: str, query: OfferListQuery, hall: ServiceHall | None) -> list[_Link]:
    return [
        (name, with_query(path, {"sort": sort.value}), hall is None and sort is query.sort)
        for sort, name in _ORDERS.items()
    ]


def _halls(path: str, halls: Sequence[ServiceHall], chosen: ServiceHall | None) -> list[_Link]:
    return [(one.name, with_query(path, {"near": one.key}), one is chosen) for one in halls]


@endpoint(
    "网页:并排比较中介机构",
    caller=Anyone,
    query=ComparePageQuery,
    media=HTML,
    errors=(ServiceTypeNotFound,),
)
async def show_compare(request: Request, key: str, query: ComparePageQuery) -> HTTPResponse:
    path = f"/market/services/{key}"
    asked = list(dict.fromkeys(query.agency))
    found = await compared(key, asked[:MOST_COMPARED])
    return page(
        request,
        "market_compare.html",
        address(f"{path}/compare", query),
        found=found,
        path=path,
        left_out=max(0, len(asked) - MOST_COMPARED),
        missing=len(asked[:MOST_COMPARED]) - len(found.agencies),
        most=MOST_COMPARED,
    )
