"""Proving who one is: which level is reached, what each opens, and the way to the next one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import Prover, bindings_of
from mobile_api.accounts.identity import service as identity
from mobile_api.accounts.identity.schemas import ActionView, AssuranceView
from mobile_api.accounts.identity.service import IDENTITY, FlowPurpose
from mobile_api.accounts.proofs.errors import IdentityFlowOver, IdentityNotOffered
from mobile_api.accounts.proofs.service import KNOWN, LEVEL_NAMES, assurance_of
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.web.frame.acting import remember
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.requests import ReturnQuery
from mobile_api.web.frame.visitor import (
    sign_in_to,
    unkept_redirect,
    visitor_of,
    with_return,
)

IDENTITY_PAGE = "/me/identity"
BEGIN = f"{IDENTITY_PAGE}/begin"
BACK = f"{IDENTITY_PAGE}/back"
_KEY_BYTES = 9
# How each level is reached.
_MEANINGS = {
    1: "用手机号或者微信登录就是这一级。",
    2: "姓名和身份证号与权威部门的记录一致。",
    3: "线上认证时确认过是您本人在办,例如刷脸。有期限,到期要再认证。",
    4: "窗口工作人员对照身份证当面核验过。",
}


class IdentityBeginQuery(ReturnQuery):
    """The least level that is to be proven."""

    level: int = Field(2, ge=2, le=4)


class IdentityBackQuery(BaseModel):
    """Which way there it was, and what the return from the identity service adds."""

    flow: str = Field("", max_length=32)
    exchange_code: str = Field("", max_length=200)
    identity_error: str = Field("", max_length=100)


class IdentityBegun(BaseModel):
    """A way to the identity service that this browser has begun, by whom, and what is secret."""

    person_id: UUID
    flow_secret: str
    return_to: str


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One level as the page shows it; `is_online`: the city's identity service proves it."""

    number: int
    name: str
    meaning: str
    is_reached: bool
    is_online: bool
    actions: Sequence[ActionView]


@endpoint(
    "网页:身份核验",
    caller=Anyone,
    query=ReturnQuery,
    media=HTML,
    errors=(TemporarilyUnavailable,),
)
async def show_identity(request: Request, query: ReturnQuery) -> HTTPResponse:
    here = with_return(IDENTITY_PAGE, query.path)
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(here)
    failure = failure_of(request, IDENTITY_PAGE)
    assurance = AssuranceView.model_validate(await assurance_of(caller))
    shown = unkept_page(
        request,
        "account_identity.html",
        here,
        failure.status if failure else 200,
        address=here,
        return_to=query.path,
        level=assurance.level,
        levels=_levels(request, assurance),
        proofs=[(one.method_name, one.at, one.expires_at) for one in assurance.proofs],
        may_begin=await _may_begin(request, caller),
        problem=failure if failure and failure.title else None,
    )
    return told(request, shown, failure)


def _levels(request: Request, assurance: AssuranceView) -> list[LevelShown]:
    service = IDENTITY.of(request)
    online = {level for level in service.levels.values() if level > KNOWN} if service else set()
    return [
        LevelShown(
            number=number,
            name=name,
            meaning=_MEANINGS[number],
            is_reached=assurance.level >= number,
            is_online=number in online,
            actions=[one for one in assurance.actions if one.level == number],
        )
        for number, name in LEVEL_NAMES.items()
    ]


async def _may_begin(request: Request, caller: Citizen) -> bool:
    """Whether the way back would be refused: an identity is added to a recent sign-in alone."""
    if await Prover.of(request, caller).has_signed_in_recently():
        return True
    ways = await bindings_of(caller.person_id, SETTINGS.of(request))
    return any(one.kind == "identity_service" for one in ways.bindings)


@endpoint(
    "网页:去线上身份认证",
    caller=Anyone,
    query=IdentityBeginQuery,
    media=HTML,
    status=303,
    errors=(TemporarilyUnavailable,),
)
async def begin_identity(request: Request, query: IdentityBeginQuery) -> HTTPResponse:
    """By a link: the page's policy stops a form that is redirected to another origin."""
    here = with_return(IDENTITY_PAGE, query.path)
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(here)
    key = secrets.token_urlsafe(_KEY_BYTES)
    try:
        url, secret = await _begun(request, caller, query.level, f"{BACK}?flow={key}")
    except AppError as error:
        return sent_back(request, IDENTITY_PAGE, {}, problem=error, to=here)
    begun = IdentityBegun(person_id=caller.person_id, flow_secret=secret, return_to=query.path)
    response = unkept_redirect(url)
    # Whose it is stands in it: who had to sign in meanwhile goes on.
    return note(
        request, response, _note_of(key), begun, lifetime=identity.FLOW_KEPT, for_anybody=True
    )


def _note_of(key: str) -> str:
    """One for each way there and back: a second tab must not undo what the first began."""
    return f"identity-{key}"


async def _begun(request: Request, caller: Citizen, level: int, return_to: str) -> tuple[str, str]:
    service = IDENTITY.of(request)
    if service is None:
        raise IdentityNotOffered()
    redis = REDIS.of(request)
    await identity.count_beginning(redis, caller.key)
    return await identity.begin(
        redis,
        service,
        purpose=FlowPurpose.step_up,
        caller=caller,
        level=level,
        return_to=return_to,
        may_bind=await Prover.of(request, caller).has_signed_in_recently(),
    )


@endpoint(
    "网页:从线上身份认证回来",
    caller=Anyone,
    query=IdentityBackQuery,
    media=HTML,
    status=303,
    errors=(TemporarilyUnavailable,),
)
async def back_from_identity(request: Request, query: IdentityBackQuery) -> HTTPResponse:
    """Whoever comes back a second time, or to what another began, is told so and can go on."""
    name = _note_of(query.flow)
    begun = noted(request, name, IdentityBegun, for_anybody=True)
    here = with_return(IDENTITY_PAGE, begun.return_to if begun else "")
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(here)
    try:
        refresh_token = await _finished(request, caller, begun, query)
    except AppError as error:
        return sent_back(request, IDENTITY_PAGE, {}, problem=error, to=here)
    return_to = begun.return_to if begun else ""
    response = tear_off(request, unkept_redirect(return_to or IDENTITY_PAGE), name)
    return await remember(request, response, refresh_token)


async def _finished(
    request: Request, caller: Citizen, begun: IdentityBegun | None, query: IdentityBackQuery
) -> str:
    """The refresh token of the new session. Raises AppError."""
    if begun is None or begun.person_id != caller.person_id:
        raise IdentityFlowOver()
    if not query.exchange_code:
        raise identity.error_of_landing(query.identity_error)
    outcome = await identity.take_outcome(REDIS.of(request), query.exchange_code, begun.flow_secret)
    async with in_transaction():
        return (await identity.session_of(outcome)).refresh_token
