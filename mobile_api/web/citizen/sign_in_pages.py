"""Signing in on mobile web: by phone code anywhere, without a password inside WeChat."""

from datetime import timedelta
from typing import TypeVar
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
from mobile_api.web.frame.acting import remember
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.notes import note, noted, tear_off
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    SIGN_IN,
    in_wechat,
    is_known,
    local_path,
    refuse_foreign,
    typed,
    unkept_redirect,
    visitor_of,
)
from mobile_api.web.frame.words import tail_of

_PHONE_PAGE, _CODE_PAGE = "sign_in.html", "sign_in_code.html"
_CODE = f"{SIGN_IN}/code"
_OWNER_FIELDS = ("id_number_tail", "is_new_owner")
SENDING = (NotAllowed, NoSms, CodeNotSent, TooManyRequests, TemporarilyUnavailable)
_OPENING = (NotAllowed, PhoneCodeWrong, PhoneOwnerUnsure, TooManyRequests, TemporarilyUnavailable)
_ONLY_THE_TAIL = "请只填最后六位,末位可能是X。"
_NOTE = "sign-in-code"
# Longer than a code is good for, so that whoever comes back too late keeps the number typed.
NOTED_FOR = timedelta(minutes=15)
BETWEEN_CODES = timedelta(minutes=1)


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


class CodeAsked(BaseModel):
    """For which number a code was asked last, and from when on another one can be had.

    `is_sent` is False when it was too early for another one.
    """

    phone: str
    return_to: str
    code_ticket: str
    next_at: Instant
    is_sent: bool


Asked = TypeVar("Asked", bound=CodeAsked)


@endpoint("网页:登录", caller=Anyone, query=SignInQuery, media=HTML)
async def show_sign_in(request: Request, query: SignInQuery) -> HTTPResponse:
    failure, asked = failure_of(request, SIGN_IN), noted(request, _NOTE, CodeAsked)
    typed_before = failure.values if failure else {}
    settings = SETTINGS.of(request)
    shown = unkept_page(
        request,
        _PHONE_PAGE,
        SIGN_IN,
        failure.status if failure else 200,
        return_to=typed_before.get("return_to", local_path(query.return_to)),
        phone=typed_before.get("phone", asked.phone if asked else ""),
        faults=failure.faults if failure else {},
        problem=failure if failure and failure.title else None,
        # A cookie that opens nothing any more: somebody was in the middle of something.
        has_ended=is_known(request) and await visitor_of(request) is None,
        by_wechat=bool(settings.wechat_official_account_app_id) and in_wechat(request),
    )
    return told(request, shown, failure)


@endpoint("网页:回到填写手机号", caller=Anyone, media=HTML, status=303)
async def back_to_sign_in(request: Request) -> HTTPResponse:
    return unkept_redirect(SIGN_IN)


