"""Agencies over HTTP: what anybody may see, and what an agency's own people do."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies import applying, queries, renewals, views
from mobile_api.agency_supermarket.agencies.requests import (
    AgencyApplication,
    AgencyListQuery,
    GivenQualification,
    LeaveRequest,
    ServicesRequest,
)
from mobile_api.agency_supermarket.agencies.schemas import (
    AgencyPage,
    AgencyProfile,
    ApplicationView,
)
from mobile_api.agency_supermarket.agencies.scope import own_agency, public
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    ApplicationIncomplete,
    NotForMarket,
)
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import TradeList
from mobile_api.agency_supermarket.service_types.views import trades
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.errors import FilesNotUsable

citizen = Blueprint("market_agencies", url_prefix="/api/v1/market")

_ACTING = (NotForMarket, NotActingFor)
_OWN = (*_ACTING, AgencyNotFound)


@citizen.get("/services")
@endpoint("中介服务事项和可选机构数", caller=Anyone, answer=TradeList)
async def services(request: Request) -> TradeList:
    return trades(await queries.open_counts(list(SERVICES.here().service_types)))


@citizen.get("/agencies")
@endpoint("中介机构列表与筛选", caller=Anyone, query=AgencyListQuery, answer=AgencyPage)
async def agencies(request: Request, query: AgencyListQuery) -> AgencyPage:
    found = await queries.agencies(query)
    page, cursor = page_of(found, query.limit, at=queries.listed_at)
    lines, unreadable = shown(page, views.summary)
    return AgencyPage(agencies=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/agencies/<agency_id:uuid>")
@endpoint("一家中介机构", caller=Anyone, answer=AgencyProfile, errors=(AgencyNotFound,))
async def agency(request: Request, agency_id: UUID) -> AgencyProfile:
    found = await public().get_or_none(id=agency_id)
    if found is None:
        raise AgencyNotFound()
    return await views.profile(found)


@citizen.get("/agency")
@endpoint("本企业的入驻情况", caller=Citizen, acting=True, answer=ApplicationView, errors=_OWN)
async def own_application(request: Request, caller: Citizen) -> ApplicationView:
    found = await own_agency(caller)
    return await views.application(found)


@citizen.put("/agency")
@endpoint(
    "填写入驻申请",
    caller=Citizen,
    acting=True,
    body=AgencyApplication,
    answer=ApplicationView,
    errors=(*_ACTING, AgencyMoveNotAllowed, FilesNotUsable),
)
async def fill(request: Request, caller: Citizen, body: AgencyApplication) -> ApplicationView:
    return await views.application(await applying.fill(caller, body))


@citizen.post("/agency/apply")
@endpoint(
    "提交入驻申请",
    caller=Citizen,
    acting=True,
    answer=ApplicationView,
    errors=(*_OWN, AgencyMoveNotAllowed, ApplicationIncomplete),
    idempotent=True,
)
async def apply(request: Request, caller: Citizen) -> ApplicationView:
    return await views.application(await applying.apply(caller))


@citizen.post("/agency/leave")
@endpoint(
    "退出中介超市",
    caller=Citizen,
    acting=True,
    body=LeaveRequest,
    answer=ApplicationView,
    errors=(*_OWN, AgencyMoveNotAllowed),
    idempotent=True,
)
async def leave(request: Request, caller: Citizen, body: LeaveRequest) -> ApplicationView:
    return await views.application(await applying.leave(caller, body.reason))


@citizen.put("/agency/services")
@endpoint(
    "更新服务事项和收费标准",
    caller=Citizen,
    acting=True,
    body=ServicesRequest,
    answer=ApplicationView,
    errors=(*_OWN, AgencyMoveNotAllowed),
)
async def offer_anew(request: Request, caller: Citizen, body: ServicesRequest) -> ApplicationView:
    return await views.application(await renewals.offer_anew(caller, body.services))


@citizen.post("/agency/qualifications")
@endpoint(
    "提交新的资质证书",
    caller=Citizen,
    acting=True,
    body=GivenQualification,
    answer=ApplicationView,
    errors=(*_OWN, AgencyMoveNotAllowed, FilesNotUsable),
    idempotent=True,
)
async def renew(request: Request, caller: Citizen, body: GivenQualification) -> ApplicationView:
    return await views.application(await renewals.renew(caller, body))
