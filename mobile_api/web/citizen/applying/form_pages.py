"""The one form of an application: what the account knows is shown, the rest is typed."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.schemas import DraftContent
from mobile_api.cases.applying.service import (
    POSTAL_TERMS,
    FaultTarget,
    Filling,
    fill_draft,
    filling_of,
)
from mobile_api.cases.errors import CaseChanged, CaseNotFound, MoveNotAllowed
from mobile_api.guides.catalogue.service import FieldSource, FieldType, FormField
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import (
    THEN,
    filling_here,
    path_of,
    seen_of,
    tasks_path,
    to_next,
)
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import (
    sign_in_to,
    typed,
)

_LONGEST = 4000
_CAPITALS = {"autocapitalize": "characters", "spellcheck": "false"}
# What the phone's keyboard is told of a kind of field.
_INPUTS = {
    FieldType.PHONE: {"type": "tel", "inputmode": "tel"},
    FieldType.NUMBER: {"inputmode": "decimal"},
    FieldType.BANK_ACCOUNT: {"inputmode": "numeric"},
    FieldType.ID_NUMBER: _CAPITALS,
    FieldType.SOCIAL_CREDIT_CODE: _CAPITALS,
    FieldType.DATE: {"placeholder": "2026-01-31"},
}
# What a form of a hundred such fields may be at most.
MOST_FORM_BYTES = 512 * 1024


class FilledForm(BaseModel):
    """One field `field.KEY` for each that the guide asks for."""

    version: str = Field("", max_length=64)
    then: str = Field("", max_length=10)


def _asked(filling: Filling) -> list[FormField]:
    return [one for one in filling.fields if one.source is FieldSource.APPLICANT]


def _faults(filling: Filling) -> dict[str, str]:
    """By the name of the input, what is missing or wrong in what was kept."""
    found = {one.key: filling.reasons("form", one.key) for one in _asked(filling)}
    return {f"field.{key}": " ".join(texts) for key, texts in found.items() if texts}


@endpoint(
    "网页:填写申请信息", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_form(request: Request, case_id: UUID) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    here = path_of(case_id, "form")
    failure = failure_of(request, here)
    page = unkept_page(
        request,
        "task_form.html",
        here,
        failure.status if failure else 200,
        item_name=filling.case.item_name,
        tasks_path=tasks_path(case_id),
        action=here,
        then=request.args.get(THEN) or "",
        **_content(filling, has_failed=failure is not None and not failure.title),
        problem=failure if failure and failure.title else None,
    )
    return told(request, page, failure)


def _content(filling: Filling, *, has_failed: bool) -> dict[str, Any]:
    faulty = {one.key: one for one in filling.faults_of(FaultTarget.form_field)}
    return {
        "fields": _asked(filling),
        "values": filling.shown,
        "known": filling.known,
        "prefilled": filling.prefilled,
        "inputs": _INPUTS,
        "notes": {key: f"{one.reason} {one.advice}".strip() for key, one in faulty.items()},
        "version": filling.version,
        "faults": _faults(filling) if has_failed else {},
        "labels": {f"field.{one.key}": one.label for one in _asked(filling)},
    }


@endpoint(
    "网页:保存申请信息",
    caller=Anyone,
    form=FilledForm,
    most_bytes=MOST_FORM_BYTES,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def fill_form(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    """What was typed is kept even where it is not right yet: nobody types it twice."""
    here = path_of(case_id, "form")
    if asked is None:
        return sign_in_to(here)
    fields = _asked(await filling_of(asked, case_id))
    given = {one.key: typed(request, f"field.{one.key}", _LONGEST) for one in fields}
    content = DraftContent(form=given)
    try:
        await fill_draft(asked, case_id, content, POSTAL_TERMS.of(request), seen_of(request))
    except CaseChanged as error:
        return sent_back(request, here, {}, problem=error)
    filled = await filling_of(asked, case_id)
    faults = _faults(filled)
    if faults:
        then = typed(request, THEN)
        path = with_query(here, {THEN: then}) if then else here
        return sent_back(request, here, {}, faults=faults, to=path)
    return to_next(request, filled)
