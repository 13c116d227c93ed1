"""The desk of the market over HTTP: applications, certificates, sanctions."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.agencies import queries, renewals, review, views
from mobile_api.agency_supermarket.agencies.models import Qualification
from mobile_api.agency_supermarket.agencies.requests import (
    DeskQuery,
    RefusalRequest,
    ReturnRequest,
)
from mobile_api.agency_supermarket.agencies.schemas import ApplicationView, DeskPage
from mobile_api.agency_supermarket.agencies.scope import at_the_desk
from mobile_api.agency_supermarket.errors import (
    AgencyMoveNotAllowed,
    AgencyNotFound,
    NotAtTheDesk,
    QualificationNotFound,
)
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

staff = Blueprint("staff_market_agencies", url_prefix="/staff/v1/market")

_REVIEWERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})
_REVIEWER = frozenset({StaffRole.reviewer})
_SEEN = (AgencyNotFound, NotAtTheDesk)
_MOVE = (*_SEEN, AgencyMoveNotAllowed)


@staff.get("/agencies")
@endpoint(
    "中介机构的审核队列",
    caller=Staff,
    roles=_REVIEWERS,
    query=DeskQuery,
    answer=DeskPage,
    errors=(NotAtTheDesk,),
)
async def queue(request: Request, caller: Staff, query: DeskQuery) -> DeskPage:
    found = await queries.queue(caller, query)
    page, cursor = page_of(found, query.limit, at=queries.applied_at)
    lines, unreadable = shown(page, views.summary)
    return DeskPage(agencies=lines, unreadable=unreadable, next_cursor=cursor)


@staff.get("/agencies/<agency_id:uuid>")
@endpoint(
    "一家中介机构的申请", caller=Staff, roles=_REVIEWERS, answer=ApplicationView, errors=_SEEN
)
async def agency(request: Request, caller: Staff, agency_id: UUID) -> ApplicationView:
    found = await at_the_desk(caller).get_or_none(id=agency_id)
    if found is None:
        raise AgencyNotFound()
    return await views.application(found)


@staff.post("/agencies/<agency_id:uuid>/qualifications/<qualification_id:uuid>/link")
@endpoint(
    "查看证书扫描件(留痕)",
    caller=Staff,
    roles=_REVIEWERS,
    answer=FileLink,
    errors=(*_SEEN, QualificationNotFound),
)
async def scan(
    request: Request, caller: Staff, agency_id: UUID, qualification_id: UUID
) -> FileLink:
    agency = await at_the_desk(caller).get_or_none(id=agency_id)
    if agency is None:
        raise AgencyNotFound()
    found = await Qualification.get_or_none(id=qualification_id, agency_id=agency.id)
    if found is None:
        raise QualificationNotFound()
    await found.fetch_related("file")
    await audit(caller, "view_certificate", subject_kind="file", subject_id=found.file_id)
    return link_to(STORE.of(request), found.file)


@staff.post("/agencies/<agency_id:uuid>/list")
@endpoint("审核通过,入驻", caller=Staff, roles=_REVIEWER, answer=ApplicationView, errors=_MOVE)
async def list_agency(request: Request, caller: Staff, agency_id: UUID) -> ApplicationView:
    return await views.application(await review.list_agency(caller, agency_id))


@staff.post("/agencies/<agency_id:uuid>/return")
@endpoint(
    "退回修改(一次性告知)",
    caller=Staff,
    roles=_REVIEWER,
    body=ReturnRequest,
    answer=ApplicationView,
    errors=_MOVE,
)
async def return_application(
    request: Request, caller: Staff, agency_id: UUID, body: ReturnRequest
) -> ApplicationView:
    moved = await review.return_application(caller, agency_id, body.faults)
    return await views.application(moved)


@staff.post("/agencies/<agency_id:uuid>/qualifications/<qualification_id:uuid>/verify")
@endpoint(
    "新证书核验通过",
    caller=Staff,
    roles=_REVIEWER,
    answer=ApplicationView,
    errors=(*_SEEN, QualificationNotFound),
)
async def verify(
    request: Request, caller: Staff, agency_id: UUID, qualification_id: UUID
) -> ApplicationView:
    return await views.application(await renewals.verify(caller, agency_id, qualification_id))


@staff.post("/agencies/<agency_id:uuid>/qualifications/<qualification_id:uuid>/refuse")
@endpoint(
    "新证书核验未通过",
    caller=Staff,
    roles=_REVIEWER,
    body=RefusalRequest,
    answer=ApplicationView,
    errors=(*_SEEN, QualificationNotFound),
)
async def refuse(
    request: Request, caller: Staff, agency_id: UUID, qualification_id: UUID, body: RefusalRequest
) -> ApplicationView:
    found = await renewals.refuse(caller, agency_id, qualification_id, body.reason)
    return await views.application(found)
