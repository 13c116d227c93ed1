"""The files that were sent for a form and are not handed in yet: kept in mind by this browser.

What they are stands in the tables of the uploads; here are their ids alone, for a day.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.applying.sending_pages import looked_at
from mobile_api.web.citizen.market.acts.fields import FILE
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.visitor import unkept_redirect
from uploads.errors import OF_FORMS, FileNotFound
from uploads.models import FileState, StoredFile
from uploads.service import STORE, file_of
from uploads.taking_in import let_finish, take_form

STATES = {
    FileState.clean: "已收到",
    FileState.inspecting: "正在检查",
    FileState.awaiting_upload: "没有传完",
    FileState.rejected: "没有通过",
    FileState.abandoned: "已过期",
}
_KEPT = timedelta(days=1)
_NOTHING = "请先选择照片或文件。"
_TOO_MANY = "最多{most}个文件,请先去掉不要的。"


class Tray(BaseModel):
    """Whose files they are, in the order in which they were sent."""

    person_id: UUID
    files: list[UUID] = []


def _name(page: str) -> str:
    """One for each page: two contracts may be served side by side."""
    return f"files-{sha256(page.encode()).hexdigest()[:8]}"


def tray_of(request: Request, caller: Citizen, page: str) -> list[UUID]:
    """What was sent for the form at `page` by this person in this browser."""
    found = noted(request, _name(page), Tray)
    return found.files if found and found.person_id == caller.person_id else []


async def files_in(caller: Citizen, ids: Sequence[UUID]) -> list[StoredFile]:
    """Those that are still there."""
    found = []
    for one in ids:
        try:
            found.append(await file_of(caller.key, one))
        except FileNotFound:
            continue
    return found


def keep(
    request: Request, response: HTTPResponse, caller: Citizen, page: str, files: Sequence[UUID]
) -> HTTPResponse:
    """These are the files of that page now."""
    if not files:
        return tear_off(request, response, _name(page))
    tray = Tray(person_id=caller.person_id, files=list(files))
    return note(request, response, _name(page), tray, lifetime=_KEPT)


async def take(request: Request, caller: Citizen, page: str, *, most: int) -> HTTPResponse:
    """Take in the file of a form for the page at `page`; of one file alone the last one counts."""
    before = tray_of(request, caller, page)
    if most > 1 and len(before) >= most:
        await let_finish(request)
        return sent_back(request, page, {}, faults={FILE: _TOO_MANY.format(most=most)})
    try:
        file = await take_form(STORE.of(request), caller.key, request)
    except ValidationError as error:
        return sent_back(request, page, {}, faults={FILE: faults_of(error)[0].message})
    except OF_FORMS as error:
        await let_finish(request)
        return sent_back(request, page, {}, problem=error)
    if file is None:
        return sent_back(request, page, {}, faults={FILE: _NOTHING})
    await looked_at(caller, file.id)
    others = [one for one in before if one != file.id] if most > 1 else []
    return keep(request, unkept_redirect(f"{page}#files"), caller, page, [*others, file.id])
