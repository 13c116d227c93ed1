"""Applying over HTTP: from a draft to a submitted case, corrected or withdrawn by its applicant."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.addresses.errors import AddressBookFull, AddressNotFound
from mobile_api.cases.applying import drafts, showing, submitting, tasks
from mobile_api.cases.applying.filling import filling_of
from mobile_api.cases.applying.filling_schemas import FillingView
from mobile_api.cases.applying.schemas import (
    DraftContent,
    DraftRequest,
    MaterialFiles,
    TaskList,
)
from mobile_api.cases.errors import (
    CaseChanged,
    CaseNotFound,
    DraftIncomplete,
    MoveNotAllowed,
    NotForEnterprises,
    NotOnline,
    RealNameNeeded,
    TooManyDrafts,
    TooManyOpenCases,
)
from mobile_api.cases.post.choice import POSTAL_TERMS
from mobile_api.cases.status import views
from mobile_api.cases.status.schemas import CaseView
from mobile_api.cases.status.versions import Seen
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.guides.errors import GuideNotFound
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from uploads.errors import FilesNotUsable

citizen = Blueprint("cases", url_prefix="/api/v1")


@citizen.post("/cases")
@endpoint(
    "新建办件草稿",
    caller=Citizen,
    body=DraftRequest,
    answer=CaseView,
    status=201,
    errors=(
        GuideNotFound,
        NotOnline,
        NotActingFor,
        NotForEnterprises,
        TooManyDrafts,
        TooManyRequests,
    ),
    idempotent=True,
    acting=True,
)
async def start_draft(request: Request, caller: Citizen, body: DraftRequest) -> CaseView:
    region_code = SETTINGS.of(request).region_code
    return await views.view(await drafts.start_draft(caller, body, region_code))


@citizen.get("/cases/<case_id:uuid>/tasks")
@endpoint(
    "办事清单:提交前还要做什么",
    caller=Citizen,
    answer=TaskList,
    acting=True,
    errors=(CaseNotFound, MoveNotAllowed),
)
async def list_tasks(request: Request, caller: Citizen, case_id: UUID) -> TaskList:
    return await tasks.task_list(caller, case_id)


@citizen.get("/cases/<case_id:uuid>/filling")
@endpoint(
    "申请中每一步要填什么,已经填了什么",
    caller=Citizen,
    answer=FillingView,
    acting=True,
    errors=(CaseNotFound, MoveNotAllowed),
)
async def show_filling(request: Request, caller: Citizen, case_id: UUID) -> FillingView:
    filling = await filling_of(caller, case_id)
    return showing.filling_view(filling, POSTAL_TERMS.of(request))


# `wx.request` of a mini-program knows no PATCH.
@citizen.post("/cases/<case_id:uuid>/filling", name="fill_draft_by_post")
@citizen.patch("/cases/<case_id:uuid>")
@endpoint(
    "填写草稿",
    caller=Citizen,
    body=DraftContent,
    most_bytes=512 * 1024,
    answer=CaseView,
    acting=True,
    if_match=True,
    errors=(CaseNotFound, MoveNotAllowed, CaseChanged, AddressNotFound, AddressBookFull),
)
async def fill_draft(
    request: Request, caller: Citizen, case_id: UUID, body: DraftContent, seen: Seen
) -> CaseView:
    terms = POSTAL_TERMS.of(request)
    return await views.view(await drafts.fill_draft(caller, case_id, body, terms, seen))


@citizen.put("/cases/<case_id:uuid>/materials/<key:str>")
@endpoint(
    "提交一份材料的页面",
    caller=Citizen,
    body=MaterialFiles,
    answer=CaseView,
    acting=True,
    if_match=True,
    errors=(CaseNotFound, MoveNotAllowed, CaseChanged, FilesNotUsable),
)
async def set_material(
    request: Request, caller: Citizen, case_id: UUID, key: str, body: MaterialFiles, seen: Seen
) -> CaseView:
    case = await drafts.set_material(caller, case_id, key, body.file_ids, seen)
    return await views.view(case)


@citizen.post("/cases/<case_id:uuid>/submit")
@endpoint(
    "提交(或补正后重新提交)",
    caller=Citizen,
    answer=CaseView,
    idempotent=True,
    acting=True,
    if_match=True,
    errors=(
        CaseNotFound,
        MoveNotAllowed,
        CaseChanged,
        GuideNotFound,
        NotOnline,
        TooManyOpenCases,
        RealNameNeeded,
        AssuranceTooLow,
        DraftIncomplete,
    ),
)
async def submit(request: Request, caller: Citizen, case_id: UUID, seen: Seen) -> CaseView:
    return await views.view(await submitting.submit(caller, case_id, seen))


@citizen.post("/cases/<case_id:uuid>/withdraw")
@endpoint(
    "撤回申请",
    caller=Citizen,
    answer=CaseView,
    idempotent=True,
    acting=True,
    errors=(CaseNotFound, MoveNotAllowed),
)
async def withdraw(request: Request, caller: Citizen, case_id: UUID) -> CaseView:
    return await views.view(await submitting.withdraw(caller, case_id))
