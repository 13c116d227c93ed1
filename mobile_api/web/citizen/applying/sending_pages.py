"""A page of a material sent by a form: what a phone without script does in place of a ticket."""

import asyncio
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import add_page, filling_of
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import (
    AppError,
    InvalidInput,
    NotAllowed,
    TemporarilyUnavailable,
)
from mobile_api.shared.http.endpoint import CALLERS, endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.applying.material_pages import (
    RETAKEN,
    asked_material,
    material_path,
    retaken_of,
)
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import (
    refuse_foreign,
    sign_in_to,
    unkept_redirect,
)
from uploads.errors import OF_FORMS
from uploads.models import FileState, StoredFile
from uploads.schemas import ObjectForm
from uploads.service import STORE, file_of
from uploads.taking_in import let_finish, take_form

_NOTHING = "请先选择照片或文件。"
# A photo is looked at in well under a second; whoever waits longer reads that it is being checked.
_LOOKS, _BETWEEN_LOOKS = 16, 0.25


@endpoint(
    "网页:上传材料的一页",
    caller=Anyone,
    form=ObjectForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable, *OF_FORMS),
    transaction=False,
)
async def send_page(request: Request, case_id: UUID, key: str) -> HTTPResponse:
    """The same life as a file that a phone sends by ticket: hashed, in quarantine, inspected."""
    here = material_path(case_id, key)
    try:
        refuse_foreign(request)
        caller = await acting_visitor(request)
        if caller is None:
            await let_finish(request)
            return sign_in_to(here)
        asked_material(await filling_of(caller, case_id), key)
        return await _taken(request, caller, case_id, key)
    except AppError as error:
        await let_finish(request)
        if isinstance(error, OF_FORMS):
            return _sent_back(request, here, problem=error)
        raise


async def _taken(request: Request, caller: Citizen, case_id: UUID, key: str) -> HTTPResponse:
    here = material_path(case_id, key)
    try:
        file = await take_form(STORE.of(request), caller.key, request)
        if file is None:
            return _sent_back(request, here, faults={"file": _NOTHING})
        async with in_transaction():
            await add_page(caller, case_id, key, file.id, instead_of=retaken_of(request))
            await CALLERS.of(request).look_again(caller)
    except ValidationError as error:
        return _sent_back(request, here, faults={"file": faults_of(error)[0].message})
    except InvalidInput as error:
        return _sent_back(request, here, faults={"file": error.errors[0].message})
    await looked_at(caller, file.id)
    return unkept_redirect(f"{here}#pages")


def _sent_back(request: Request, here: str, **what: Any) -> HTTPResponse:
    """To the form as it was: for one more page, or for one in the place of another."""
    retaken = retaken_of(request)
    to = with_query(here, {RETAKEN: retaken}) if retaken else here
    return sent_back(request, here, {}, to=to, **what)


async def looked_at(caller: Citizen, file_id: UUID) -> StoredFile:
    """Wait a little for the inspection, so that most people see at once what became of it."""
    for _ in range(_LOOKS):
        found = await file_of(caller.key, file_id)
        if found.state is not FileState.inspecting:
            break
        await asyncio.sleep(_BETWEEN_LOOKS)
    return found
