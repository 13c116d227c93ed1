"""Signing in on mobile web: by phone code anywhere, without a password inside WeChat."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.errors import (
    CodeNotSent,
    NoSms,
    PhoneCodeWrong,
    PhoneOwnerUnsure,
)
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import PhoneCodeRequest, PhoneSignIn
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.clock import Instant
from mobile_api.shared.errors import AppError, NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text.masking import mask_phone
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    SIGN_IN,
    in_wechat,
    local_path,
    refuse_foreign,
    remember,
    typed,
    unkept_redirect,
)
from mobile_api.web.frame.words import tail_of

_PHONE_PAGE, _CODE_PAGE = "sign_in.html", "sign_in_code.html"
_CODE = f"{SIGN_IN}/code"
_OWNER_FIELDS = ("id_number_tail", "is_new_owner")
_SENDING = (NotAllowed, NoSms, CodeNotSent, TooManyRequests, TemporarilyUnavailable)
_OPENING = (NotAllowed, PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable)
_ONLY_THE_TAIL = "请只填最后六位,末位可能是X。"
_NOTE = "sign-in-code"
# Longer than a code is good for, so that whoever comes back too late keeps the number typed.
_NOTED_FOR = timedelta(minutes=15)
_BETWEEN_CODES = timedelta(minutes=1)


class SignInQuery(BaseModel):
    """Where to go afterwards."""

    return_to: str = Field("/me", max_length=500)


class PhoneForm(SignInQuery):
    """手机号."""

    phone: str = Field(max_length=40)


class CodeForm(PhoneForm):
    """The code of the short message; the last two answer doubts about who holds the number."""

    code: str = Field(max_length=20)
    id_number_tail: str = Field("", max_length=12)
    is_new_owner: str = Field("", max_length=5)


class CodeAsked(BaseModel):
    """For which number a code was asked last, and from when on another one can be had.

    `is_sent` is False when it was too early for another one.
    """

    phone: str
    return_to: str
    next_at: Instant
    is_sent: bool


@endpoint("网页:登录", caller=Anyone, query=SignInQuery, media=HTML)
async def show_sign_in(request: Request, query: SignInQuery) -> HTTPResponse:
    asked = noted(request, _NOTE, CodeAsked)
    return _phone_page(request, local_path(query.return_to), phone=asked.phone if asked else "")


@endpoint("网页:回到填写手机号", caller=Anyone, media=HTML, status=303)
async def back_to_sign_in(request: Request) -> HTTPResponse:
    return unkept_redirect(SIGN_IN)


def _phone_page(
    request: Request,
    return_to: str,
    status: int = 200,
    *,
    phone: str = "",
    fault: str = "",
    problem: AppError | None = None,
) -> HTTPResponse:
    settings = SETTINGS.of(request)
    has_account = bool(settings.wechat_official_account_app_id)
    return unkept_page(
        request,
        _PHONE_PAGE,
        SIGN_IN,
        status,
        return_to=return_to,
        phone=phone,
        faults={"phone": fault} if fault else {},
        problem=problem,
        by_wechat=has_account and in_wechat(request),
    )


@endpoint(
    "网页:获取短信验证码",
    caller=Anyone,
    form=PhoneForm,
    media=HTML,
    status=303,
    errors=_SENDING,
    transaction=False,
)
async def send_code(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(typed(request, "return_to")), typed(request, "phone")
    try:
        wanted = PhoneCodeRequest(phone=phone, purpose=CodePurpose.sign_in)
    except ValidationError as error:
        return _phone_page(request, return_to, 422, phone=phone, fault=faults_of(error)[0].message)
    asked = CodeAsked(
        phone=wanted.phone,
        return_to=return_to,
        next_at=clock.now() + _BETWEEN_CODES,
        is_sent=True,
    )
    try:
        await phones.send_code(request, phone=wanted.phone, purpose=wanted.purpose)
    except TooManyRequests as error:
        # A code that came before may still be good: its field must not be lost.
        wait = timedelta(seconds=error.retry_after or 0)
        asked = asked.model_copy(update={"next_at": clock.now() + wait, "is_sent": False})
    except _SENDING as error:
        return _phone_page(request, return_to, error.status, phone=phone, problem=error)
    response = unkept_redirect(_CODE)
    return note(request, response, _NOTE, asked, lifetime=_NOTED_FOR, path=SIGN_IN)


@endpoint("网页:填写验证码", caller=Anyone, media=HTML)
async def show_code(request: Request) -> HTTPResponse:
    asked = noted(request, _NOTE, CodeAsked)
    if asked is None:
        return unkept_redirect(SIGN_IN)
    return _code_page(request, asked.return_to, asked.phone)


def _code_page(
    request: Request,
    return_to: str,
    phone: str,
    status: int = 200,
    *,
    faults: Mapping[str, str] | None = None,
    problem: AppError | None = None,
) -> HTTPResponse:
    was_unsure = any(typed(request, name) for name in _OWNER_FIELDS)
    asked = noted(request, _NOTE, CodeAsked)
    wait = asked.next_at - clock.now() if asked else timedelta(0)
    return unkept_page(
        request,
        _CODE_PAGE,
        _CODE,
        status,
        return_to=return_to,
        phone=phone,
        change_number=f"{SIGN_IN}?{urlencode({'return_to': return_to})}",
        faults=faults or {},
        phone_masked=mask_phone(phone),
        problem=problem,
        is_sent=asked is None or asked.is_sent,
        next_at=asked.next_at if asked and wait > timedelta(0) else None,
        wait_seconds=int(wait.total_seconds()) + 1,
        is_owner_unsure=was_unsure or isinstance(problem, PhoneOwnerUnsure),
    )


@endpoint(
    "网页:用验证码登录",
    caller=Anyone,
    form=CodeForm,
    media=HTML,
    status=303,
    errors=_OPENING,
    transaction=False,
)
async def sign_in(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(typed(request, "return_to")), typed(request, "phone")
    try:
        body = PhoneSignIn(
            phone=phone,
            code=typed(request, "code"),
            id_number_tail=tail_of(typed(request, "id_number_tail")),
            is_new_owner=typed(request, "is_new_owner") == "true",
        )
    except ValidationError as error:
        faults = {fault.path.strip("/"): fault.message for fault in faults_of(error)}
        if "id_number_tail" in faults:
            faults["id_number_tail"] = _ONLY_THE_TAIL
        if "phone" in faults:
            return _phone_page(request, return_to, 422, phone=phone, fault=faults["phone"])
        return _code_page(request, return_to, phone, 422, faults=faults)
    try:
        opened = await phones.sign_in_by_phone(request, body)
    except _OPENING as error:
        return _code_page(request, return_to, body.phone, error.status, problem=error)
    response = tear_off(request, unkept_redirect(return_to), _NOTE, SIGN_IN)
    return remember(request, response, opened.refresh_token)
