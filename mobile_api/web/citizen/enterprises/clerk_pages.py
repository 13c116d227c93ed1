"""Giving somebody a power to act for the enterprise, and taking it back."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.accounts.proofs.service import Action
from mobile_api.cases.status.service import power_for
from mobile_api.enterprises import service as enterprises
from mobile_api.enterprises.errors import (
    ClerkAppointed,
    ClerkNotFound,
    EnterpriseNotFound,
    TooManyClerks,
)
from mobile_api.enterprises.queries import clerk_list
from mobile_api.enterprises.schemas import ClerkView, EnterpriseView
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.enterprises.company_pages import company_path, lacking_proof
from mobile_api.web.citizen.enterprises.invitation_forms import (
    MOST_ITEMS,
    InvitationForm,
    ItemsQuery,
    TypedInvitation,
    chosen_items,
    for_enterprises,
    items_query,
    typed_invitation,
)
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import own_form_of, sign_in_to, to_sign_in, visitor_of

CLERKS = "/me/enterprises/<enterprise_id:uuid>/clerks"
ITEMS, NEW = f"{CLERKS}/items", f"{CLERKS}/new"
REVOKE = f"{CLERKS}/<clerk_id:uuid>/revoke"
_SHOWN = 30
# As long as the page of identity takes it.
_LONGEST_RETURN = 500
_INVITED = "邀请已经发出。请告诉对方用这个手机号登录,在“我的企业”里接受。"


async def _own_company(caller: Citizen, enterprise_id: UUID) -> EnterpriseView:
    """The enterprise of which the caller is the legal representative. Raises EnterpriseNotFound."""
    power = await power_for(caller, enterprise_id)
    if not power.is_representative:
        raise EnterpriseNotFound()
    return power.enterprise


def _clerks_path(enterprise_id: UUID, name: str) -> str:
    return f"{company_path(enterprise_id)}/clerks/{name}"


@endpoint(
    "网页:选择经办人能办的事项",
    caller=Anyone,
    query=ItemsQuery,
    media=HTML,
    errors=(EnterpriseNotFound, NoCatalogue, TemporarilyUnavailable),
)
async def choose_items(request: Request, query: ItemsQuery, enterprise_id: UUID) -> HTTPResponse:
    """All by links: what is chosen stands in the address, and goes on to the form."""
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    company = await _own_company(caller, enterprise_id)
    path, form = (_clerks_path(enterprise_id, name) for name in ("items", "new"))
    chosen = chosen_items(request, query.item)
    keys = list(chosen)
    found = for_enterprises(snapshot_of(request).catalogue.service_items, query.words, keys)
    is_full = len(keys) >= MOST_ITEMS
    return tell(
        request,
        "company_items.html",
        path,
        here=path + items_query(keys, query.words),
        company=company,
        action=path,
        words=query.words,
        keys=keys,
        chosen=[
            (name, path + items_query([one for one in keys if one != key], query.words))
            for key, name in chosen.items()
        ],
        found=[
            (one.name, path + items_query([*keys, one.key], query.words)) for one in found[:_SHOWN]
        ],
        more=len(found) - _SHOWN,
        is_full=is_full,
        most=MOST_ITEMS,
        every=form,
        done_path=form + items_query(keys),
    )


@endpoint(
    "网页:邀请经办人",
    caller=Anyone,
    query=ItemsQuery,
    media=HTML,
    errors=(EnterpriseNotFound, NoCatalogue, TemporarilyUnavailable),
)
async def show_invitation(request: Request, query: ItemsQuery, enterprise_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    company = await _own_company(caller, enterprise_id)
    path = _clerks_path(enterprise_id, "new")
    chosen = chosen_items(request, query.item)
    here = path + items_query(list(chosen))
    back = here if len(here) <= _LONGEST_RETURN else path
    failure = failure_of(request, path)
    return tell(
        request,
        "company_clerk.html",
        path,
        here=here,
        address=back,
        company=company,
        action=path,
        items=chosen,
        change_items=_clerks_path(enterprise_id, "items") + items_query(list(chosen)),
        typed=failure.values if failure else {},
        first_day=clock.today(),
        last_day=enterprises.longest_appointment(),
        unproven=await lacking_proof(caller, Action.appoint_clerk),
    )


@endpoint(
    "网页:发出经办人邀请",
    caller=Anyone,
    form=InvitationForm,
    media=HTML,
    status=303,
    errors=(
        NotAllowed,
        AssuranceTooLow,
        EnterpriseNotFound,
        ClerkAppointed,
        TooManyClerks,
        TemporarilyUnavailable,
    ),
    asks_first=typed_invitation,
)
async def invite_clerk(
    request: Request, enterprise_id: UUID, asked: TypedInvitation | None
) -> HTTPResponse:
    path = _clerks_path(enterprise_id, "new")
    if asked is None:
        return sign_in_to(path)
    await _own_company(asked.caller, enterprise_id)
    to = path + items_query(asked.item_keys)
    if asked.content is None:
        return sent_back(request, path, asked.values, faults=asked.faults, to=to)
    try:
        async with savepoint():
            await enterprises.appoint(asked.caller, enterprise_id, asked.content)
    except AssuranceTooLow as error:
        return sent_back(request, path, asked.values, problem=error, to=to)
    except (ClerkAppointed, TooManyClerks) as error:
        # The list of clerks shows which one it is, also to who pressed the button twice.
        return sent_back(request, company_path(enterprise_id), {}, problem=error)
    return done(request, company_path(enterprise_id), _INVITED)


async def _clerk(caller: Citizen, enterprise_id: UUID, clerk_id: UUID) -> ClerkView:
    """Raises EnterpriseNotFound, ClerkNotFound."""
    found = await clerk_list(await enterprises.clerks_of(caller, enterprise_id))
    for one in found.clerks:
        if one.id == clerk_id:
            return one
    raise ClerkNotFound()


@endpoint(
    "网页:撤销经办人授权前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(EnterpriseNotFound, ClerkNotFound, TemporarilyUnavailable),
)
async def ask_revocation(request: Request, enterprise_id: UUID, clerk_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    return tell(
        request,
        "company_revoke.html",
        request.path,
        company=await _own_company(caller, enterprise_id),
        clerk=await _clerk(caller, enterprise_id, clerk_id),
    )


@endpoint(
    "网页:撤销经办人授权",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, EnterpriseNotFound, ClerkNotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def revoke_clerk(
    request: Request, enterprise_id: UUID, clerk_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(company_path(enterprise_id))
    await enterprises.revoke(asked, enterprise_id, clerk_id)
    return done(request, company_path(enterprise_id), "授权已经撤销,对方马上不能再代表企业办理。")
