"""A file sent by a form of an owner: looked at as every other, and kept in hand until it is used.

What is in hand stands in a sealed cookie of this browser, by the page for which it was sent.
"""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError, InvalidInput, NotFound
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.applying.sending_pages import looked_at
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.visitor import refuse_foreign, sign_in_to, unkept_redirect
from uploads.errors import OF_FORMS
from uploads.models import FileState
from uploads.schemas import message_of
from uploads.service import STORE, file_of
from uploads.taking_in import let_finish, take_form

FILE = "file"
_NOTHING = "请先选择照片或文件。"
_NOTE, _NOTED_FOR = "market-files", timedelta(hours=3)
MayTake = Callable[[Citizen], Coroutine[Any, Any, object]]


class InHand(BaseModel):
    """Files that were sent for a page, by whom, and not used yet."""

    path: str
    owner_key: str
    files: list[UUID]


@dataclass(frozen=True, slots=True)
class FileInHand:
    """One of them as it stands now, and what the person should know of it."""

    id: UUID
    name: str
    is_clean: bool
    words: str


async def take(request: Request, here: str, check: MayTake, most: int) -> HTTPResponse:
    """Take the file of a form in hand for the page at `here`, of `most` at once; 303 to it.

    `check` asks whether the caller may send one there. Raises what it raises, and NotAllowed.
    """
    try:
        refuse_foreign(request)
        caller = await acting_visitor(request)
        if caller is None:
            await let_finish(request)
            return sign_in_to(here)
        await check(caller)
        return await _taken(request, caller, here, most)
    except AppError as error:
        await let_finish(request)
        if isinstance(error, OF_FORMS):
            return sent_back(request, here, {}, problem=error)
        raise


async def _taken(request: Request, caller: Citizen, here: str, most: int) -> HTTPResponse:
    try:
        file = await take_form(STORE.of(request), caller.key, request)
    except ValidationError as error:
        return sent_back(request, here, {}, faults={FILE: faults_of(error)[0].message})
    except InvalidInput as error:
        return sent_back(request, here, {}, faults={FILE: error.errors[0].message})
    if file is None:
        return sent_back(request, here, {}, faults={FILE: _NOTHING})
    await looked_at(caller, file.id)
    ids = [one for one in _ids(request, caller, here) if one != file.id]
    return keep(request, unkept_redirect(f"{here}#files"), caller, here, [*ids, file.id][-most:])


def keep(
    request: Request, response: HTTPResponse, caller: Citizen, here: str, files: Sequence[UUID]
) -> HTTPResponse:
    """From now on these are in hand."""
    held = InHand(path=here, owner_key=caller.key, files=list(files))
    return note(request, response, _NOTE, held, lifetime=_NOTED_FOR)


async def in_hand(request: Request, caller: Citizen, here: str) -> list[FileInHand]:
    """What was sent for the page at `here` and is not used yet, in the order of sending."""
    found = []
    for file_id in _ids(request, caller, here):
        try:
            file = await file_of(caller.key, file_id)
        except NotFound:
            continue  # released meanwhile
        is_clean = file.state is FileState.clean
        words = "已收到" if is_clean else message_of(file)
        found.append(FileInHand(file.id, file.name, is_clean, words))
    return found


def _ids(request: Request, caller: Citizen, here: str) -> list[UUID]:
    held = noted(request, _NOTE, InHand)
    is_own = held is not None and (held.path, held.owner_key) == (here, caller.key)
    return held.files if held is not None and is_own else []
