"""跨城通办: in which city a draft is to be decided; later, what went between the two cities."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status import service as status
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.guides.errors import GuideNotFound
from mobile_api.handoff.custody.queries import own_custody
from mobile_api.handoff.custody.schemas import OwnCustody
from mobile_api.handoff.errors import HandoffNotFound, NoSuchPlace
from mobile_api.handoff.outgoing.service import (
    CONSENT_TEXT,
    NO_PLACES_TEXT,
    PLACES_TEXT,
    HandoffPlace,
    choose,
    places_for,
    take_choice_back,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.applying.steps import path_of, tasks_path
from mobile_api.web.citizen.cases.case_pages import handoff_shown
from mobile_api.web.citizen.cases.ways import HANDOFF
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_HERE = "here"
_CHOOSE = "请选择由哪个城市办理。"
_AGREE = "转到别的城市,要您同意把申请内容和材料交给那里。请勾选同意。"


class CityForm(BaseModel):
    """`place`: `here`, or a region and a mode of it; `agrees` to what is given to that city."""

    place: str = Field(max_length=60)
    agrees: str = Field("", max_length=5)


@endpoint(
    "网页:由哪个城市办理,和两地的交接",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_city(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    if case.status is not CaseStatus.draft:
        return await _followed(request, caller, case)
    here, handoff = path_of(case_id, HANDOFF), await handoff_shown(caller, case_id)
    failure = failure_of(request, here)
    values = failure.values if failure else {}
    chosen = _value(handoff.region_code, handoff.mode) if handoff else _HERE
    places = await _places(case.item_key)
    return tell(
        request,
        "case_city.html",
        here,
        case=status.summary(case),
        places=[(_value(one.region_code, one.item.mode), one) for one in places],
        text=PLACES_TEXT if places else NO_PLACES_TEXT,
        consent=CONSENT_TEXT,
        chosen=values.get("place") or chosen,
        agrees=values.get("agrees", ""),
        here_value=_HERE,
    )


async def _followed(request: Request, caller: Citizen, case: Case) -> HTTPResponse:
    handoff = await handoff_shown(caller, case.id)
    if handoff is None:
        return unkept_redirect(path_of(case.id))
    return tell(
        request,
        "case_handoff.html",
        path_of(case.id, HANDOFF),
        case=status.summary(case),
        handoff=handoff,
        custody=await _custody(caller, case.id),
    )


async def _places(item_key: str) -> Sequence[HandoffPlace]:
    try:
        return await places_for(item_key, clock.today())
    except GuideNotFound:
        return []


async def _custody(caller: Citizen, case_id: UUID) -> OwnCustody | None:
    try:
        custody = await own_custody(caller, case_id)
    except HandoffNotFound:
        return None
    return custody if custody.steps else None


def _value(region_code: str, mode: HandoffMode) -> str:
    return f"{region_code} {mode.value}"


@endpoint(
    "网页:选择由哪个城市办理",
    caller=Anyone,
    form=CityForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NoSuchPlace, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def choose_city(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    here = path_of(case_id, HANDOFF)
    if asked is None:
        return sign_in_to(here)
    await status.visible_case(asked, case_id)
    values = {name: typed(request, name, 60) for name in CityForm.model_fields}
    faults = {}
    if not values["place"]:
        faults["place"] = _CHOOSE
    elif values["place"] != _HERE and values["agrees"] != "true":
        faults["agrees"] = _AGREE
    if faults:
        return sent_back(request, here, values, faults=faults)
    try:
        async with savepoint():
            words = await _chosen(asked, case_id, values["place"])
    except (NoSuchPlace, MoveNotAllowed) as error:
        return sent_back(request, here, {}, problem=error)
    return done(request, tasks_path(case_id), words)


async def _chosen(caller: Citizen, case_id: UUID, place: str) -> str:
    if place == _HERE:
        await take_choice_back(caller, case_id)
        return "已经改为在本市办理。"
    region_code, _, name = place.partition(" ")
    mode = next((one for one in HandoffMode if one.value == name), None)
    if mode is None:
        raise NoSuchPlace()
    await choose(caller, case_id, region_code, mode)
    return "已经选好。提交以后由本市窗口转过去。"
