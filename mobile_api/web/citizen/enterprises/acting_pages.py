"""为谁办: whom the pages act for from now on, chosen among oneself and one's enterprises."""

import re
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.status.queries import own_case_ids
from mobile_api.cases.status.service import power_list
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.enterprises.queries import Power, powers_of
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import CALLERS, endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.frame.acting import choice_of, keep_choice
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import ReturnQuery
from mobile_api.web.frame.visitor import (
    local_path,
    own_form_of,
    sign_in_to,
    typed,
    unkept_redirect,
    visitor_of,
    with_return,
)

ACTING = "/me/acting"
ONESELF = "self"
_NOT_CHOSEN = "请选择为谁办。"
_CASE = re.compile(r"/me/cases/([0-9a-f-]{36})(/|$|\?)")
_HOME = "/me"
_LONGEST_PATH = 2000


class ActingForm(BaseModel):
    """For whom: `self`, or the id of an enterprise."""

    who: str = Field("", max_length=40)
    return_to: str = Field("", max_length=_LONGEST_PATH)


class ActingQuery(ReturnQuery):
    """The page to go back to, which may have a long query."""

    return_to: str = Field("", max_length=_LONGEST_PATH)


@endpoint(
    "网页:为谁办",
    caller=Anyone,
    query=ActingQuery,
    media=HTML,
    errors=(TemporarilyUnavailable,),
)
async def show_acting(request: Request, query: ActingQuery) -> HTTPResponse:
    here = with_return(ACTING, query.path)
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(here)
    found = await power_list(caller)
    chosen = choice_of(request)
    mine = chosen if chosen and chosen.person_id == caller.person_id else None
    enterprise_id = mine.enterprise_id if mine else None
    is_over = enterprise_id not in (None, *(one.enterprise.id for one in found.enterprises))
    return tell(
        request,
        "acting.html",
        ACTING,
        here=here,
        return_to=query.path,
        powers=found.enterprises,
        chosen="" if is_over else str(enterprise_id or ONESELF),
        over=mine.name if mine and is_over else "",
    )


@endpoint(
    "网页:选定为谁办",
    caller=Anyone,
    form=ActingForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, NotActingFor, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def choose_acting(request: Request, asked: Citizen | None) -> HTTPResponse:
    return_to = local_path(typed(request, "return_to", _LONGEST_PATH), otherwise="")
    here = with_return(ACTING, return_to)
    if asked is None:
        return sign_in_to(here)
    who = typed(request, "who", 40)
    if not who:
        return sent_back(request, ACTING, {}, faults={"who": _NOT_CHOSEN}, to=here)
    power = None
    if who != ONESELF:
        power = await _power(asked, who)
        if power is None:
            return sent_back(request, ACTING, {}, problem=NotActingFor(), to=here)
    path = await _after(request, asked, power, return_to or _HOME)
    return keep_choice(request, unkept_redirect(path), asked.person_id, power)


async def _power(caller: Citizen, enterprise_id: str) -> Power | None:
    powers = await powers_of(caller.person_id)
    return next((one for one in powers if str(one.enterprise.id) == enterprise_id), None)


async def _after(request: Request, caller: Citizen, power: Power | None, path: str) -> str:
    """The page to go back to; not a case of the one for whom nobody acts any more."""
    case = _CASE.match(path)
    if case is None:
        return path
    acting = caller
    if power is not None:
        acting = await CALLERS.of(request).acting(caller, str(power.enterprise.id))
    try:
        return path if await own_case_ids(acting, [UUID(case[1])]) else _HOME
    except ValueError:
        return _HOME
