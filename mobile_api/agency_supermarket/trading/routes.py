"""The board as anybody reads it."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from mobile_api.agency_supermarket.experts.panels.schemas import PanelList
from mobile_api.agency_supermarket.trading import panels, queries, views
from mobile_api.agency_supermarket.trading.errors import ProjectNotFound
from mobile_api.agency_supermarket.trading.feed import MEDIA, atom
from mobile_api.agency_supermarket.trading.requests import (
    FeedQuery,
    NoticesQuery,
    ProjectsQuery,
    WeekQuery,
)
from mobile_api.agency_supermarket.trading.schemas import (
    NoticePage,
    ProjectPage,
    ProjectView,
    TradingWeek,
)
from mobile_api.agency_supermarket.trading.scope import public_projects
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.etags import etag_of, names
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from mobile_api.shared.process.parts import SETTINGS

citizen = Blueprint("market_trading", url_prefix="/api/v1/market/trading")


@citizen.get("/notices")
@endpoint("公共资源交易公告", caller=Anyone, query=NoticesQuery, answer=NoticePage)
async def notices(request: Request, query: NoticesQuery) -> NoticePage:
    found = await queries.notices(query)
    page, cursor = page_of(found, query.limit, at=queries.out_at)
    lines, unreadable = shown(page, views.line)
    return NoticePage(notices=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/projects")
@endpoint("公共资源交易项目", caller=Anyone, query=ProjectsQuery, answer=ProjectPage)
async def projects(request: Request, query: ProjectsQuery) -> ProjectPage:
    found = await queries.projects(query)
    page, cursor = page_of(found, query.limit, at=queries.announced_at)
    lines, unreadable = shown(page, views.summary)
    return ProjectPage(projects=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/projects/<project_id:uuid>")
@endpoint("一个交易项目", caller=Anyone, answer=ProjectView, errors=(ProjectNotFound,))
async def project(request: Request, project_id: UUID) -> ProjectView:
    found = await public_projects().get_or_none(id=project_id)
    if found is None:
        raise ProjectNotFound()
    return await views.view(found)


@citizen.get("/projects/<project_id:uuid>/panels")
@endpoint("评标专家抽取(公开)", caller=Anyone, answer=PanelList, errors=(ProjectNotFound,))
async def project_panels(request: Request, project_id: UUID) -> PanelList:
    found = await public_projects().get_or_none(id=project_id)
    if found is None:
        raise ProjectNotFound()
    return PanelList(panels=await panels.of(found))


@citizen.get("/week")
@endpoint("公共资源交易周报", caller=Anyone, query=WeekQuery, answer=TradingWeek)
async def week(request: Request, query: WeekQuery) -> TradingWeek:
    return await views.week(query.week or f"{clock.today():%G-W%V}")


@citizen.get("/feed")
@endpoint("公共资源交易公告订阅(Atom)", caller=Anyone, query=FeedQuery, media=MEDIA)
async def feed(request: Request, query: FeedQuery) -> HTTPResponse:
    found = await queries.newest(query.trading_class)
    body = atom(found, SETTINGS.of(request).public_url, query.trading_class)
    etag = etag_of(None, body.decode())
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if names(request.headers.get("if-none-match", ""), etag):
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(body, 200, headers, MEDIA)
