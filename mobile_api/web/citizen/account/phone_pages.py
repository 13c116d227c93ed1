"""Adding a phone number that one signs in with."""

from dataclasses import dataclass, field
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings import service as bindings
from mobile_api.accounts.bindings.service import Prover
from mobile_api.accounts.errors import (
    BoundElsewhere,
    CodeNotSent,
    NoSms,
    PhoneCodeWrong,
    ProofNeeded,
)
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import PhoneBindRequest
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import AppError, NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.account.number_proof import NumberProof
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.account.ways_pages import WAYS
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import tear_off
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import own_form_of, sign_in_to, typed, unkept_redirect

_OWN = "这个手机号已经绑定在您的账户上,不用再绑定。"
PHONE = NumberProof(CodePurpose.bind, f"{WAYS}/phone", "account_phone", _OWN)


class NumberForm(BaseModel):
    """手机号."""

    phone: str = Field(max_length=40)


class BindForm(BaseModel):
    """The code of the short message; whether the number has changed hands."""

    code: str = Field(max_length=20)
    is_new_owner: str = Field("", max_length=5)


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A form as it was sent, by whom, and what is wrong with it.

    Without `wanted`, `problem` and `faults` there is no code to fill in. `code_id` as
    `check_number` has it.
    """

    caller: Citizen
    wanted: PhoneBindRequest | None = None
    code_id: UUID | None = None
    faults: dict[str, str] = field(default_factory=dict)
    problem: AppError | None = None


@endpoint("网页:绑定手机号", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_phone(request: Request) -> HTTPResponse:
    return await PHONE.show_number(request)


@endpoint(
    "网页:获取绑定手机号的验证码",
    caller=Anyone,
    form=NumberForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, NoSms, CodeNotSent, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    guessing=True,
)
async def send_phone_code(request: Request) -> HTTPResponse:
    return await PHONE.send_code(request)


@endpoint(
    "网页:填写绑定手机号的验证码", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,)
)
async def show_phone_code(request: Request) -> HTTPResponse:
    return await PHONE.show_code(request)


async def _typed_code(request: Request) -> TypedCode | None:
    caller = await own_form_of(request)
    if caller is None:
        return None
    asked = PHONE.asked_by(request, caller)
    if asked is None:
        return TypedCode(caller)
    try:
        wanted = PhoneBindRequest(
            phone=asked.phone,
            code=typed(request, "code"),
            code_ticket=asked.code_ticket,
            is_new_owner=typed(request, "is_new_owner") == "true",
        )
    except ValidationError as error:
        return TypedCode(caller, faults={"code": faults_of(error)[0].message})
    try:
        code_id = await bindings.check_number(Prover.of(request, caller), wanted)
    except ProofNeeded:
        return TypedCode(caller)
    except PhoneCodeWrong as error:
        return TypedCode(caller, problem=error)
    return TypedCode(caller, wanted, code_id)


@endpoint(
    "网页:用验证码绑定手机号",
    caller=Anyone,
    form=BindForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, PhoneCodeWrong, BoundElsewhere, TemporarilyUnavailable),
    guessing=True,
    asks_first=_typed_code,
)
async def bind_phone(request: Request, asked: TypedCode | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(PHONE.path)
    problem = asked.problem
    if asked.wanted is None and problem is None and not asked.faults:
        return unkept_redirect(PHONE.path)
    if asked.wanted is not None:
        try:
            async with savepoint():
                await bindings.bind_checked(asked.caller, asked.wanted, asked.code_id)
        except (BoundElsewhere, PhoneCodeWrong) as error:
            problem = error
        else:
            return tear_off(request, done(request, WAYS, "手机号已经绑定。"), PHONE.note)
    return sent_back(
        request, PHONE.code_path, _doubt(request, problem), faults=asked.faults, problem=problem
    )


def _doubt(request: Request, problem: AppError | None) -> dict[str, str]:
    """Whether the question about a new owner of the number belongs on the page."""
    was_asked = bool(typed(request, "is_new_owner"))
    is_asked = was_asked or isinstance(problem, BoundElsewhere)
    return {"is_bound_elsewhere": "true"} if is_asked else {}
