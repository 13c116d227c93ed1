"""The desk of the market over HTTP: ratings that wait to be looked at."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.ratings import moderation, queries, views
from mobile_api.agency_supermarket.ratings.errors import RatingNotFound
from mobile_api.agency_supermarket.ratings.schemas import (
    DeskRating,
    DeskRatingPage,
    LookRequest,
    RatingDeskQuery,
)
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

staff = Blueprint("staff_market_ratings", url_prefix="/staff/v1/market")

_DESK = frozenset({StaffRole.reviewer, StaffRole.supervisor})


@staff.get("/ratings")
@endpoint(
    "待审看的评价",
    caller=Staff,
    roles=_DESK,
    query=RatingDeskQuery,
    answer=DeskRatingPage,
    errors=(NotAtTheDesk,),
)
async def queue(request: Request, caller: Staff, query: RatingDeskQuery) -> DeskRatingPage:
    found = await queries.queue(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.rated_at)
    lines, unreadable = shown(page, views.desk)
    return DeskRatingPage(ratings=lines, unreadable=unreadable, next_cursor=cursor)


@staff.post("/ratings/<rating_id:uuid>/look")
@endpoint(
    "审看一条评价",
    caller=Staff,
    roles=_DESK,
    body=LookRequest,
    answer=DeskRating,
    errors=(NotAtTheDesk, RatingNotFound),
    idempotent=True,
)
async def look(request: Request, caller: Staff, rating_id: UUID, body: LookRequest) -> DeskRating:
    found = await moderation.look_at(caller, rating_id, body)
    await found.fetch_related("contract__enterprise", "agency__enterprise")
    return views.desk(found)
