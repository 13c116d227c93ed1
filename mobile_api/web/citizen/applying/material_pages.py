"""One material a page: photographs and files are added one after another, in order."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import (
    MOST_PAGES,
    PAGE_STATES,
    FaultTarget,
    Filling,
    filling_of,
    set_material,
)
from mobile_api.cases.errors import CaseChanged, CaseNotFound, MoveNotAllowed
from mobile_api.cases.status.queries import submitted_page
from mobile_api.cases.status.service import visible_case
from mobile_api.guides.catalogue.service import MaterialRequirement
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import (
    NotAllowed,
    NotFound,
    TemporarilyUnavailable,
)
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import (
    THEN,
    filling_here,
    path_of,
    seen_of,
    tasks_path,
    to_next,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, opened_to, unkept_page
from mobile_api.web.frame.visitor import (
    sign_in_to,
    typed,
    unkept_redirect,
)
from uploads.errors import (
    FileNotClean,
    FilesNotUsable,
)
from uploads.media_types import IMAGES
from uploads.models import FileState
from uploads.rules import most_bytes
from uploads.schemas import message_of
from uploads.service import STORE, link_to

_NOT_MENDED = "这项还没有改。请按上面写的重新拍一张,或者换一个文件。"
_MOVES = {"up": -1, "down": 1}
# The page that is photographed anew, by its file.
RETAKEN = "retake"
# The link is the leave to look: no machine keeps it, and no other page learns it.
_ADDRESS_STAYS_HERE = {"x-robots-tag": "noindex", "referrer-policy": "no-referrer"}


class PageForm(BaseModel):
    """What is to become of one page: `remove`, `up`, `down`."""

    act: str = Field(max_length=10)
    version: str = Field("", max_length=64)


class DoneForm(BaseModel):
    """All pages of the material are there."""

    then: str = Field("", max_length=10)


def material_path(case_id: UUID, key: str) -> str:
    """The page of one material."""
    return path_of(case_id, f"materials/{key}")


def asked_material(filling: Filling, key: str) -> MaterialRequirement:
    """The requirement. Raises NotFound for what is not uploaded in this situation."""
    found = [one for one in filling.materials if one.key == key]
    if not found:
        raise NotFound()
    return found[0]


@endpoint(
    "网页:上传一项材料",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, NotFound, TemporarilyUnavailable),
)
async def show_material(request: Request, case_id: UUID, key: str) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    here = material_path(case_id, key)
    material, failure = asked_material(filling, key), failure_of(request, here)
    pages = [filling.files[one] for one in filling.pages.get(key, ())]
    forms = {form.key for form in filling.guide.blank_forms}
    retaken = retaken_of(request)
    page = unkept_page(
        request,
        "task_material.html",
        here,
        failure.status if failure else 200,
        case=filling.case,
        action=here,
        tasks_path=tasks_path(case_id),
        material=material,
        has_form=material.blank_form in forms,
        pages=[(file, PAGE_STATES[file.state], message_of(file)) for file in pages],
        is_waiting=any(one.state is FileState.inspecting for one in pages),
        is_done=bool(pages) and all(one.state is FileState.clean for one in pages),
        pictures=IMAGES,
        retaken=next((at for at, one in enumerate(pages, 1) if one.id == retaken), None),
        most=MOST_PAGES,
        most_bytes=most_bytes(),
        notes=filling.faults_of(FaultTarget.material, key),
        version=filling.version,
        then=request.args.get(THEN) or "",
        faults=failure.faults if failure else {},
        problem=failure if failure and failure.title else None,
    )
    return told(request, opened_to(page, STORE.of(request).origin), failure)


def retaken_of(request: Request) -> UUID | None:
    """The page in whose place the next one comes, by its file; None: after the others."""
    try:
        return UUID(request.args.get(RETAKEN) or "")
    except ValueError:
        return None


@endpoint(
    "网页:移动或去掉材料的一页",
    caller=Anyone,
    form=PageForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def arrange_page(
    request: Request, case_id: UUID, key: str, file_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    here = material_path(case_id, key)
    if asked is None:
        return sign_in_to(here)
    filling = await filling_of(asked, case_id)
    asked_material(filling, key)
    wanted = _arranged(list(filling.pages.get(key, ())), file_id, typed(request, "act"))
    try:
        await set_material(asked, case_id, key, wanted, seen_of(request))
    except (CaseChanged, FilesNotUsable) as error:
        return sent_back(request, here, {}, problem=error)
    return unkept_redirect(f"{here}#pages")


def _arranged(pages: list[UUID], file_id: UUID, act: str) -> list[UUID]:
    if file_id not in pages:
        return pages
    at = pages.index(file_id)
    pages.pop(at)
    if act in _MOVES:
        pages.insert(max(at + _MOVES[act], 0), file_id)
    elif act != "remove":
        pages.insert(at, file_id)
    return pages


@endpoint(
    "网页:打开材料的一页",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(CaseNotFound, FileNotClean, TemporarilyUnavailable),
)
async def open_page(request: Request, case_id: UUID, key: str, page: int) -> HTTPResponse:
    """A link and no form: the store may be elsewhere, and no form of ours is sent elsewhere."""
    caller = await acting_visitor(request)
    if caller is None:
        return sign_in_to(material_path(case_id, key))
    case = await visible_case(caller, case_id)
    file = await submitted_page(case, key, page)
    response = unkept_redirect(link_to(STORE.of(request), file).url)
    response.headers.update(_ADDRESS_STAYS_HERE)
    return response


@endpoint(
    "网页:这项材料传好了",
    caller=Anyone,
    form=DoneForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def finish_material(
    request: Request, case_id: UUID, key: str, asked: Citizen | None
) -> HTTPResponse:
    here = material_path(case_id, key)
    if asked is None:
        return sign_in_to(here)
    filling = await filling_of(asked, case_id)
    if filling.faults_of(FaultTarget.material, key):
        return sent_back(request, here, {}, faults={"file": _NOT_MENDED})
    if filling.reasons("materials", key):
        return unkept_redirect(tasks_path(case_id))  # 先做别的: the next open task is this one
    return to_next(request, filling)


@endpoint("网页:回到这项材料", caller=Anyone, media=HTML, status=303)
async def back_to_material(request: Request, case_id: UUID, key: str) -> HTTPResponse:
    return unkept_redirect(material_path(case_id, key))


@endpoint("网页:回到这项材料的页面列表", caller=Anyone, media=HTML, status=303)
async def back_to_pages(request: Request, case_id: UUID, key: str, file_id: UUID) -> HTTPResponse:
    return unkept_redirect(material_path(case_id, key))
