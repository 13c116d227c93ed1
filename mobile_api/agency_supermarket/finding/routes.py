"""Finding and comparing over HTTP, for anybody."""

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import ServiceTypeNotFound
from mobile_api.agency_supermarket.finding import comparing, items, searching
from mobile_api.agency_supermarket.finding.offers import service_type_of
from mobile_api.agency_supermarket.finding.queries import near_page, offer_page
from mobile_api.agency_supermarket.finding.schemas import (
    CompareQuery,
    Comparison,
    ItemServices,
    MarketFound,
    MarketSearchQuery,
    NearbyRequest,
    OfferPage,
    OffersQuery,
)
from mobile_api.guides.errors import GuideNotFound, NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("market_finding", url_prefix="/api/v1/market")


@citizen.get("/search")
@endpoint(
    "用自己的话找中介服务和机构",
    caller=Anyone,
    query=MarketSearchQuery,
    answer=MarketFound,
    errors=(NoCatalogue,),
)
async def search(request: Request, query: MarketSearchQuery) -> MarketFound:
    engine = searching.MARKET_SEARCH.of(request)
    return await searching.find(engine, snapshot_of(request), query.q)


@citizen.get("/services/<service_type:str>/agencies")
@endpoint(
    "一项服务的可选机构,可按最新、价格、时限、按时完成率、评价排序",
    caller=Anyone,
    query=OffersQuery,
    answer=OfferPage,
    errors=(ServiceTypeNotFound,),
)
async def list_offers(request: Request, service_type: str, query: OffersQuery) -> OfferPage:
    return await offer_page(service_type, query)


@citizen.post("/services/<service_type:str>/agencies/nearby")
@endpoint(
    "一项服务的可选机构,离您最近的在前",
    caller=Anyone,
    body=NearbyRequest,
    answer=OfferPage,
    errors=(ServiceTypeNotFound,),
    transaction=False,
)
async def nearby(request: Request, service_type: str, body: NearbyRequest) -> OfferPage:
    return await near_page(service_type, body)


@citizen.get("/services/<service_type:str>/compare")
@endpoint(
    "并排比较最多五家机构",
    caller=Anyone,
    query=CompareQuery,
    answer=Comparison,
    errors=(ServiceTypeNotFound,),
)
async def compare(request: Request, service_type: str, query: CompareQuery) -> Comparison:
    return await comparing.compare(service_type_of(service_type), query.agency)


@citizen.get("/items/<item_key:str>/services")
@endpoint(
    "办理一个事项可能需要的中介服务",
    caller=Anyone,
    answer=ItemServices,
    errors=(GuideNotFound, NoCatalogue),
)
async def item_services(request: Request, item_key: str) -> ItemServices:
    guide = snapshot_of(request).guide(item_key)
    return await items.services_for(guide.key)
