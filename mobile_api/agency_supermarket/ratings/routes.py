"""Ratings over HTTP: given and answered by the sides of a contract, read by everybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies.scope import public
from mobile_api.agency_supermarket.contracts.errors import ContractNotFound
from mobile_api.agency_supermarket.contracts.scope import own_contract
from mobile_api.agency_supermarket.errors import AgencyNotFound, NotForMarket
from mobile_api.agency_supermarket.ratings import queries, rating, views
from mobile_api.agency_supermarket.ratings.errors import (
    RatedAlready,
    RatingClosed,
    RatingNotFound,
    RepliedAlready,
)
from mobile_api.agency_supermarket.ratings.schemas import (
    ContractRatings,
    RateRequest,
    RatingPage,
    RatingsQuery,
    ReplyRequest,
)
from mobile_api.agency_supermarket.ratings.scope import averages_of
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of

citizen = Blueprint("market_ratings", url_prefix="/api/v1/market")

_SEEN = (NotForMarket, NotActingFor, ContractNotFound)


@citizen.get("/own-contracts/<contract_id:uuid>/ratings")
@endpoint("合同双方的评价", caller=Citizen, acting=True, answer=ContractRatings, errors=_SEEN)
async def contract_ratings(request: Request, caller: Citizen, contract_id: UUID) -> ContractRatings:
    return await views.of_contract(await own_contract(caller, contract_id))


@citizen.post("/own-contracts/<contract_id:uuid>/rate")
@endpoint(
    "评价合同的另一方",
    caller=Citizen,
    acting=True,
    body=RateRequest,
    answer=ContractRatings,
    errors=(*_SEEN, RatingClosed, RatedAlready, TooManyRequests),
    idempotent=True,
)
async def rate(
    request: Request, caller: Citizen, contract_id: UUID, body: RateRequest
) -> ContractRatings:
    return await views.of_contract(await rating.rate(caller, contract_id, body))


@citizen.post("/own-contracts/<contract_id:uuid>/rating-reply")
@endpoint(
    "回复对方的评价",
    caller=Citizen,
    acting=True,
    body=ReplyRequest,
    answer=ContractRatings,
    errors=(*_SEEN, RatingNotFound, RepliedAlready, TooManyRequests),
    idempotent=True,
)
async def reply(
    request: Request, caller: Citizen, contract_id: UUID, body: ReplyRequest
) -> ContractRatings:
    return await views.of_contract(await rating.reply(caller, contract_id, body.text))


@citizen.get("/agencies/<agency_id:uuid>/ratings")
@endpoint(
    "机构得到的评价(公开)",
    caller=Anyone,
    query=RatingsQuery,
    answer=RatingPage,
    errors=(AgencyNotFound,),
)
async def ratings(request: Request, agency_id: UUID, query: RatingsQuery) -> RatingPage:
    if not await public().filter(id=agency_id).exists():
        raise AgencyNotFound()
    found = await queries.ratings_about(agency_id, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.rated_at)
    return views.page(await averages_of(agency_id), page, cursor)
