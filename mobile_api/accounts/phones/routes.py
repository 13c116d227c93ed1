"""Signing in by phone, outside WeChat as well."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.errors import (
    BoundElsewhere,
    CodeNotSent,
    NoSms,
    PhoneCodeWrong,
    PhoneNotMainland,
    PhoneOwnerUnsure,
    ProofNeeded,
)
from mobile_api.accounts.phones import codes as phone_codes
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import (
    PhoneBindRequest,
    PhoneCodeRequest,
    PhoneCodeSent,
    PhoneSignIn,
    WechatPhone,
)
from mobile_api.accounts.phones.sign_in import sign_in_by_phone
from mobile_api.accounts.proofs.fresh_proofs import Prover
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.identity_numbers import normalised_mobile
from wechat.phone_numbers import PhoneCodeRefused, exchange_phone_code

citizen = Blueprint("phones", url_prefix="/api/v1")

_SENT = PhoneCodeSent(
    expires_in_seconds=int(phone_codes.LIFETIME.total_seconds()), next_in_seconds=60
)


@citizen.post("/phone-codes")
@endpoint(
    "获取短信验证码",
    caller=Anyone,
    body=PhoneCodeRequest,
    answer=PhoneCodeSent,
    status=202,
    errors=(TooManyRequests, TemporarilyUnavailable, NoSms, CodeNotSent),
    transaction=False,
)
async def send_code(request: Request, body: PhoneCodeRequest) -> PhoneCodeSent:
    context = request.app.ctx
    await phone_codes.send_code(
        context.sms,
        context.redis,
        context.settings,
        phone=body.phone,
        purpose=body.purpose,
        address=request.remote_addr or request.ip,
    )
    return _SENT


@citizen.post("/sessions/phone")
@endpoint(
    "手机号登录",
    caller=Anyone,
    body=PhoneSignIn,
    answer=SessionOpened,
    status=201,
    errors=(PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
)
async def sign_in(request: Request, body: PhoneSignIn) -> SessionOpened:
    return await sign_in_by_phone(request, body)


# A try stays counted when the guess is wrong, so codes are checked before the transaction. None of
# these routes takes an Idempotency-Key, for a repetition would count as another try.
async def _check_code(request: Request, caller: Citizen, body: PhoneBindRequest) -> UUID | None:
    """The id of the code; None when the number is the caller's already.

    Said twice, because the first answer was lost: the code has been used since.
    """
    held = await phones.binding_of(body.phone)
    if held is not None and held.person_id == caller.person_id:
        return None
    await Prover.of(request, caller).require_recent_sign_in()
    return await phone_codes.check_code(body.phone, body.code, CodePurpose.bind)


@citizen.post("/me/bindings/phone")
@endpoint(
    "绑定手机号",
    caller=Citizen,
    body=PhoneBindRequest,
    status=204,
    errors=(PhoneCodeWrong, ProofNeeded, BoundElsewhere, TemporarilyUnavailable),
    asks_first=_check_code,
)
async def bind_phone(
    request: Request, caller: Citizen, body: PhoneBindRequest, asked: UUID | None
) -> None:
    if asked is not None:
        await phone_codes.use_code(asked)
        await phones.bind_number(caller, body.phone, is_new_owner=body.is_new_owner)


async def _ask_wechat(request: Request, caller: Citizen, body: WechatPhone) -> str:
    """The number that WeChat says is the caller's."""
    await Prover.of(request, caller).require_recent_sign_in()
    told = await exchange_phone_code(request.app.ctx.wechat, body.code)
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
    asks_first=_ask_wechat,
)
async def bind_phone_of_wechat(
    request: Request, caller: Citizen, body: WechatPhone, asked: str
) -> None:
    # WeChat may have checked the number long ago, so it never takes one from another account.
    await phones.bind_number(caller, asked)
