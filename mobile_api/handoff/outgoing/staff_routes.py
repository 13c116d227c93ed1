"""Handoffs over HTTP, for the window: hand off, look after, send again, take back."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.states import HAND_OFF
from mobile_api.cases.transfer.service import HANDLERS
from mobile_api.handoff.errors import (
    HandoffNotFound,
    HandoffSentAlready,
    NoSuchPlace,
    NotToBeTakenBack,
    PlaceNeeded,
    TooLargeToHandOver,
)
from mobile_api.handoff.outgoing import desk, handing, queries
from mobile_api.handoff.outgoing.schemas import (
    HandoffPage,
    HandoffReason,
    HandOffRequest,
    HandoffsQuery,
    HandoffView,
)
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of

staff = Blueprint("staff_handoffs", url_prefix="/staff/v1")


@staff.post("/cases/<case_id:uuid>/hand-off")
@endpoint(
    "核对后转交属地(补正后再次转交)",
    caller=Staff,
    roles=HAND_OFF.roles,
    body=HandOffRequest,
    answer=HandoffView,
    errors=(CaseNotFound, MoveNotAllowed, PlaceNeeded, NoSuchPlace, TooLargeToHandOver),
)
async def hand_off(
    request: Request, caller: Staff, case_id: UUID, body: HandOffRequest
) -> HandoffView:
    await handing.hand_off(caller, case_id, body.region_code, body.mode)
    return await queries.handoff_of_case(caller, case_id)


@staff.get("/cases/<case_id:uuid>/handoff")
@endpoint(
    "办件与外地的交接",
    caller=Staff,
    roles=HANDLERS,
    answer=HandoffView,
    errors=(CaseNotFound, HandoffNotFound),
)
async def handoff_of_case(request: Request, caller: Staff, case_id: UUID) -> HandoffView:
    return await queries.handoff_of_case(caller, case_id)


@staff.get("/handoffs")
@endpoint("本部门的跨城办件", caller=Staff, roles=HANDLERS, query=HandoffsQuery, answer=HandoffPage)
async def handoffs(request: Request, caller: Staff, query: HandoffsQuery) -> HandoffPage:
    found = await queries.handoffs_of(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.created_at)
    return HandoffPage(handoffs=await queries.views(page), next_cursor=cursor)


@staff.post("/handoffs/<handoff_id:uuid>/send-again")
@endpoint(
    "重新发送没有送到的消息(留痕)",
    caller=Staff,
    roles=HAND_OFF.roles,
    body=HandoffReason,
    answer=HandoffView,
    errors=(HandoffNotFound, HandoffSentAlready),
)
async def send_again(
    request: Request, caller: Staff, handoff_id: UUID, body: HandoffReason
) -> HandoffView:
    return await queries.one_view(await desk.send_again(caller, handoff_id, body.reason))


@staff.post("/handoffs/<handoff_id:uuid>/take-back")
@endpoint(
    "由本地窗口继续处理(留痕)",
    caller=Staff,
    roles=HAND_OFF.roles,
    body=HandoffReason,
    answer=HandoffView,
    errors=(HandoffNotFound, NotToBeTakenBack),
)
async def take_back(
    request: Request, caller: Staff, handoff_id: UUID, body: HandoffReason
) -> HandoffView:
    return await queries.one_view(await desk.take_back(caller, handoff_id, body.reason))
