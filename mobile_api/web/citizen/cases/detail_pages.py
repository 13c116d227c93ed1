"""What one filled in oneself, in full: asked first, written down, shown for a few minutes."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from sanic import HTTPResponse, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.accounts.proofs.service import count_look
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.status import service as status
from mobile_api.guides.catalogue.service import FormField
from mobile_api.guides.publishing.queries import guide_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.clock import Instant
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.cases.ways import DETAILS
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, unkept_redirect

_NOTE = "case-in-full"
_SHOWN_FOR = timedelta(minutes=5)


class LookInFull(BaseModel):
    """Whose look at which case was written down, and till when it counts as one look."""

    case_id: UUID
    person_id: UUID
    until: Instant


@endpoint(
    "网页:我填写的完整内容",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_full_details(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    if case.applicant_id != caller.person_id:
        return unkept_redirect(path_of(case_id))
    here, until = path_of(case_id, DETAILS), _open_until(request, caller, case_id)
    guide = await guide_of(case.item_key, case.guide_version)
    form = case.form or {} if until else {}
    return tell(
        request,
        "own_case_details.html",
        here,
        case=status.summary(case),
        until=until,
        lines=[
            (one.label, _in_words(one, form[one.key]))
            for one in guide.form_fields
            if form.get(one.key)
        ],
        identity_path=with_query("/me/identity", {"return_to": here}),
    )


def _in_words(field: FormField, value: str) -> str:
    return next((one.label for one in field.options if one.key == value), value)


def _open_until(request: Request, caller: Citizen, case_id: UUID) -> datetime | None:
    look = noted(request, _NOTE, LookInFull)
    is_own = look is not None and (look.case_id, look.person_id) == (case_id, caller.person_id)
    return look.until if look is not None and is_own else None


async def _counted(request: Request, case_id: UUID) -> Citizen | HTTPResponse | None:
    """Who asks, or where they are sent back to. Raises NotAllowed."""
    caller = await own_form_acting(request)
    if caller is None:
        return None
    try:
        await count_look(request, caller)
    except TooManyRequests as error:
        return sent_back(request, path_of(case_id, DETAILS), {}, problem=error)
    return caller


@endpoint(
    "网页:查看我填写的完整内容(留痕)",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(CaseNotFound, NotAllowed, AssuranceTooLow, TooManyRequests, TemporarilyUnavailable),
    asks_first=_counted,
)
async def look_in_full(
    request: Request, case_id: UUID, asked: Citizen | HTTPResponse | None
) -> HTTPResponse:
    here = path_of(case_id, DETAILS)
    if asked is None:
        return sign_in_to(here)
    if isinstance(asked, HTTPResponse):
        return asked
    try:
        await status.full_details(asked, case_id)
    except AssuranceTooLow as error:
        return sent_back(request, here, {}, problem=error)
    look = LookInFull(case_id=case_id, person_id=asked.person_id, until=clock.now() + _SHOWN_FOR)
    return note(request, unkept_redirect(here), _NOTE, look, lifetime=_SHOWN_FOR)
