"""Correcting who one said one is (个人信息保护法 46), as long as no authority has matched it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.errors import RealNameFixed
from mobile_api.accounts.schemas import RealName
from mobile_api.accounts.service import (
    count_declaration,
    declare_real_name,
    has_fixed_name,
    person_of,
)
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import AppError, NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.citizen.own_data_pages import DATA
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.rendering import HTML, unkept_page
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

DETAILS = f"{DATA}/details"
# More than any field takes, and so little that what was typed fits into a cookie.
_LONGEST = 120


class DetailsForm(ReturnQuery):
    """实名信息, as printed on the identity card."""

    name: str = Field(max_length=100)
    id_number: str = Field(max_length=40)
    phone: str = Field(max_length=40)


@endpoint(
    "网页:填写或更正实名信息",
    caller=Anyone,
    query=ReturnQuery,
    media=HTML,
    errors=(TemporarilyUnavailable,),
)
async def show_details(request: Request, query: ReturnQuery) -> HTTPResponse:
    here = with_return(DETAILS, query.path)
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(here)
    person, failure = await person_of(caller), failure_of(request, DETAILS)
    if has_fixed_name(person) and failure is None:
        return unkept_redirect(query.path or DATA)
    shown = unkept_page(
        request,
        "own_details.html",
        here,
        failure.status if failure else 200,
        has_details=person.has_real_name,
        return_to=query.path,
        typed=failure.values if failure else {},
        faults=failure.faults if failure else {},
        problem=failure if failure and failure.title else None,
    )
    return told(request, shown, failure)


@dataclass(frozen=True, slots=True)
class TypedDetails:
    """A form as it was typed, by whom, and what is wrong with it; without faults, `details`."""

    caller: Citizen
    values: dict[str, str]
    details: RealName | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    problem: AppError | None = None


async def _typed_details(request: Request) -> TypedDetails | None:
    caller = await own_form_of(request)
    if caller is None:
        return None
    values = {name: typed(request, name, _LONGEST) for name in RealName.model_fields}
    try:
        details = RealName(**values)
    except ValidationError as error:
        faults = {fault.path.strip("/"): fault.message for fault in faults_of(error)}
        return TypedDetails(caller, values, faults=faults)
    try:
        await count_declaration(REDIS.of(request), caller)
    except TooManyRequests as error:
        return TypedDetails(caller, values, problem=error)
    return TypedDetails(caller, values, details)


@endpoint(
    "网页:保存实名信息",
    caller=Anyone,
    form=DetailsForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, RealNameFixed, TooManyRequests, TemporarilyUnavailable),
    asks_first=_typed_details,
)
async def correct_details(request: Request, asked: TypedDetails | None) -> HTTPResponse:
    return_to = local_path(typed(request, "return_to"), otherwise="")
    here = with_return(DETAILS, return_to)
    if asked is None:
        return sign_in_to(here)
    faults, problem = asked.faults, asked.problem
    if asked.details is not None:
        try:
            await declare_real_name(asked.caller, asked.details)
        except RealNameFixed as error:
            problem = error
        else:
            return unkept_redirect(return_to or DATA)
    return sent_back(request, DETAILS, asked.values, faults=faults, problem=problem, to=here)
