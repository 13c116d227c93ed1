"""One question of the situation a page: what is answered decides what is asked for."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.schemas import DraftContent
from mobile_api.cases.applying.service import POSTAL_TERMS, Filling, fill_draft, filling_of
from mobile_api.cases.errors import CaseChanged, CaseNotFound, MoveNotAllowed
from mobile_api.guides.catalogue.service import Question
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, NotFound, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import (
    filling_here,
    path_of,
    seen_of,
    tasks_path,
    to_next,
)
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    sign_in_to,
    typed,
)

_CHOOSE = "请选择一项。"


class AnswerForm(BaseModel):
    """The key of the option."""

    answer: str = Field(max_length=64)
    version: str = Field("", max_length=64)
    then: str = Field("", max_length=10)


def _question(filling: Filling, key: str) -> Question:
    """Raises NotFound for one that is not asked in this situation."""
    asked = {*filling.path.answers, *filling.path.open_questions}
    found = [one for one in filling.guide.scenario_questions if one.key == key and key in asked]
    if not found:
        raise NotFound()
    return found[0]


@endpoint(
    "网页:申请中的一个问题",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, NotFound, TemporarilyUnavailable),
)
async def show_question(request: Request, case_id: UUID, key: str) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    here = path_of(case_id, f"questions/{key}")
    question, failure = _question(filling, key), failure_of(request, here)
    page = unkept_page(
        request,
        "task_question.html",
        here,
        failure.status if failure else 200,
        item_name=filling.case.item_name,
        tasks_path=tasks_path(case_id),
        action=here,
        question=question,
        chosen=filling.path.answers.get(key, ""),
        version=filling.version,
        then=request.args.get("then") or "",
        faults=failure.faults if failure else {},
        problem=failure if failure and failure.title else None,
    )
    return told(request, page, failure)


@endpoint(
    "网页:回答申请中的一个问题",
    caller=Anyone,
    form=AnswerForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, NotFound, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def answer_question(
    request: Request, case_id: UUID, key: str, asked: Citizen | None
) -> HTTPResponse:
    here = path_of(case_id, f"questions/{key}")
    if asked is None:
        return sign_in_to(here)
    filling = await filling_of(asked, case_id)
    question, answer = _question(filling, key), typed(request, "answer")
    if answer not in {option.key for option in question.options}:
        return sent_back(request, here, {}, faults={"answer": _CHOOSE})
    content = DraftContent(situation={**filling.case.situation, key: answer})
    try:
        await fill_draft(asked, case_id, content, POSTAL_TERMS.of(request), seen_of(request))
    except CaseChanged as error:
        return sent_back(request, here, {}, problem=error)
    return to_next(request, await filling_of(asked, case_id))
