"""Disputes over HTTP: by bidders and owners; that there is one, for everybody."""

from datetime import datetime
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.disputes import objecting, queries, views
from mobile_api.agency_supermarket.disputes.errors import (
    DisputedAlready,
    DisputeMoveNotAllowed,
    DisputeNotFound,
    DisputeTooLate,
    NotABidder,
    OwnersOwnDispute,
)
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.schemas import (
    DisputeAnswer,
    DisputeComplaint,
    DisputePage,
    DisputeRequest,
    DisputesQuery,
    DisputeView,
    PublicDisputePage,
)
from mobile_api.agency_supermarket.errors import (
    AgencyNotFound,
    NeedMoveNotAllowed,
    NeedNotFound,
    NotForMarket,
)
from mobile_api.agency_supermarket.needs.scope import own_needs, public_needs
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

citizen = Blueprint("market_disputes", url_prefix="/api/v1/market")

_ACTING = (NotForMarket, NotActingFor)
_OWN = (*_ACTING, AgencyNotFound, DisputeNotFound, DisputeMoveNotAllowed, NeedMoveNotAllowed)
_OWNER = (*_ACTING, NeedNotFound)


async def _arrived(request: Request) -> datetime:
    """Before the transaction: whoever waits for a turn was here already."""
    return clock.now()


async def _whole(one: Dispute) -> Dispute:
    await one.fetch_related("need", "agency__enterprise")
    return one


@citizen.get("/needs/<need_id:uuid>/disputes")
@endpoint(
    "对一项采购需求的异议和投诉(不显示提出人)",
    caller=Anyone,
    query=DisputesQuery,
    answer=PublicDisputePage,
    errors=(NeedNotFound,),
)
async def of_need(request: Request, need_id: UUID, query: DisputesQuery) -> PublicDisputePage:
    if not await public_needs().filter(id=need_id).exists():
        raise NeedNotFound()
    found = await queries.disputes_of(need_id, query)
    page, cursor = page_of(found, query.limit, at=queries.made_at)
    lines, unreadable = shown(page, views.public)
    is_open = await queries.has_open(need_id)
    return PublicDisputePage(
        is_open=is_open, disputes=lines, unreadable=unreadable, next_cursor=cursor
    )


@citizen.post("/needs/<need_id:uuid>/disputes")
@endpoint(
    "对采购需求或选取结果提出异议",
    caller=Citizen,
    acting=True,
    body=DisputeRequest,
    answer=DisputeView,
    status=201,
    errors=(
        *_ACTING,
        AgencyNotFound,
        NeedNotFound,
        NotABidder,
        OwnersOwnDispute,
        DisputeTooLate,
        DisputedAlready,
        NeedMoveNotAllowed,
    ),
    asks_first=_arrived,
    idempotent=True,
)
async def object_to(
    request: Request, caller: Citizen, need_id: UUID, body: DisputeRequest, asked: datetime
) -> DisputeView:
    made = await objecting.object_to(caller, need_id, body, asked)
    return views.complainants(await _whole(made))


@citizen.get("/agency/disputes")
@endpoint(
    "本机构提出的异议和投诉",
    caller=Citizen,
    acting=True,
    query=DisputesQuery,
    answer=DisputePage,
    errors=(*_ACTING, AgencyNotFound),
)
async def own_list(request: Request, caller: Citizen, query: DisputesQuery) -> DisputePage:
    found = await queries.own_disputes(caller, query)
    page, cursor = page_of(found, query.limit, at=queries.made_at)
    lines, unreadable = shown(page, views.complainants)
    return DisputePage(disputes=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.post("/agency/disputes/<dispute_id:uuid>/complain")
@endpoint(
    "对采购人的答复(或逾期不答复)投诉",
    caller=Citizen,
    acting=True,
    body=DisputeComplaint,
    answer=DisputeView,
    errors=(*_OWN, DisputeTooLate),
    asks_first=_arrived,
    idempotent=True,
)
async def complain(
    request: Request, caller: Citizen, dispute_id: UUID, body: DisputeComplaint, asked: datetime
) -> DisputeView:
    made = await objecting.complain(caller, dispute_id, body.complaint, asked)
    return views.complainants(await _whole(made))


@citizen.post("/agency/disputes/<dispute_id:uuid>/withdraw")
@endpoint("撤回异议或投诉", caller=Citizen, acting=True, answer=DisputeView, errors=_OWN)
async def withdraw(request: Request, caller: Citizen, dispute_id: UUID) -> DisputeView:
    return views.complainants(await _whole(await objecting.withdraw(caller, dispute_id)))


@citizen.get("/own-needs/<need_id:uuid>/disputes")
@endpoint(
    "对我的采购需求的异议和投诉",
    caller=Citizen,
    acting=True,
    query=DisputesQuery,
    answer=DisputePage,
    errors=_OWNER,
)
async def of_own_need(
    request: Request, caller: Citizen, need_id: UUID, query: DisputesQuery
) -> DisputePage:
    if not await own_needs(caller).filter(id=need_id).exists():
        raise NeedNotFound()
    found = await queries.disputes_of(need_id, query)
    page, cursor = page_of(found, query.limit, at=queries.made_at)
    lines, unreadable = shown(page, views.owners)
    return DisputePage(disputes=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.post("/own-needs/<need_id:uuid>/disputes/<dispute_id:uuid>/answer")
@endpoint(
    "采购人答复异议",
    caller=Citizen,
    acting=True,
    body=DisputeAnswer,
    answer=DisputeView,
    errors=(*_OWNER, DisputeNotFound, DisputeMoveNotAllowed, NeedMoveNotAllowed),
    idempotent=True,
)
async def answer(
    request: Request, caller: Citizen, need_id: UUID, dispute_id: UUID, body: DisputeAnswer
) -> DisputeView:
    return views.owners(await _whole(await objecting.answer(caller, need_id, dispute_id, body)))


@citizen.post("/own-needs/<need_id:uuid>/disputes/<dispute_id:uuid>/withdraw")
@endpoint(
    "采购人撤回自己的投诉",
    caller=Citizen,
    acting=True,
    answer=DisputeView,
    errors=(*_OWNER, DisputeNotFound, DisputeMoveNotAllowed, NeedMoveNotAllowed),
)
async def withdraw_as_owner(
    request: Request, caller: Citizen, need_id: UUID, dispute_id: UUID
) -> DisputeView:
    return views.owners(
        await _whole(await objecting.withdraw_as_owner(caller, need_id, dispute_id))
    )


@citizen.post("/own-needs/<need_id:uuid>/complaint")
@endpoint(
    "采购人对选取结果直接投诉",
    caller=Citizen,
    acting=True,
    body=DisputeComplaint,
    answer=DisputeView,
    status=201,
    errors=(*_OWNER, DisputeTooLate, DisputedAlready, NeedMoveNotAllowed),
    asks_first=_arrived,
    idempotent=True,
)
async def complain_as_owner(
    request: Request, caller: Citizen, need_id: UUID, body: DisputeComplaint, asked: datetime
) -> DisputeView:
    made = await objecting.complain_as_owner(caller, need_id, body.complaint, asked)
    return views.owners(await _whole(made))
