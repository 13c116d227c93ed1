"""Signing in by phone, outside WeChat as well."""

from sanic import Blueprint, Request

from mobile_api.accounts.errors import (
    CodeNotSent,
    NoSms,
    PhoneCodeWrong,
    PhoneOwnerUnsure,
)
from mobile_api.accounts.phones import codes as phone_codes
from mobile_api.accounts.phones.schemas import (
    PhoneCodeRequest,
    PhoneCodeSent,
    PhoneSignIn,
)
from mobile_api.accounts.phones.service import sign_in_by_phone
from mobile_api.accounts.schemas import SessionOpened
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint

citizen = Blueprint("phones", url_prefix="/api/v1")


# None of these takes an Idempotency-Key: two calls at once with one would count as two tries.
@citizen.post("/phone-codes")
@endpoint(
    "获取短信验证码",
    caller=Anyone,
    body=PhoneCodeRequest,
    answer=PhoneCodeSent,
    status=202,
    errors=(TooManyRequests, TemporarilyUnavailable, NoSms, CodeNotSent),
    transaction=False,
    guessing=True,
)
async def send_code(request: Request, body: PhoneCodeRequest) -> PhoneCodeSent:
    ticket = await phone_codes.send_code(request, phone=body.phone, purpose=body.purpose)
    return PhoneCodeSent(
        code_ticket=ticket,
        expires_in_seconds=int(phone_codes.LIFETIME.total_seconds()),
        next_in_seconds=int(phone_codes.JUST_SENT.total_seconds()),
    )


@citizen.post("/sessions/phone")
@endpoint(
    "手机号登录",
    caller=Anyone,
    body=PhoneSignIn,
    answer=SessionOpened,
    status=201,
    errors=(PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    guessing=True,
)
async def sign_in(request: Request, body: PhoneSignIn) -> SessionOpened:
    return await sign_in_by_phone(request, body)
