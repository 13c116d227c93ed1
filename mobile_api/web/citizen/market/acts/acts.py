"""A page that asks for one act of an agency: shown by GET, sent by POST, which leads on by GET.

What an act asks and does is data (`Act`); how it is shown, sent back and told is here, once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import (
    AppError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TemporarilyUnavailable,
)
from mobile_api.shared.http.bodies import MOST_BYTES
from mobile_api.shared.http.endpoint import Handler, endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet
from mobile_api.web.citizen.market.acts.senders import (
    HOME,
    Sender,
    agency_visitor,
    is_for_market,
    sender_of,
)
from mobile_api.web.citizen.market.acts.trays import STATES, files_in, keep, tray_of
from mobile_api.web.frame.acting import ActingChanged, acting_visitor
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.tapping import once_tapped
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect
from uploads.models import FileState
from uploads.rules import most_bytes
from uploads.schemas import message_of

Ids = Mapping[str, Any]
NOTHING: Mapping[str, str] = MappingProxyType({})
# What fits into the cookie in which a form comes back, sealed and in base64.
_MOST_TYPED = 2200
_THROUGH = (NotFound, NotAllowed, NotSignedIn, NotActingFor, TemporarilyUnavailable)
READ = (NotFound, NotActingFor, TemporarilyUnavailable)


@dataclass(frozen=True, slots=True)
class ActGiven:
    """A form as it was sent: by whom, about what, its content as the API is asked, its files."""

    caller: Sender
    ids: Ids
    content: dict[str, Any]
    hidden: Mapping[str, str]
    files: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """`path`: of the page, with the ids in it; `back`: of the page that it belongs to, which it
    leads on to as well. `see` answers None where it cannot be done now. Whatever of `stays` is
    raised belongs beside the form, every other conflict on the page that it belongs to.

    `files`: how many belong to it. `done`: what is said afterwards. `is_for_all`: whoever is signed
    in may do it, for whomever they act.
    """

    summary: str
    path: str
    back: str
    back_name: str
    see: Callable[[Citizen, Ids], Awaitable[ActSheet | None]]
    do: Callable[[ActGiven], Awaitable[object]]
    done: str
    files: int = 0
    files_help: str = ""
    stays: tuple[type[AppError], ...] = ()
    most_bytes: int = MOST_BYTES
    is_for_all: bool = False

    def back_of(self, ids: Ids) -> str:
        return self.back.format(**ids)


def pages_of(act: Act) -> tuple[Handler, Handler]:
    """The page of an act, and what takes its form."""

    @endpoint(f"网页:{act.summary}", caller=Anyone, media=HTML, errors=READ)
    async def show(request: Request) -> HTTPResponse:
        caller = await (_anybody(request) if act.is_for_all else agency_visitor(request))
        if isinstance(caller, HTTPResponse):
            return caller
        sheet = await act.see(caller, request.match_info)
        if sheet is None:
            return unkept_redirect(act.back_of(request.match_info))
        return await _shown(request, act, caller, sheet)

    @endpoint(
        f"网页:提交“{act.summary}”",
        caller=Anyone,
        media=HTML,
        status=303,
        errors=(*READ, NotAllowed, ActingChanged),
        asks_first=sender_of,
        most_bytes=act.most_bytes,
    )
    async def send(request: Request, asked: Sender | None) -> HTTPResponse:
        if asked is None:
            return sign_in_to(request.path)
        if not act.is_for_all and not is_for_market(asked):
            return unkept_redirect(HOME)
        return await _sent(request, act, asked)

    return show, send


async def _anybody(request: Request) -> Citizen | HTTPResponse:
    return await acting_visitor(request) or to_sign_in(request)


async def _shown(
    request: Request,
    act: Act,
    caller: Citizen,
    sheet: ActSheet,
    anew: Mapping[str, Any] | None = None,
) -> HTTPResponse:
    """`anew`: what was typed and is wrong, where it comes back at once."""
    failure = failure_of(request, request.path)
    files = await files_in(caller, tray_of(request, caller, request.path)) if act.files else []
    known = failure.values if failure and failure.values else sheet.values
    shown = anew["typed"] if anew else known
    return tell(
        request,
        "market_act.html",
        request.path,
        sheet=sheet,
        action=request.path,
        back=act.back_of(request.match_info),
        back_name=act.back_name,
        most_files=act.files,
        files_help=act.files_help,
        megabytes=most_bytes() // (1024 * 1024),
        files=[(one, STATES[one.state], message_of(one)) for one in files],
        is_waiting=any(one.state is FileState.inspecting for one in files),
        anew=anew or {},
        typed=shown,
        # What is sent back says what was read when it was typed, and not what is there since.
        hidden={name: shown.get(name, value) for name, value in sheet.hidden.items()},
    )


async def _sent(request: Request, act: Act, caller: Sender) -> HTTPResponse:
    here, ids = request.path, request.match_info
    sheet = await act.see(caller, ids)
    if sheet is None:
        return unkept_redirect(act.back_of(ids))
    values = {one.name: _typed(request, one) for one in sheet.fields}
    hidden = {name: typed(request, name, 40) for name in sheet.hidden}
    content = sheet.content_of(values)
    given = ActGiven(caller, ids, content, hidden, tray_of(request, caller, here))
    back = partial(_back, request, act, caller, sheet)
    try:
        async with savepoint():
            await once_tapped(request, caller, lambda: act.do(given))
    except _THROUGH:
        raise
    except AppError as error:
        if error.errors:
            return await back(values | hidden, faults=sheet.faults_of(error.errors, values))
        if error.status == 409 and not isinstance(error, act.stays):
            return sent_back(request, act.back_of(ids), {}, problem=error)
        # Beside what was read since, it is read anew.
        return await back(values if error.status == 409 else values | hidden, problem=error)
    return keep(request, done(request, act.back_of(ids), act.done), caller, here, [])


def _typed(request: Request, one: ActField) -> str:
    """A browser sends two characters for the end of a line."""
    return typed(request, one.name, 2 * one.longest + 2).replace("\r\n", "\n")


async def _back(
    request: Request,
    act: Act,
    caller: Sender,
    sheet: ActSheet,
    values: Mapping[str, str],
    *,
    faults: Mapping[str, str] = NOTHING,
    problem: AppError | None = None,
) -> HTTPResponse:
    """Back to the form by GET; a text that fits into no cookie comes back at once, and is kept
    nowhere."""
    if sum(len(value.encode()) for value in values.values()) <= _MOST_TYPED:
        return sent_back(request, request.path, values, faults=faults, problem=problem)
    # What made it wrong may be what it was asked with.
    seen = await act.see(caller, request.match_info) or sheet
    anew = {"typed": values, "faults": faults, "problem": problem}
    page = await _shown(request, act, caller, seen, anew)
    page.status = problem.status if problem else 422
    return page
