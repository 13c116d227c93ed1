"""The end of an account on the pages: what goes and what stays is said before it is asked for."""

from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import Prover
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.cases.status import service as status
from mobile_api.personal_data import service as personal_data
from mobile_api.personal_data.errors import OpenCases, OpenMarketMatters
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.json_columns import shown
from mobile_api.web.citizen.own_data_pages import DATA, Requested, proven
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)

DELETION = f"{DATA}/deletion"


async def _prove_for_deletion(request: Request) -> Requested | None:
    return await proven(request, CodePurpose.delete)


@endpoint("网页:注销前再问一次", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def confirm_deletion(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    if await personal_data.deletion_under_way(caller.person_id):
        return unkept_redirect(DATA)
    cases, unreadable = shown(await personal_data.open_cases(caller.person_id), status.summary)
    return unkept_page(
        request,
        "own_deletion.html",
        DELETION,
        cases=cases,
        matters=await personal_data.market_matters(caller.person_id),
        open_count=len(cases) + unreadable,
        kept=personal_data.what_is_kept(),
        is_fresh=await Prover.of(request, caller).has_signed_in_recently(),
    )


@endpoint(
    "网页:申请注销账户",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TemporarilyUnavailable),
    asks_first=_prove_for_deletion,
)
async def ask_deletion(request: Request, asked: Requested | None) -> HTTPResponse:
    """Without fresh proof, and with cases under way, back to the page that says what to do."""
    if asked is None or asked.proof is None:
        return unkept_redirect(DELETION) if asked else sign_in_to(DELETION)
    try:
        await personal_data.ask_deletion(asked.caller, asked.proof)
    except (OpenCases, OpenMarketMatters):
        return unkept_redirect(DELETION)
    return unkept_redirect(DATA)


@endpoint(
    "网页:取消注销",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def cancel_deletion(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(DATA)
    await personal_data.cancel_deletion(asked)
    return unkept_redirect(DATA)
