"""Complaints over HTTP: made and taken back by their authors, counted for everybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.trading.complaints import filing, views
from mobile_api.agency_supermarket.trading.complaints.schemas import (
    ComplaintCounts,
    ComplaintCountsQuery,
    ComplaintPage,
    ComplaintRequest,
    ComplaintView,
    OwnComplaintsQuery,
)
from mobile_api.agency_supermarket.trading.complaints.scope import own_complaints
from mobile_api.agency_supermarket.trading.errors import (
    ComplaintMoveNotAllowed,
    ComplaintNotFound,
    ComplaintThere,
    ComplaintTooLate,
    NoticeNotFound,
    TooManyComplaints,
    TooManyComplaintsToday,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.errors import FilesNotUsable

citizen = Blueprint("market_complaints", url_prefix="/api/v1/market/trading")


@citizen.get("/complaint-counts")
@endpoint("招标投标投诉统计", caller=Anyone, query=ComplaintCountsQuery, answer=ComplaintCounts)
async def counts(request: Request, query: ComplaintCountsQuery) -> ComplaintCounts:
    return await views.counts(query.year or clock.today().year)


@citizen.get("/complaints")
@endpoint("我的招标投标投诉", caller=Citizen, query=OwnComplaintsQuery, answer=ComplaintPage)
async def own_list(request: Request, caller: Citizen, query: OwnComplaintsQuery) -> ComplaintPage:
    found = await filing.complaints_of(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.received_at)
    lines, unreadable = shown(page, views.line)
    return ComplaintPage(complaints=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/complaints/<complaint_id:uuid>")
@endpoint("我的一件招标投标投诉", caller=Citizen, answer=ComplaintView, errors=(ComplaintNotFound,))
async def own(request: Request, caller: Citizen, complaint_id: UUID) -> ComplaintView:
    found = await own_complaints(caller).get_or_none(id=complaint_id)
    if found is None:
        raise ComplaintNotFound()
    return await views.view(found, is_own=True)


@citizen.post("/complaints")
@endpoint(
    "提出招标投标投诉",
    caller=Citizen,
    body=ComplaintRequest,
    answer=ComplaintView,
    status=201,
    errors=(
        NoticeNotFound,
        ComplaintTooLate,
        ComplaintThere,
        TooManyComplaints,
        TooManyComplaintsToday,
        FilesNotUsable,
    ),
    idempotent=True,
)
async def complain(request: Request, caller: Citizen, body: ComplaintRequest) -> ComplaintView:
    return await views.view(await filing.complain(caller, body), is_own=True)


@citizen.post("/complaints/<complaint_id:uuid>/withdraw")
@endpoint(
    "撤回招标投标投诉",
    caller=Citizen,
    answer=ComplaintView,
    errors=(ComplaintNotFound, ComplaintMoveNotAllowed),
    idempotent=True,
)
async def withdraw(request: Request, caller: Citizen, complaint_id: UUID) -> ComplaintView:
    return await views.view(await filing.withdraw(caller, complaint_id), is_own=True)
