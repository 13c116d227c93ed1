"""The signed-in person's ways to sign in."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.bindings.fresh_proofs import Proven, Prover
from mobile_api.accounts.errors import (
    BindingNotFound,
    BoundElsewhere,
    LastWayIn,
    PhoneCodeWrong,
    PhoneNotMainland,
    ProofNeeded,
)
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import (
    Bindings,
    PhoneBindRequest,
    Proof,
    WechatBindRequest,
    WechatPhone,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text.identity_numbers import normalised_mobile
from wechat.login import SIGN_IN_ERRORS, WechatIdentity, exchange_code
from wechat.phone_numbers import PhoneCodeRefused, exchange_phone_code
from wechat.platform.service import MINI_PROGRAM

citizen = Blueprint("bindings", url_prefix="/api/v1")


@citizen.get("/me/bindings")
@endpoint("我的登录方式", caller=Citizen, answer=Bindings)
async def own_bindings(request: Request, caller: Citizen) -> Bindings:
    return await bindings.bindings_of(caller.person_id, SETTINGS.of(request))


async def _ask_wechat(request: Request, caller: Citizen, body: WechatBindRequest) -> WechatIdentity:
    await Prover.of(request, caller).require_recent_sign_in()
    return await exchange_code(MINI_PROGRAM.of(request), body.code)


@citizen.post("/me/bindings/mini-program")
@endpoint(
    "绑定微信小程序",
    caller=Citizen,
    body=WechatBindRequest,
    status=204,
    errors=(*SIGN_IN_ERRORS, ProofNeeded, BoundElsewhere),
    asks_first=_ask_wechat,
)
async def bind_mini_program(
    request: Request, caller: Citizen, body: WechatBindRequest, asked: WechatIdentity
) -> None:
    await bindings.bind_wechat(caller, asked)


async def _prove(request: Request, caller: Citizen, body: Proof) -> Proven:
    return await Prover.of(request, caller).own_account(body, CodePurpose.unbind)


@citizen.post("/me/bindings/<binding_id:uuid>/unbind")
@endpoint(
    "解除一种登录方式",
    caller=Citizen,
    body=Proof,
    status=204,
    errors=(
        *SIGN_IN_ERRORS,
        BindingNotFound,
        LastWayIn,
        ProofNeeded,
        PhoneCodeWrong,
        TooManyRequests,
    ),
    asks_first=_prove,
    guessing=True,
)
async def unbind(
    request: Request, caller: Citizen, binding_id: UUID, body: Proof, asked: Proven
) -> None:
    await bindings.unbind(caller, binding_id, asked)


async def _check_code(request: Request, caller: Citizen, body: PhoneBindRequest) -> UUID | None:
    return await bindings.check_number(Prover.of(request, caller), body)


@citizen.post("/me/bindings/phone")
@endpoint(
    "绑定手机号",
    caller=Citizen,
    body=PhoneBindRequest,
    status=204,
    errors=(PhoneCodeWrong, ProofNeeded, BoundElsewhere, TemporarilyUnavailable),
    asks_first=_check_code,
    guessing=True,
)
async def bind_phone(
    request: Request, caller: Citizen, body: PhoneBindRequest, asked: UUID | None
) -> None:
    await bindings.bind_checked(caller, body, asked)


async def _ask_wechat_for_number(request: Request, caller: Citizen, body: WechatPhone) -> str:
    await Prover.of(request, caller).require_recent_sign_in()
    told = await exchange_phone_code(MINI_PROGRAM.of(request), body.code)
    number = normalised_mobile(told.number)
    if told.country_code != "86" or number is None:
        raise PhoneNotMainland()
    return number


@citizen.post("/me/phone/mini-program")
@endpoint(
    "用微信手机号绑定",
    caller=Citizen,
    body=WechatPhone,
    status=204,
    errors=(
        PhoneCodeRefused,
        PhoneNotMainland,
        ProofNeeded,
        BoundElsewhere,
        TemporarilyUnavailable,
    ),
    asks_first=_ask_wechat_for_number,
)
async def bind_phone_of_wechat(
    request: Request, caller: Citizen, body: WechatPhone, asked: str
) -> None:
    # WeChat may have checked the number long ago, so it never takes one from another account.
    await phones.bind_number(caller, asked)
