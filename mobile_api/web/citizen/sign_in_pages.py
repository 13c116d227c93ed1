"""Signing in on mobile web: by phone code anywhere, without a password inside WeChat."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.errors import (
    CodeNotSent,
    NoSms,
    PhoneCodeWrong,
    PhoneOwnerUnsure,
    SessionEnded,
)
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import PhoneCodeRequest, PhoneSignIn
from mobile_api.accounts.sessions import service as sessions
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import AppError, NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text.masking import mask_phone
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    SIGN_IN,
    forget,
    in_wechat,
    local_path,
    refuse_foreign,
    remember,
    session_token,
    unkept_redirect,
)

_PHONE_PAGE, _CODE_PAGE = "sign_in.html", "sign_in_code.html"
_CODE_FIELDS = ("code", "code_ticket", "id_number_tail")
_OWNER_FIELDS = ("id_number_tail", "is_new_owner")
_SENDING = (NotAllowed, NoSms, CodeNotSent, TooManyRequests, TemporarilyUnavailable)
_OPENING = (NotAllowed, PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable)


class SignInQuery(BaseModel):
    """Where to go afterwards."""

    return_to: str = Field("/me", max_length=500)


class PhoneForm(SignInQuery):
    """手机号."""

    phone: str = Field(max_length=40)


class CodeForm(PhoneForm):
    """The code of the short message; the last two answer doubts about who holds the number."""

    code: str = Field(max_length=20)
    code_ticket: str = Field("", max_length=100)
    id_number_tail: str = Field("", max_length=12)
    is_new_owner: str = Field("", max_length=5)


def _typed(request: Request, name: str) -> str:
    given = request.form.get(name) if request.form else None
    return str(given or "")[:500].strip()


@endpoint("网页:登录", caller=Anyone, query=SignInQuery, media=HTML)
async def show_sign_in(request: Request, query: SignInQuery) -> HTTPResponse:
    return _phone_page(request, local_path(query.return_to))


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
        fault=fault,
        problem=problem,
        by_wechat=has_account and in_wechat(request),
    )


@endpoint(
    "网页:获取短信验证码",
    caller=Anyone,
    form=PhoneForm,
    media=HTML,
    errors=_SENDING,
    transaction=False,
    guessing=True,
)
async def send_code(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(_typed(request, "return_to")), _typed(request, "phone")
    try:
        asked = PhoneCodeRequest(phone=phone, purpose=CodePurpose.sign_in)
    except ValidationError as error:
        return _phone_page(request, return_to, 422, phone=phone, fault=faults_of(error)[0].message)
    try:
        ticket = await phones.send_code(request, phone=asked.phone, purpose=asked.purpose)
    except _SENDING as error:
        return _phone_page(request, return_to, error.status, phone=phone, problem=error)
    return _code_page(request, return_to, asked.phone, ticket)


def _code_page(
    request: Request,
    return_to: str,
    phone: str,
    ticket: str,
    status: int = 200,
    *,
    faults: Mapping[str, str] | None = None,
    problem: AppError | None = None,
) -> HTTPResponse:
    was_unsure = any(_typed(request, name) for name in _OWNER_FIELDS)
    return unkept_page(
        request,
        _CODE_PAGE,
        SIGN_IN,
        status,
        return_to=return_to,
        phone=phone,
        code_ticket=ticket,
        faults=faults or {},
        phone_masked=mask_phone(phone),
        problem=problem,
        is_owner_unsure=was_unsure or isinstance(problem, PhoneOwnerUnsure),
    )


@endpoint(
    "网页:用验证码登录",
    caller=Anyone,
    form=CodeForm,
    media=HTML,
    errors=_OPENING,
    transaction=False,
    guessing=True,
)
async def sign_in(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(_typed(request, "return_to")), _typed(request, "phone")
    given: dict[str, Any] = {name: _typed(request, name) for name in _CODE_FIELDS}
    try:
        body = PhoneSignIn(
            phone=phone, **given, is_new_owner=_typed(request, "is_new_owner") == "true"
        )
    except ValidationError as error:
        faults = {fault.path.strip("/"): fault.message for fault in faults_of(error)}
        if "phone" in faults:
            return _phone_page(request, return_to, 422, phone=phone, fault=faults["phone"])
        return _code_page(request, return_to, phone, given["code_ticket"], 422, faults=faults)
    try:
        opened = await phones.sign_in_by_phone(request, body)
    except _OPENING as error:
        ticket = body.code_ticket
        return _code_page(request, return_to, body.phone, ticket, error.status, problem=error)
    return await remember(request, unkept_redirect(return_to), opened.refresh_token)


@endpoint(
    "网页:退出登录",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed,),
)
async def sign_out(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    token = session_token(request)
    if token:
        with suppress(SessionEnded):
            await sessions.end_page(token)
    return forget(request, unkept_redirect("/"))
