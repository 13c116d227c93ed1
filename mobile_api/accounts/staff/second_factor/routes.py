"""Binding the second factor, and taking it back where a phone was lost."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.passwords import staff_by_password
from mobile_api.accounts.schemas import StaffPassword
from mobile_api.accounts.staff.errors import MemberNotFound
from mobile_api.accounts.staff.queries import member_by_id
from mobile_api.accounts.staff.second_factor import service
from mobile_api.accounts.staff.second_factor.errors import (
    ResetNeedsAnother,
    ResetNotFound,
    SecondFactorEnrolled,
    SecondFactorWrong,
)
from mobile_api.accounts.staff.second_factor.schemas import (
    RecoveryCodes,
    ResetList,
    ResetRequest,
    SecondFactorBegun,
    SecondFactorConfirmation,
)
from mobile_api.accounts.staff.second_factor.views import reset_views
from mobile_api.shared.callers import Anyone, Staff, StaffRole
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS

staff = Blueprint("staff_second_factor", url_prefix="/staff/v1")

_SECURITY = frozenset({StaffRole.security_admin})
_BY_PASSWORD = (WrongCredentials, TooManyRequests, TemporarilyUnavailable, SecondFactorEnrolled)


async def _prove_password(request: Request, body: StaffPassword) -> StaffMember:
    return await staff_by_password(
        REDIS.of(request),
        body.username,
        body.password,
        address=address_of(request),
        device_token=body.device_token,
    )


@staff.post("/second-factors")
@endpoint(
    "绑定动态码:领取密钥",
    caller=Anyone,
    body=StaffPassword,
    answer=SecondFactorBegun,
    status=201,
    errors=_BY_PASSWORD,
    asks_first=_prove_password,
    guessing=True,
)
async def begin_second_factor(
    request: Request, body: StaffPassword, asked: StaffMember
) -> SecondFactorBegun:
    issuer = SETTINGS.of(request).public_url.partition("://")[2]
    secret, address = await service.begin(asked, issuer)
    return SecondFactorBegun(secret=secret, otpauth_address=address)


@staff.post("/second-factors/confirm")
@endpoint(
    "绑定动态码:填写第一个动态码",
    caller=Anyone,
    body=SecondFactorConfirmation,
    answer=RecoveryCodes,
    status=201,
    errors=(*_BY_PASSWORD, SecondFactorWrong),
    asks_first=_prove_password,
    guessing=True,
)
async def confirm_second_factor(
    request: Request, body: SecondFactorConfirmation, asked: StaffMember
) -> RecoveryCodes:
    return RecoveryCodes(recovery_codes=await service.confirm(asked, body.code))


@staff.get("/second-factor-resets")
@endpoint("等待第二人确认的动态码重置", caller=Staff, roles=_SECURITY, answer=ResetList)
async def list_resets(request: Request, caller: Staff) -> ResetList:
    return ResetList(resets=await reset_views(await service.open_resets()))


@staff.post("/members/<staff_id:uuid>/second-factor-resets")
@endpoint(
    "申请重置同事的动态码(留痕)",
    caller=Staff,
    roles=_SECURITY,
    body=ResetRequest,
    answer=ResetList,
    status=201,
    errors=(MemberNotFound, ResetNeedsAnother),
    idempotent=True,
)
async def ask_reset(
    request: Request, caller: Staff, staff_id: UUID, body: ResetRequest
) -> ResetList:
    member = await member_by_id(staff_id)
    reset = await service.ask_reset(caller, member.id, body.reason)
    return ResetList(resets=await reset_views([reset]))


@staff.post("/second-factor-resets/<reset_id:uuid>/agree")
@endpoint(
    "确认重置同事的动态码(留痕)",
    caller=Staff,
    roles=_SECURITY,
    status=204,
    errors=(ResetNotFound, ResetNeedsAnother),
)
async def agree_to_reset(request: Request, caller: Staff, reset_id: UUID) -> None:
    await service.agree_to_reset(caller, reset_id)
