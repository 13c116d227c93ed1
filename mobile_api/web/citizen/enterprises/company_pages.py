"""我的企业: those that one may act for, claiming one, one of them, and who did what there."""

from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.accounts.proofs.service import Action, require
from mobile_api.cases.status.service import activity, power_for, power_list
from mobile_api.enterprises import service as enterprises
from mobile_api.enterprises.errors import (
    EnterpriseClaimedSince,
    EnterpriseNotFound,
    OfficeNotProven,
)
from mobile_api.enterprises.queries import appointment_list, clerk_list
from mobile_api.enterprises.schemas import ClerkState, EnterpriseClaim
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import InvalidInput, NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.frame.acting import choice_of, keep_choice
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    typed,
    visitor_of,
)

COMPANIES = "/me/enterprises"
ONE = f"{COMPANIES}/<enterprise_id:uuid>"
ACTIVITY = f"{ONE}/activity"
_ACTS = 20
_LONGEST_CODE = 40
_OPEN = (ClerkState.invited, ClerkState.active)


class ClaimForm(BaseModel):
    """The code that stands on the licence."""

    social_credit_code: str = Field(max_length=_LONGEST_CODE)


class ActsQuery(BaseModel):
    """Earlier acts."""

    cursor: str | None = Field(None, max_length=300)


def company_path(enterprise_id: UUID) -> str:
    """The page of an enterprise."""
    return f"{COMPANIES}/{enterprise_id}"


async def lacking_proof(caller: Citizen, action: Action) -> str:
    """What has to be proven before it, in a sentence; empty when nothing has."""
    try:
        await require(caller, action)
    except AssuranceTooLow as error:
        return error.title
    return ""


def with_choice(request: Request, response: HTTPResponse, caller: Citizen) -> HTTPResponse:
    """Who may act for an enterprise since this moment is asked for whom from now on."""
    chosen = choice_of(request)
    if chosen is not None and chosen.person_id == caller.person_id:
        return response
    return keep_choice(request, response, caller.person_id, None)


@endpoint("网页:我的企业", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_companies(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    failure = failure_of(request, COMPANIES)
    invited = await appointment_list(await enterprises.appointments_of(caller))
    return tell(
        request,
        "companies.html",
        COMPANIES,
        powers=(await power_list(caller)).enterprises,
        invitations=[one for one in invited.appointments if one.state is ClerkState.invited],
        unproven=await lacking_proof(caller, Action.represent_enterprise),
        typed=failure.values if failure else {},
    )


@endpoint(
    "网页:认领企业",
    caller=Anyone,
    form=ClaimForm,
    media=HTML,
    status=303,
    errors=(
        NotAllowed,
        AssuranceTooLow,
        OfficeNotProven,
        EnterpriseClaimedSince,
        TemporarilyUnavailable,
    ),
    asks_first=own_form_of,
)
async def claim_company(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(COMPANIES)
    values = {"social_credit_code": typed(request, "social_credit_code", _LONGEST_CODE)}
    try:
        claim = EnterpriseClaim.model_validate(values)
    except ValidationError as error:
        faults = {one.path[1:]: one.message for one in faults_of(error)}
        return sent_back(request, COMPANIES, values, faults=faults)
    try:
        async with savepoint():
            found = await enterprises.claim_by_identity_service(asked, claim.social_credit_code)
    except (AssuranceTooLow, OfficeNotProven, EnterpriseClaimedSince) as error:
        return sent_back(request, COMPANIES, values, problem=error)
    response = done(request, company_path(found.id), "企业已经认领,您可以为它办事、授权经办人了。")
    return with_choice(request, response, asked)


@endpoint(
    "网页:一家企业",
    caller=Anyone,
    media=HTML,
    errors=(EnterpriseNotFound, TemporarilyUnavailable),
)
async def show_company(request: Request, enterprise_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    power = await power_for(caller, enterprise_id)
    clerks = None
    if power.is_representative:
        clerks = await clerk_list(await enterprises.clerks_of(caller, enterprise_id))
    chosen = choice_of(request)
    return tell(
        request,
        "company.html",
        company_path(enterprise_id),
        power=power,
        open_clerks=[one for one in clerks.clerks if one.state in _OPEN] if clerks else [],
        past_clerks=[one for one in clerks.clerks if one.state not in _OPEN] if clerks else [],
        unreadable=clerks.unreadable if clerks else 0,
        is_chosen=chosen is not None and chosen.enterprise_id == enterprise_id,
    )


@endpoint(
    "网页:企业办件中谁做了什么",
    caller=Anyone,
    query=ActsQuery,
    media=HTML,
    errors=(EnterpriseNotFound, InvalidInput, TemporarilyUnavailable),
)
async def show_activity(request: Request, query: ActsQuery, enterprise_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    power = await power_for(caller, enterprise_id)
    found = await activity(caller, enterprise_id, query.cursor, _ACTS)
    path = f"{company_path(enterprise_id)}/activity"
    return tell(
        request,
        "company_activity.html",
        path,
        here=with_query(path, {"cursor": query.cursor} if query.cursor else {}),
        power=power,
        entries=found.entries,
        is_first=query.cursor is None,
        older=with_query(path, {"cursor": found.next_cursor}) if found.next_cursor else "",
    )
