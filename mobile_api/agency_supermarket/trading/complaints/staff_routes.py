"""Complaints at the desk: read with a reason, taken up or refused, decided."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NotAtTheDesk
from mobile_api.agency_supermarket.trading.complaints import deciding, filing, views
from mobile_api.agency_supermarket.trading.complaints.models import ComplaintFile
from mobile_api.agency_supermarket.trading.complaints.schemas import (
    ComplaintDecision,
    ComplaintDetailsRequest,
    ComplaintPage,
    ComplaintReview,
    ComplaintsQuery,
    ComplaintView,
)
from mobile_api.agency_supermarket.trading.complaints.scope import complaints_at_the_desk
from mobile_api.agency_supermarket.trading.complaints.states import DECIDES
from mobile_api.agency_supermarket.trading.errors import (
    ComplaintFourEyes,
    ComplaintMoveNotAllowed,
    ComplaintNotFound,
)
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

staff = Blueprint("staff_market_complaints", url_prefix="/staff/v1/market/trading/complaints")

_ONE = (NotAtTheDesk, ComplaintNotFound)
_MOVE = (*_ONE, ComplaintMoveNotAllowed, ComplaintFourEyes)


@staff.get("")
@endpoint(
    "招标投标投诉队列",
    caller=Staff,
    roles=DECIDES,
    query=ComplaintsQuery,
    answer=ComplaintPage,
    errors=(NotAtTheDesk,),
)
async def queue(request: Request, caller: Staff, query: ComplaintsQuery) -> ComplaintPage:
    found = await filing.queue(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.received_at)
    lines, unreadable = shown(page, views.line)
    return ComplaintPage(complaints=lines, unreadable=unreadable, next_cursor=cursor)


@staff.post("/<complaint_id:uuid>/details")
@endpoint(
    "查看投诉内容(留痕)",
    caller=Staff,
    roles=DECIDES,
    body=ComplaintDetailsRequest,
    answer=ComplaintView,
    errors=_ONE,
)
async def details(
    request: Request, caller: Staff, complaint_id: UUID, body: ComplaintDetailsRequest
) -> ComplaintView:
    found = await complaints_at_the_desk(caller).get_or_none(id=complaint_id)
    if found is None:
        raise ComplaintNotFound()
    await audit(
        caller,
        "read_complaint",
        subject_kind="complaint",
        subject_id=found.id,
        reason=body.reason,
    )
    return await views.view(found, is_own=False)


@staff.post("/<complaint_id:uuid>/files/<file_id:uuid>/link")
@endpoint("查看投诉附件(留痕)", caller=Staff, roles=DECIDES, answer=FileLink, errors=_ONE)
async def attachment(
    request: Request, caller: Staff, complaint_id: UUID, file_id: UUID
) -> FileLink:
    found = await complaints_at_the_desk(caller).get_or_none(id=complaint_id)
    if found is None:
        raise ComplaintNotFound()
    given = await ComplaintFile.get_or_none(complaint_id=found.id, file_id=file_id)
    if given is None:
        raise ComplaintNotFound()
    await given.fetch_related("file")
    await audit(caller, "view_complaint_file", subject_kind="file", subject_id=file_id)
    return link_to(STORE.of(request), given.file)


@staff.post("/<complaint_id:uuid>/review")
@endpoint(
    "受理或不予受理投诉",
    caller=Staff,
    roles=DECIDES,
    body=ComplaintReview,
    answer=ComplaintView,
    errors=_MOVE,
    idempotent=True,
)
async def review(
    request: Request, caller: Staff, complaint_id: UUID, body: ComplaintReview
) -> ComplaintView:
    found = await deciding.review(caller, complaint_id, body.reply, accepted=body.accepted)
    return await views.view(found, is_own=False)


@staff.post("/<complaint_id:uuid>/decide")
@endpoint(
    "作出投诉处理决定",
    caller=Staff,
    roles=DECIDES,
    body=ComplaintDecision,
    answer=ComplaintView,
    errors=_MOVE,
    idempotent=True,
)
async def decide(
    request: Request, caller: Staff, complaint_id: UUID, body: ComplaintDecision
) -> ComplaintView:
    found = await deciding.decide(caller, complaint_id, body.outcome, body.reply)
    return await views.view(found, is_own=False)