@endpoint(
    "网页:获取短信验证码",
    caller=Anyone,
    form=PhoneForm,
    media=HTML,
    status=303,
    errors=SENDING,
    transaction=False,
    guessing=True,
)
async def send_code(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(typed(request, "return_to")), typed(request, "phone")
    try:
        wanted = PhoneCodeRequest(phone=phone, purpose=CodePurpose.sign_in)
    except ValidationError as error:
        faults = {"phone": faults_of(error)[0].message}
        return sent_back(request, SIGN_IN, _kept(return_to, phone), faults=faults)
    try:
        ticket = await phones.send_code(request, phone=wanted.phone, purpose=wanted.purpose)
    except SENDING as error:
        before = asked_before(request, _NOTE, CodeAsked, wanted.phone, error)
        if before is None:
            return sent_back(request, SIGN_IN, _kept(return_to, phone), problem=error)
        asked = before
    else:
        asked = CodeAsked(
            phone=wanted.phone,
            return_to=return_to,
            code_ticket=ticket,
            next_at=clock.now() + BETWEEN_CODES,
            is_sent=True,
        )
    response = unkept_redirect(_CODE)
    return note(request, response, _NOTE, asked, lifetime=NOTED_FOR)


def asked_before(
    request: Request, name: str, kind: type[Asked], phone: str, error: AppError
) -> Asked | None:
    """What this browser asked before, when it is too early to ask again: that code may be good."""
    asked = noted(request, name, kind)
    if not isinstance(error, TooManyRequests) or asked is None or asked.phone != phone:
        return None
    wait = timedelta(seconds=error.retry_after or 0)
    return asked.model_copy(update={"next_at": clock.now() + wait, "is_sent": False})


@endpoint("网页:填写验证码", caller=Anyone, media=HTML)
async def show_code(request: Request) -> HTTPResponse:
    failure, asked = failure_of(request, _CODE), noted(request, _NOTE, CodeAsked)
    if failure is None and asked is None:
        return unkept_redirect(SIGN_IN)
    known = failure.values if failure else asked.model_dump() if asked else {}
    wait = asked.next_at - clock.now() if asked else timedelta(0)
    return_to, phone = known["return_to"], known["phone"]
    shown = unkept_page(
        request,
        _CODE_PAGE,
        _CODE,
        failure.status if failure else 200,
        return_to=return_to,
        phone=phone,
        code_ticket=known["code_ticket"],
        change_number=f"{SIGN_IN}?{urlencode({'return_to': return_to})}",
        faults=failure.faults if failure else {},
        phone_masked=mask_phone(phone),
        problem=failure if failure and failure.title else None,
        is_sent=asked is None or asked.is_sent,
        next_at=asked.next_at if asked and wait > timedelta(0) else None,
        wait_seconds=int(wait.total_seconds()) + 1,
        is_owner_unsure=failure is not None and "is_owner_unsure" in failure.values,
    )
    return told(request, shown, failure)


@endpoint(
    "网页:用验证码登录",
    caller=Anyone,
    form=CodeForm,
    media=HTML,
    status=303,
    errors=_OPENING,
    transaction=False,
    guessing=True,
)
async def sign_in(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    return_to, phone = local_path(typed(request, "return_to")), typed(request, "phone")
    ticket = typed(request, "code_ticket")
    kept = _kept(return_to, phone) | {"code_ticket": ticket}
    try:
        body = PhoneSignIn(
            phone=phone,
            code=typed(request, "code"),
            code_ticket=ticket,
            id_number_tail=tail_of(typed(request, "id_number_tail")),
            is_new_owner=typed(request, "is_new_owner") == "true",
        )
    except ValidationError as error:
        faults = {fault.path.strip("/"): fault.message for fault in faults_of(error)}
        if "id_number_tail" in faults:
            faults["id_number_tail"] = _ONLY_THE_TAIL
        # No field of the page: whoever lost it asks for a new code, as for a wrong one.
        if faults.pop("code_ticket", "") and not faults:
            return sent_back(request, _CODE, kept | _doubt(request), problem=PhoneCodeWrong())
        # Of a wrong number alone is spoken: the code was sent to another one.
        page = SIGN_IN if "phone" in faults else _CODE
        faults = {"phone": faults["phone"]} if page == SIGN_IN else faults
        return sent_back(request, page, kept | _doubt(request), faults=faults)
    try:
        opened = await phones.sign_in_by_phone(request, body)
    except _OPENING as error:
        return sent_back(request, _CODE, kept | _doubt(request, error), problem=error)
    response = tear_off(request, unkept_redirect(return_to), _NOTE)
    return await remember(request, response, opened.refresh_token)


def _kept(return_to: str, phone: str) -> dict[str, str]:
    """What need not be typed again."""
    return {"return_to": return_to, "phone": phone}


def _doubt(request: Request, error: AppError | None = None) -> dict[str, str]:
    """Whether the fields about the owner of the number belong on the page."""
    was_asked = any(typed(request, name) for name in _OWNER_FIELDS)
    return {"is_owner_unsure": "true"} if was_asked or isinstance(error, PhoneOwnerUnsure) else {}
