"""Files of a draft (采购文件): sent one after another, each with the name that everybody reads."""

from pathlib import PurePath
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs.files.schemas import MOST_FILES, GivenFile
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.showing.owned.queries import own_need
from mobile_api.agency_supermarket.showing.owned.service import attach
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.owning.drafting.drafts import THEN, draft_here, next_page
from mobile_api.web.citizen.market.owning.sending import in_hand, keep, take
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path, written
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, typed, unkept_redirect
from uploads.errors import OF_FORMS
from uploads.rules import most_bytes
from uploads.schemas import ObjectForm

_LONGEST_TITLE, _SHORTEST_TITLE = 80, 2
_UNNAMED = "采购文件"
_MEGABYTE = 1024 * 1024


class UseFileForm(BaseModel):
    """`title`: what the file is called in public; `act`: use, name or remove."""

    title: str = Field("", max_length=80)
    act: str = Field(max_length=10)


def _files(need_id: UUID) -> str:
    return need_path(need_id, "files")


@endpoint("网页:采购文件", caller=Anyone, media=HTML, errors=NEEDING)
async def show_files(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    caller, found = here
    then = request.args.get(THEN) or ""
    used = {one.file_id for one in found.files}
    held = [one for one in await in_hand(request, caller, _files(need_id)) if one.id not in used]
    return tell(
        request,
        "owning_files.html",
        _files(need_id),
        need=found.need,
        own_path=need_path(need_id),
        files=found.files,
        held=[(one, _title(one.name)) for one in held],
        most=MOST_FILES,
        megabytes=most_bytes() // _MEGABYTE,
        next_path=need_path(need_id, next_page(then, "files")),
    )


def _title(name: str) -> str:
    stem = PurePath(name).stem.strip()[:_LONGEST_TITLE]
    return stem if len(stem) >= _SHORTEST_TITLE else _UNNAMED


@endpoint(
    "网页:上传一份采购文件",
    caller=Anyone,
    form=ObjectForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed, *OF_FORMS),
    transaction=False,
)
async def send_file(request: Request, need_id: UUID) -> HTTPResponse:
    async def check(caller: Citizen) -> None:
        if (await own_need(caller, need_id)).need.status is not NeedStatus.draft:
            raise NeedMoveNotAllowed()

    return await take(request, _files(need_id), check, MOST_FILES)


@endpoint(
    "网页:采用、改名或去掉一份采购文件",
    caller=Anyone,
    form=UseFileForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed),
    asks_first=own_form_acting,
)
async def use_file(
    request: Request, need_id: UUID, file_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    here = _files(need_id)
    if asked is None:
        return sign_in_to(here)
    act, title = typed(request, "act"), typed(request, "title", _LONGEST_TITLE)
    held = [one.id for one in await in_hand(request, asked, here)]

    async def use() -> None:
        files = {one.file_id: one.title for one in (await own_need(asked, need_id)).files}
        if act == "remove":
            files.pop(file_id, None)
        elif file_id in files or file_id in held:
            files[file_id] = title or files.get(file_id, "")
        given = [GivenFile(file_id=one, title=name) for one, name in files.items()]
        await attach(asked, need_id, given)

    def back() -> HTTPResponse:
        left = [one for one in held if one != file_id]
        return keep(request, unkept_redirect(f"{here}#files"), asked, here, left)

    return await written(request, asked, here, {"title": title}, use, back)


@endpoint("网页:回到采购文件", caller=Anyone, media=HTML, status=303)
async def back_to_files(request: Request, need_id: UUID, file_id: UUID) -> HTTPResponse:
    return unkept_redirect(_files(need_id))
