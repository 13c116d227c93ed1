"""现在就办: how an application begins, or goes on where it was left."""

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.schemas import DraftRequest
from mobile_api.cases.applying.service import begun_draft, filling_of, obstacle_to, open_guide
from mobile_api.cases.errors import NotForEnterprises, NotOnline, TooManyDrafts
from mobile_api.cases.status.queries import drafts_of_item
from mobile_api.enterprises.errors import ChosenSince, NotActingFor
from mobile_api.guides.catalogue.service import Audience, effective_answers
from mobile_api.guides.errors import GuideNotFound, NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import (
    InvalidInput,
    NotAllowed,
    TemporarilyUnavailable,
    TooManyRequests,
)
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.citizen.applying.steps import tasks_path, to_next
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.requests import ANSWER, answers_of, with_query
from mobile_api.web.frame.visitor import sign_in_to, typed

_REFUSED = (NotOnline, NotForEnterprises, NotActingFor, TooManyDrafts, TooManyRequests)


class BeginForm(BaseModel):
    """The answers that were given on the guide's page, as `answer.QUESTION`.

    `for_whom`: the id of the enterprise that the page said it was for, empty for oneself.
    """

    for_whom: str = Field("", max_length=40)
    version: int | None = Field(None, description="目录版本")


def begin_path(key: str) -> str:
    """Where an application for the item begins."""
    return f"/guides/{key}/apply"


@endpoint(
    "网页:开始申请",
    caller=Anyone,
    media=HTML,
    errors=(GuideNotFound, NoCatalogue, NotOnline, TemporarilyUnavailable),
)
async def show_start(request: Request, key: str) -> HTTPResponse:
    guide = snapshot_of(request).guide(key)
    questions = guide.scenario_questions
    answers = effective_answers(questions, answers_of(request, questions))
    given = {f"{ANSWER}{name}": option for name, option in answers.items()}
    here = with_query(begin_path(key), given)
    caller = await acting_visitor(request)
    if caller is None:
        return sign_in_to(here)
    obstacle = obstacle_to(caller, (await open_guide(key)).guide)
    failure = failure_of(request, begin_path(key))
    drafts = await drafts_of_item(caller, key)
    shown = unkept_page(
        request,
        "apply_start.html",
        here,
        failure.status if failure else 200,
        obstacle=obstacle,
        is_for_enterprises=Audience.NATURAL_PERSON not in guide.audience and not _whom(caller),
        guide=guide,
        given=given,
        whom=_whom(caller),
        drafts=[(one, tasks_path(one.id)) for one in drafts],
        problem=failure,
    )
    return told(request, shown, failure)


def _whom(caller: Citizen) -> str:
    return str(caller.acting_for.enterprise_id) if caller.acting_for else ""


@endpoint(
    "网页:新建申请",
    caller=Anyone,
    form=BeginForm,
    media=HTML,
    status=303,
    errors=(
        GuideNotFound,
        NoCatalogue,
        NotAllowed,
        InvalidInput,
        TemporarilyUnavailable,
        ChosenSince,
        *_REFUSED,
    ),
    asks_first=own_form_acting,
)
async def start(request: Request, key: str, asked: Citizen | None) -> HTTPResponse:
    guide = snapshot_of(request).guide(key)
    names = [question.key for question in guide.scenario_questions]
    given = {name: answer for name in names if (answer := typed(request, f"{ANSWER}{name}"))}
    here = with_query(begin_path(key), {f"{ANSWER}{k}": v for k, v in given.items()})
    if asked is None:
        return sign_in_to(here)
    if typed(request, "for_whom") != _whom(asked):
        return sent_back(request, begin_path(key), {}, problem=ChosenSince(), to=here)
    body = DraftRequest(item_key=key, situation=given)
    try:
        case = await begun_draft(asked, body, SETTINGS.of(request).region_code)
    except _REFUSED as error:
        return sent_back(request, begin_path(key), {}, problem=error, to=here)
    return to_next(request, await filling_of(asked, case.id))
