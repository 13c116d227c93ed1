"""By what one signs in and where one is signed in: seen, and taken away."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.bindings.service import Prover
from mobile_api.accounts.errors import BindingNotFound, LastWayIn, SessionNotFound
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import Binding
from mobile_api.accounts.schemas import OTHER_WAY, WAY_NAMES
from mobile_api.accounts.sessions import service as sessions
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, NotFound, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.own_data_pages import Requested, proven
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)

WAYS = "/me/sign-in-ways"
UNBIND = f"{WAYS}/<binding_id:uuid>/unbind"
END_ONE = f"{WAYS}/devices/<session_id:uuid>/end"
END_OTHERS = f"{WAYS}/devices/end-others"


@endpoint("网页:登录方式和设备", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_ways(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await bindings.bindings_of(caller.person_id, SETTINGS.of(request))
    devices = await sessions.sessions_of(AccountKind.citizen, caller.person_id)
    return tell(
        request,
        "account_ways.html",
        WAYS,
        bindings=found.bindings,
        can_unbind=found.can_unbind,
        devices=[
            (one, WAY_NAMES.get(one.via, OTHER_WAY), one.id == caller.session_id) for one in devices
        ],
    )


@endpoint(
    "网页:解除登录方式前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(NotFound, TemporarilyUnavailable),
)
async def ask_unbinding(request: Request, binding_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await bindings.bindings_of(caller.person_id, SETTINGS.of(request))
    binding = _named(found.bindings, binding_id)
    if not found.can_unbind:
        return sent_back(request, WAYS, {}, problem=LastWayIn())
    return tell(
        request,
        "account_unbind.html",
        request.path,
        binding=binding,
        name=binding.name,
        is_fresh=await Prover.of(request, caller).has_signed_in_recently(),
    )


def _named(found: list[Binding], binding_id: UUID) -> Binding:
    """Raises BindingNotFound, also for that of another."""
    for one in found:
        if one.id == binding_id:
            return one
    raise BindingNotFound()


async def _prove(request: Request) -> Requested | None:
    return await proven(request, CodePurpose.unbind)


@endpoint(
    "网页:解除登录方式",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, BindingNotFound, LastWayIn, TemporarilyUnavailable),
    asks_first=_prove,
)
async def unbind(request: Request, binding_id: UUID, asked: Requested | None) -> HTTPResponse:
    """Without a recent sign-in, back to the question, which says what to do."""
    if asked is None or asked.proof is None:
        return unkept_redirect(request.path) if asked else sign_in_to(request.path)
    try:
        async with savepoint():
            await bindings.unbind(asked.caller, binding_id, asked.proof)
    except (BindingNotFound, LastWayIn) as error:
        return sent_back(request, WAYS, {}, problem=error)
    return done(request, WAYS, "已经解除。其他设备都已退出登录。")


@endpoint(
    "网页:退出一台设备",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, SessionNotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def end_device(request: Request, session_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(WAYS)
    if not await sessions.end_one(AccountKind.citizen, asked.person_id, session_id):
        return sent_back(request, WAYS, {}, problem=SessionNotFound())
    return done(request, WAYS, "那台设备已经退出登录。")


@endpoint(
    "网页:退出其他设备",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def end_other_devices(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(WAYS)
    await sessions.end_sessions(AccountKind.citizen, asked.person_id, keep=asked.session_id)
    return done(request, WAYS, "其他设备都已退出登录。")


@endpoint("网页:回到登录方式和设备", caller=Anyone, media=HTML, status=303)
async def back_to_ways(request: Request) -> HTTPResponse:
    return unkept_redirect(WAYS)
