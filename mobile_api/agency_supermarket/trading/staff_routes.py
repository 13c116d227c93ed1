"""The desk of the board: drafts by some, publication by another."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.experts.errors import PanelThere, TooFewExperts, TooManyPanels
from mobile_api.agency_supermarket.experts.panels.schemas import PanelRequest, PanelView
from mobile_api.agency_supermarket.experts.panels.states import ASKS
from mobile_api.agency_supermarket.trading import drafting, panels, publishing, queries, views
from mobile_api.agency_supermarket.trading.errors import (
    NoticeChanged,
    NoticeFourEyes,
    NoticeNotFound,
    NoticeNotReady,
    NoticePublished,
    PanelUnderWay,
    ProjectMoveNotAllowed,
    ProjectNotFound,
    TooManyNoticeDrafts,
)
from mobile_api.agency_supermarket.trading.models import TradingNotice
from mobile_api.agency_supermarket.trading.requests import (
    DeskProjectsQuery,
    NoticeRequest,
    ProjectRequest,
    PublishNoticeRequest,
)
from mobile_api.agency_supermarket.trading.schemas import (
    NoticeDraftView,
    ProjectDraftView,
    ProjectPage,
)
from mobile_api.agency_supermarket.trading.scope import projects_at_the_desk
from mobile_api.agency_supermarket.trading.states import PUBLISHES, READS, WRITES
from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

staff = Blueprint("staff_market_trading", url_prefix="/staff/v1/market/trading")

_PROJECT = (NotAtTheDesk, ProjectNotFound, ProjectMoveNotAllowed)
_NOTICE = (NotAtTheDesk, NoticeNotFound, NoticePublished)


@staff.get("/projects")
@endpoint(
    "交易项目和草稿",
    caller=Staff,
    roles=READS,
    query=DeskProjectsQuery,
    answer=ProjectPage,
    errors=(NotAtTheDesk,),
)
async def projects(request: Request, caller: Staff, query: DeskProjectsQuery) -> ProjectPage:
    found = await queries.desk_projects(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, views.summary)
    return ProjectPage(projects=lines, unreadable=unreadable, next_cursor=cursor)


@staff.get("/projects/<project_id:uuid>")
@endpoint(
    "一个交易项目及其草稿",
    caller=Staff,
    roles=READS,
    answer=ProjectDraftView,
    errors=(NotAtTheDesk, ProjectNotFound),
)
async def project(request: Request, caller: Staff, project_id: UUID) -> ProjectDraftView:
    found = await projects_at_the_desk(caller).get_or_none(id=project_id)
    if found is None:
        raise ProjectNotFound()
    return await views.desk_view(found, caller)


@staff.post("/projects")
@endpoint(
    "新建交易项目草稿",
    caller=Staff,
    roles=WRITES,
    body=ProjectRequest,
    answer=ProjectDraftView,
    status=201,
    errors=(NotAtTheDesk, TooManyNoticeDrafts),
    idempotent=True,
)
async def draft(request: Request, caller: Staff, body: ProjectRequest) -> ProjectDraftView:
    return await views.desk_view(await drafting.draft_project(caller, body), caller)


@staff.put("/projects/<project_id:uuid>")
@endpoint(
    "修改交易项目草稿",
    caller=Staff,
    roles=WRITES,
    body=ProjectRequest,
    answer=ProjectDraftView,
    errors=_PROJECT,
)
async def redraft(
    request: Request, caller: Staff, project_id: UUID, body: ProjectRequest
) -> ProjectDraftView:
    found = await drafting.redraft_project(caller, project_id, body)
    return await views.desk_view(found, caller)


@staff.post("/projects/<project_id:uuid>/discard")
@endpoint("作废交易项目草稿(留痕)", caller=Staff, roles=WRITES, status=204, errors=_PROJECT)
async def discard_project(request: Request, caller: Staff, project_id: UUID) -> None:
    await drafting.discard_project(caller, project_id)


@staff.post("/projects/<project_id:uuid>/notices")
@endpoint(
    "起草一份公告",
    caller=Staff,
    roles=WRITES,
    body=NoticeRequest,
    answer=NoticeDraftView,
    status=201,
    errors=(*_PROJECT, TooManyNoticeDrafts),
    idempotent=True,
)
async def draft_notice(
    request: Request, caller: Staff, project_id: UUID, body: NoticeRequest
) -> NoticeDraftView:
    return await _seen(await drafting.draft_notice(caller, project_id, body), caller)


@staff.put("/notices/<notice_id:uuid>")
@endpoint(
    "修改公告草稿",
    caller=Staff,
    roles=WRITES,
    body=NoticeRequest,
    answer=NoticeDraftView,
    errors=(*_NOTICE, ProjectMoveNotAllowed),
)
async def redraft_notice(
    request: Request, caller: Staff, notice_id: UUID, body: NoticeRequest
) -> NoticeDraftView:
    return await _seen(await drafting.redraft_notice(caller, notice_id, body), caller)


@staff.post("/notices/<notice_id:uuid>/discard")
@endpoint("作废公告草稿", caller=Staff, roles=WRITES, answer=NoticeDraftView, errors=_NOTICE)
async def discard(request: Request, caller: Staff, notice_id: UUID) -> NoticeDraftView:
    return await _seen(await drafting.discard(caller, notice_id), caller)


@staff.post("/notices/<notice_id:uuid>/publish")
@endpoint(
    "发布公告(由未参与起草的另一人)",
    caller=Staff,
    roles=PUBLISHES,
    body=PublishNoticeRequest,
    answer=ProjectDraftView,
    errors=(
        *_NOTICE,
        NoticeFourEyes,
        NoticeChanged,
        NoticeNotReady,
        PanelUnderWay,
        ProjectMoveNotAllowed,
    ),
    idempotent=True,
)
async def publish(
    request: Request, caller: Staff, notice_id: UUID, body: PublishNoticeRequest
) -> ProjectDraftView:
    project, _ = await publishing.publish(caller, notice_id, body.version)
    return await views.desk_view(project, caller)


@staff.post("/projects/<project_id:uuid>/panels")
@endpoint(
    "提出抽取评标专家",
    caller=Staff,
    roles=ASKS,
    body=PanelRequest,
    answer=PanelView,
    status=201,
    errors=(*_PROJECT, PanelThere, TooManyPanels, TooFewExperts, NoIssuesAnnounced),
    idempotent=True,
)
async def ask_for_panel(
    request: Request, caller: Staff, project_id: UUID, body: PanelRequest
) -> PanelView:
    return await panels.ask(caller, project_id, body)


async def _seen(notice: TradingNotice, caller: Staff) -> NoticeDraftView:
    project = await projects_at_the_desk(caller).get(id=notice.project_id)
    return await views.draft_view(project, notice, caller)
