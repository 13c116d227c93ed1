"""Cases over HTTP, for the counter."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.counter import decisions, review
from mobile_api.cases.counter import views as counter_views
from mobile_api.cases.counter.schemas import (
    CorrectionRequest,
    DecisionRequest,
    StaffCaseView,
)
from mobile_api.cases.errors import (
    CaseClaimed,
    CaseNotFound,
    ForAnotherCity,
    FourEyes,
    MoveNotAllowed,
    NoticeLimitPassed,
    OneTimeNoticeRule,
)
from mobile_api.cases.scope import HANDLERS, visible_case
from mobile_api.cases.shapes import ReasonRequest
from mobile_api.cases.status import queries, views
from mobile_api.cases.status.schemas import FullApplicant, HistoryView
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from uploads.errors import FileNotClean
from uploads.schemas import FileLink
from uploads.service import STORE, link_to

staff = Blueprint("staff_cases", url_prefix="/staff/v1")

_MOVE_ERRORS = (CaseNotFound, MoveNotAllowed, CaseClaimed)
_ANSWER_ERRORS = (*_MOVE_ERRORS, NoticeLimitPassed)
_ACCEPT_ERRORS = (*_ANSWER_ERRORS, ForAnotherCity)


@staff.get("/cases/<case_id:uuid>")
@endpoint(
    "办件详情(脱敏)", caller=Staff, roles=HANDLERS, answer=StaffCaseView, errors=(CaseNotFound,)
)
async def case(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await counter_views.staff_view(caller, await visible_case(caller, case_id))


@staff.get("/cases/<case_id:uuid>/history")
@endpoint("办件经过", caller=Staff, answer=HistoryView, errors=(CaseNotFound,))
async def case_history(request: Request, caller: Staff, case_id: UUID) -> HistoryView:
    return await views.history(await visible_case(caller, case_id))


@staff.post("/cases/<case_id:uuid>/full-applicant")
@endpoint(
    "查看申请人完整信息(留痕)",
    caller=Staff,
    roles=HANDLERS,
    body=ReasonRequest,
    answer=FullApplicant,
    errors=(CaseNotFound,),
)
async def full_applicant(
    request: Request, caller: Staff, case_id: UUID, body: ReasonRequest
) -> FullApplicant:
    found = await visible_case(caller, case_id)
    await audit(
        caller,
        "view_full_applicant",
        subject_kind="case",
        subject_id=case_id,
        reason=body.reason,
    )
    return await views.full_applicant(found)


@staff.post("/cases/<case_id:uuid>/materials/<key:str>/<page:int>/link")
@endpoint(
    "查看一页材料(留痕)",
    caller=Staff,
    roles=HANDLERS,
    answer=FileLink,
    errors=(CaseNotFound, FileNotClean),
)
async def material_link(
    request: Request, caller: Staff, case_id: UUID, key: str, page: int
) -> FileLink:
    found = await visible_case(caller, case_id)
    file = await queries.submitted_page(found, key, page)
    await audit(caller, "view_material", subject_kind="file", subject_id=file.id)
    return link_to(STORE.of(request), file)


@staff.post("/cases/<case_id:uuid>/request-correction")
@endpoint(
    "退回补正(一次性告知)",
    caller=Staff,
    body=CorrectionRequest,
    answer=StaffCaseView,
    errors=(*_ANSWER_ERRORS, OneTimeNoticeRule),
)
async def request_correction(
    request: Request, caller: Staff, case_id: UUID, body: CorrectionRequest
) -> StaffCaseView:
    moved = await review.request_correction(caller, case_id, body.faults)
    return await counter_views.staff_view(caller, moved)


@staff.post("/cases/<case_id:uuid>/pass-pre-review")
@endpoint("预审通过", caller=Staff, answer=StaffCaseView, errors=_ANSWER_ERRORS)
async def pass_pre_review(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await counter_views.staff_view(caller, await review.pass_pre_review(caller, case_id))


@staff.post("/cases/<case_id:uuid>/accept")
@endpoint("受理", caller=Staff, answer=StaffCaseView, errors=_ACCEPT_ERRORS)
async def accept(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await counter_views.staff_view(caller, await review.accept(caller, case_id))


@staff.post("/cases/<case_id:uuid>/decline-acceptance")
@endpoint("不予受理", caller=Staff, body=ReasonRequest, answer=StaffCaseView, errors=_ACCEPT_ERRORS)
async def decline(
    request: Request, caller: Staff, case_id: UUID, body: ReasonRequest
) -> StaffCaseView:
    return await counter_views.staff_view(
        caller, await review.decline(caller, case_id, body.reason)
    )


@staff.post("/cases/<case_id:uuid>/take-up")
@endpoint("开始审查", caller=Staff, answer=StaffCaseView, errors=_MOVE_ERRORS)
async def take_up(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await counter_views.staff_view(caller, await decisions.take_up(caller, case_id))


@staff.post("/cases/<case_id:uuid>/decide")
@endpoint(
    "作出决定",
    caller=Staff,
    body=DecisionRequest,
    answer=StaffCaseView,
    errors=(*_MOVE_ERRORS, FourEyes),
)
async def decide(
    request: Request, caller: Staff, case_id: UUID, body: DecisionRequest
) -> StaffCaseView:
    return await counter_views.staff_view(caller, await decisions.decide(caller, case_id, body))


@staff.post("/cases/<case_id:uuid>/complete")
@endpoint("办结", caller=Staff, answer=StaffCaseView, errors=_MOVE_ERRORS)
async def complete(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    sender = SETTINGS.of(request).hall_contact
    return await counter_views.staff_view(caller, await decisions.complete(caller, case_id, sender))


@staff.post("/cases/<case_id:uuid>/hand-over")
@endpoint("窗口领取", caller=Staff, answer=StaffCaseView, errors=_MOVE_ERRORS)
async def hand_over(request: Request, caller: Staff, case_id: UUID) -> StaffCaseView:
    return await counter_views.staff_view(caller, await decisions.hand_over(caller, case_id))
