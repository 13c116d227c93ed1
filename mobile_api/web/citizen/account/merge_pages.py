"""Two accounts of one person made one, once it is proven whose the other is."""

from dataclasses import dataclass, field

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import Proven, Prover
from mobile_api.accounts.errors import CodeNotSent, NoSms, PhoneCodeWrong, ProofNeeded
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import Proof
from mobile_api.personal_data import service as personal_data
from mobile_api.personal_data.errors import DifferentPeople
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import (
    AppError,
    NotAllowed,
    NotSignedIn,
    TemporarilyUnavailable,
    TooManyRequests,
)
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.account.number_proof import NumberProof
from mobile_api.web.citizen.account.phone_pages import NumberForm
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.account.ways_pages import WAYS
from mobile_api.web.frame.acting import remember
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.notes import tear_off
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    typed,
    unkept_redirect,
)

_OWN = "这是您现在这个账户的手机号。请填另一个账户登录用的手机号。"
MERGE = NumberProof(CodePurpose.merge, f"{WAYS}/merge", "account_merge", _OWN)
_NOBODYS = (
    "没有账户用这个手机号登录,或者它超过九十天没有登录过,不能凭它合并。"
    "请核对号码,或者带身份证到窗口办理。"
)


class MergeForm(BaseModel):
    """The code that the other account's number got."""

    code: str = Field(max_length=20)


@dataclass(frozen=True, slots=True)
class TypedProof:
    """A form as it was sent, by whom, and what is wrong with it.

    `has_code`: a code was asked for, and the sign-in is recent enough. `number`: of the other
    account. Without faults and problem, `proof` as `prove_the_other` has it.
    """

    caller: Citizen
    has_code: bool = True
    number: str = ""
    proof: Proven | None = None
    faults: dict[str, str] = field(default_factory=dict)
    problem: AppError | None = None


@endpoint("网页:合并账户", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_merge(request: Request) -> HTTPResponse:
    return await MERGE.show_number(request)


@endpoint(
    "网页:获取合并账户的验证码",
    caller=Anyone,
    form=NumberForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, NoSms, CodeNotSent, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    guessing=True,
)
async def send_merge_code(request: Request) -> HTTPResponse:
    return await MERGE.send_code(request)


@endpoint("网页:合并前再确认一次", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_merge_code(request: Request) -> HTTPResponse:
    return await MERGE.show_code(request)


async def _typed_proof(request: Request) -> TypedProof | None:
    caller = await own_form_of(request)
    if caller is None:
        return None
    asked, prover = MERGE.asked_by(request, caller), Prover.of(request, caller)
    if asked is None or not await prover.has_signed_in_recently():
        return TypedProof(caller, has_code=False)
    try:
        given = Proof(
            phone=asked.phone, phone_code=typed(request, "code"), code_ticket=asked.code_ticket
        )
    except ValidationError as error:
        return TypedProof(caller, faults={"code": faults_of(error)[0].message})
    try:
        proof = await personal_data.prove_the_other(prover, given)
    except ProofNeeded:
        return TypedProof(caller, number=asked.phone, faults={"phone": _NOBODYS})
    except (PhoneCodeWrong, TooManyRequests) as error:
        return TypedProof(caller, problem=error)
    return TypedProof(caller, number=asked.phone, proof=proof)


@endpoint(
    "网页:用验证码合并账户",
    caller=Anyone,
    form=MergeForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, PhoneCodeWrong, DifferentPeople, TooManyRequests, TemporarilyUnavailable),
    guessing=True,
    asks_first=_typed_proof,
)
async def merge_accounts(request: Request, asked: TypedProof | None) -> HTTPResponse:
    if asked is None or not asked.has_code:
        return unkept_redirect(MERGE.path) if asked else sign_in_to(MERGE.path)
    if "phone" in asked.faults:
        return MERGE.refused(request, asked.number, asked.faults["phone"])
    if asked.faults or asked.problem:
        code_page = MERGE.code_path
        return sent_back(request, code_page, {}, faults=asked.faults, problem=asked.problem)
    try:
        async with savepoint():
            session = await personal_data.session_after(asked.caller, asked.proof)
    except DifferentPeople as error:
        return sent_back(request, MERGE.path, {"phone": asked.number}, problem=error)
    except PhoneCodeWrong as error:
        return sent_back(request, MERGE.code_path, {}, problem=error)
    except NotSignedIn:  # one of the two was closed or merged meanwhile
        return sign_in_to(WAYS)
    merged = done(request, WAYS, "两个账户已经合并。")
    return await remember(request, tear_off(request, merged, MERGE.note), session.refresh_token)
