"""给我的经办人邀请: looked at, accepted, declined or given up."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.accounts.proofs.service import Action
from mobile_api.enterprises import service as enterprises
from mobile_api.enterprises.errors import ClerkNameDiffers, ClerkNotFound, InvitationOver
from mobile_api.enterprises.queries import appointment_list
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.identity_pages import IDENTITY_PAGE
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.enterprises.company_pages import (
    company_path,
    lacking_proof,
    with_choice,
)
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
    with_return,
)

APPOINTMENTS = "/me/clerk-appointments"
_ONE = f"{APPOINTMENTS}/<clerk_id:uuid>"
ACCEPT, GIVE_UP = f"{_ONE}/accept", f"{_ONE}/give-up"
_ACCEPTED = "您已接受授权。为这家企业办事时,请先在“为谁办”里选它。"


@endpoint("网页:给我的经办人授权", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_appointments(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    return tell(
        request,
        "appointments.html",
        APPOINTMENTS,
        found=await appointment_list(await enterprises.appointments_of(caller)),
        unproven=await lacking_proof(caller, Action.accept_clerk_role),
    )


@endpoint(
    "网页:接受经办人授权",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(
        NotAllowed,
        AssuranceTooLow,
        ClerkNotFound,
        InvitationOver,
        ClerkNameDiffers,
        TemporarilyUnavailable,
    ),
    asks_first=own_form_of,
)
async def accept_appointment(
    request: Request, clerk_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(APPOINTMENTS)
    try:
        async with savepoint():
            accepted = await enterprises.accept(asked, clerk_id)
    except AssuranceTooLow:
        return unkept_redirect(with_return(IDENTITY_PAGE, APPOINTMENTS))
    except (ClerkNotFound, InvitationOver, ClerkNameDiffers) as error:
        return sent_back(request, APPOINTMENTS, {}, problem=error)
    response = done(request, company_path(accepted.enterprise_id), _ACCEPTED)
    return with_choice(request, response, asked)


@endpoint(
    "网页:拒绝或放弃经办人授权前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(ClerkNotFound, TemporarilyUnavailable),
)
async def ask_giving_up(request: Request, clerk_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await appointment_list(await enterprises.appointments_of(caller))
    for one in found.appointments:
        if one.id == clerk_id:
            return tell(request, "appointment_give_up.html", request.path, appointment=one)
    raise ClerkNotFound()


@endpoint(
    "网页:拒绝或放弃经办人授权",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, ClerkNotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def give_up_appointment(
    request: Request, clerk_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(APPOINTMENTS)
    try:
        async with savepoint():
            await enterprises.give_up(asked, clerk_id)
    except ClerkNotFound as error:
        return sent_back(request, APPOINTMENTS, {}, problem=error)
    return done(request, APPOINTMENTS, "已经按您的意思办好,您不再是这家企业的经办人。")


@endpoint("网页:回到经办人授权", caller=Anyone, media=HTML, status=303)
async def back_to_appointments(request: Request, clerk_id: UUID) -> HTTPResponse:
    return unkept_redirect(APPOINTMENTS)
