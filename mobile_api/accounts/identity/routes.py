"""Proving who one is: at the identity service, at the counter; and what that permits."""

from urllib.parse import urlencode
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from mobile_api.accounts.bindings.fresh_proofs import Prover
from mobile_api.accounts.errors import ProofNeeded
from mobile_api.accounts.identity import counter, flows
from mobile_api.accounts.identity import service as identity
from mobile_api.accounts.identity.claims import IDENTITY, IdentityService
from mobile_api.accounts.identity.flows import FlowPurpose, Landing, ReturnedFlow
from mobile_api.accounts.identity.openid.client import CALLBACK_PATH
from mobile_api.accounts.identity.schemas import (
    AssuranceView,
    Authorization,
    AuthorizeQuery,
    CounterCode,
    CounterVerification,
    CounterVerified,
    FullDetails,
    IdentityCallbackQuery,
    IdentityExchange,
)
from mobile_api.accounts.proofs.assurance import assurance_of
from mobile_api.accounts.proofs.errors import (
    CounterCodeUnknown,
    IdentityBelongsToAnother,
    IdentityDiffers,
    IdentityFlowOver,
    IdentityNotOffered,
    LevelNotReached,
)
from mobile_api.accounts.proofs.service import Action, own_look, require
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.accounts.service import person_of
from mobile_api.shared import errors
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Anyone, Citizen, Staff, StaffRole
from mobile_api.shared.http.endpoint import CALLERS, endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text.masking import mask_id_number, mask_name

citizen = Blueprint("identity", url_prefix="/api/v1")
staff = Blueprint("staff_identity", url_prefix="/staff/v1")

_UNKEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_HTML = "text/html; charset=utf-8"


def _service(request: Request) -> IdentityService:
    service = IDENTITY.of(request)
    if service is None:
        raise IdentityNotOffered()
    return service


@citizen.get("/identity/authorize")
@endpoint(
    "开始线上身份认证",
    caller=Anyone,
    query=AuthorizeQuery,
    answer=Authorization,
    headers=_UNKEPT,
    errors=(
        IdentityNotOffered,
        LevelNotReached,
        errors.NotSignedIn,
        errors.NotAllowed,
        errors.TooManyRequests,
        errors.TemporarilyUnavailable,
    ),
)
async def authorize(request: Request, query: AuthorizeQuery) -> Authorization:
    service = _service(request)
    redis = REDIS.of(request)
    caller, may_bind = None, True
    if query.purpose is FlowPurpose.step_up:
        caller = await _citizen(request)
    who = caller.key if caller else address_of(request)
    await identity.count_beginning(redis, who)
    if caller:
        may_bind = await Prover.of(request, caller).has_signed_in_recently()
    url, secret = await identity.begin(
        redis,
        service,
        purpose=query.purpose,
        caller=caller,
        level=query.level,
        return_to=query.return_to,
        may_bind=may_bind,
    )
    seconds = int(flows.FLOW_KEPT.total_seconds())
    return Authorization(authorize_url=url, flow_secret=secret, expires_in_seconds=seconds)


async def _citizen(request: Request) -> Citizen:
    """Raises errors.NotSignedIn, errors.NotAllowed, SessionEnded for an account that is closed."""
    caller = await CALLERS.of(request).authenticate(request)
    if not isinstance(caller, Citizen):
        raise errors.NotAllowed()
    await person_of(caller)
    return caller


@citizen.get(CALLBACK_PATH.removeprefix("/api/v1"))
@endpoint(
    "身份认证后回到本站",
    caller=Anyone,
    query=IdentityCallbackQuery,
    status=302,
    media=_HTML,
    errors=(IdentityNotOffered, IdentityFlowOver, errors.TemporarilyUnavailable),
)
async def come_back(request: Request, query: IdentityCallbackQuery) -> HTTPResponse:
    landing = await identity.come_back(
        REDIS.of(request),
        _service(request),
        state=query.state,
        code=query.code,
        error=query.error,
        iss=query.iss,
    )
    return redirect(_address(request, landing), headers=_UNKEPT, content_type=_HTML)


def _address(request: Request, landing: Landing) -> str:
    joint = "&" if "?" in landing.return_to else "?"
    origin = SETTINGS.of(request).public_url.rstrip("/")
    return f"{origin}{landing.return_to}{joint}{urlencode(landing.answer)}"


async def _take_outcome(request: Request, body: IdentityExchange) -> ReturnedFlow:
    return await flows.take_outcome(REDIS.of(request), body.exchange_code, body.flow_secret)


@citizen.post("/sessions/identity")
@endpoint(
    "用身份认证结果登录或提升核验等级",
    caller=Anyone,
    body=IdentityExchange,
    answer=SessionOpened,
    status=201,
    errors=(
        IdentityFlowOver,
        IdentityBelongsToAnother,
        IdentityDiffers,
        errors.NotSignedIn,
        ProofNeeded,
        errors.TemporarilyUnavailable,
    ),
    asks_first=_take_outcome,
)
async def exchange(request: Request, body: IdentityExchange, asked: ReturnedFlow) -> SessionOpened:
    return await identity.session_of(asked)


@citizen.get("/me/assurance")
@endpoint("我的身份核验等级", caller=Citizen, answer=AssuranceView)
async def own_assurance(request: Request, caller: Citizen) -> AssuranceView:
    return AssuranceView.model_validate(await assurance_of(caller))


@citizen.post("/me/full-details")
@own_look("查看本人完整信息(留痕)", answer=FullDetails)
async def full_details(request: Request, caller: Citizen) -> FullDetails:
    await require(caller, Action.view_full_details)
    person = await person_of(caller)
    await audit(caller, "view_own_details", subject_kind="person", subject_id=person.id)
    return FullDetails(
        name=person.name or "", id_number=person.id_number or "", phone=person.phone or ""
    )


@citizen.post("/me/counter-code")
@endpoint(
    "出示窗口核验码",
    caller=Citizen,
    answer=CounterCode,
    errors=(errors.TooManyRequests, errors.TemporarilyUnavailable),
    transaction=False,
)
async def counter_code(request: Request, caller: Citizen) -> CounterCode:
    code = await counter.show_code(REDIS.of(request), caller)
    return CounterCode(code=code, expires_in_seconds=int(counter.LIFETIME.total_seconds()))


async def _who_shows_the_code(request: Request, caller: Staff, body: CounterVerification) -> UUID:
    return await counter.person_of_code(REDIS.of(request), caller, body.code)


@staff.post("/people/counter-verification")
@endpoint(
    "窗口核验身份(留痕)",
    caller=Staff,
    roles=frozenset({StaffRole.front_desk}),
    body=CounterVerification,
    answer=CounterVerified,
    errors=(
        CounterCodeUnknown,
        IdentityDiffers,
        IdentityBelongsToAnother,
        errors.TooManyRequests,
        errors.TemporarilyUnavailable,
    ),
    asks_first=_who_shows_the_code,
    guessing=True,
)
async def verify_at_counter(
    request: Request, caller: Staff, body: CounterVerification, asked: UUID
) -> CounterVerified:
    person = await counter.verify(
        caller,
        asked,
        name=body.name,
        id_number=body.id_number,
        reason=body.reason,
        corrects=body.corrects,
    )
    return CounterVerified(
        name_masked=mask_name(person.name or ""),
        id_number_masked=mask_id_number(person.id_number or ""),
        assurance_level=person.assurance_level,
    )
