"""核对提交: everything once more before it is sent, and the receipt afterwards."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.cases.applying.schemas import TaskKind
from mobile_api.cases.applying.service import (
    DECLARATION,
    LineToSend,
    listed,
    parts_to_send,
    submit,
)
from mobile_api.cases.errors import (
    CaseChanged,
    CaseNotFound,
    DraftIncomplete,
    MoveNotAllowed,
    NotOnline,
    RealNameNeeded,
    TooManyOpenCases,
)
from mobile_api.cases.models import Case
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.states import SUBMIT
from mobile_api.cases.status import service as status
from mobile_api.guides.errors import GuideNotFound
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import (
    CHECK_AGAIN,
    THEN,
    filling_here,
    path_of,
    seen_of,
    task_path,
    tasks_path,
)
from mobile_api.web.citizen.applying.whose import case_here
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import (
    sign_in_to,
    to_sign_in,
    unkept_redirect,
)

_REFUSED = (
    DraftIncomplete,
    RealNameNeeded,
    AssuranceTooLow,
    TooManyOpenCases,
    NotOnline,
    GuideNotFound,
)


_SENT = SUBMIT.name


class SubmitForm(BaseModel):
    """Which version of the case was looked at."""

    version: str = Field("", max_length=64)


@endpoint(
    "网页:提交前核对", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_check(request: Request, case_id: UUID) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    here, found = path_of(case_id, TaskKind.check), listed(filling)
    if not found.may_submit:
        return unkept_redirect(tasks_path(case_id))
    failure = failure_of(request, here)
    page = unkept_page(
        request,
        "task_check.html",
        here,
        failure.status if failure else 200,
        item_name=filling.case.item_name,
        tasks_path=tasks_path(case_id),
        parts_of_case=[
            (part.name, [(line, _path_of(case_id, line)) for line in part.lines])
            for part in parts_to_send(filling)
        ],
        declaration=DECLARATION,
        is_correction=found.is_correction,
        submit_path=path_of(case_id, "submit"),
        version=found.version,
        problem=failure,
    )
    return told(request, page, failure)


def _path_of(case_id: UUID, line: LineToSend) -> str:
    """Where it is changed; empty where it is not."""
    if line.kind is None:
        return ""
    return with_query(task_path(case_id, line.kind, line.key), {THEN: CHECK_AGAIN})


@endpoint(
    "网页:提交申请",
    caller=Anyone,
    form=SubmitForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable, *_REFUSED),
    asks_first=own_form_acting,
)
async def submit_case(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    here = path_of(case_id, TaskKind.check)
    if asked is None:
        return sign_in_to(here)
    try:
        await submit(asked, case_id, seen_of(request))
    except CaseChanged as error:
        return sent_back(request, here, {}, problem=error)
    except _REFUSED as error:
        return sent_back(request, tasks_path(case_id), {}, problem=error)
    return unkept_redirect(path_of(case_id, "receipt"))


@endpoint("网页:没有提交", caller=Anyone, media=HTML, status=303)
async def back_to_check(request: Request, case_id: UUID) -> HTTPResponse:
    return unkept_redirect(path_of(case_id, TaskKind.check))


@endpoint("网页:提交回执", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable))
async def show_receipt(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await case_here(request, caller, case_id)
    if isinstance(case, HTTPResponse):
        return case
    if case.number is None or case.submitted_at is None:
        return unkept_redirect(path_of(case_id))
    shown = await status.view(case)
    sent = [one.at for one in (await status.history(case)).events if one.kind == _SENT]
    notices = [one for one in shown.clocks if one.kind is ClockKind.notice]
    return unkept_page(
        request,
        "task_receipt.html",
        path_of(case_id, "receipt"),
        case=shown,
        sent_at=sent[-1] if sent else case.submitted_at,
        is_correction=len(sent) > 1,
        enterprise=_enterprise(case),
        limit=notices[-1] if notices else None,
        own_path=path_of(case_id),
    )


def _enterprise(case: Case) -> str:
    """Its name, which is public; empty where a person applies for themselves."""
    details = case.applicant_details
    return details.name if details and details.social_credit_code else ""
