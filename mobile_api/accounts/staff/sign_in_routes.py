"""A member of staff signs in: by password, and by the code of their phone."""

from sanic import Blueprint, Request

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.passwords import device_token_for, guesser_of, staff_by_password
from mobile_api.accounts.schemas import StaffMe, StaffSessionOpened, StaffSignIn
from mobile_api.accounts.service import opened
from mobile_api.accounts.staff.changing import must_change
from mobile_api.accounts.staff.errors import PasswordMustChange
from mobile_api.accounts.staff.second_factor import service as second_factor
from mobile_api.accounts.staff.second_factor.errors import (
    SecondFactorMissing,
    SecondFactorNeeded,
    SecondFactorWrong,
)
from mobile_api.shared.callers import Anyone, Staff
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import NotSignedIn, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import SETTINGS

staff = Blueprint("staff_accounts", url_prefix="/staff/v1")


@staff.post("/sessions")
@endpoint(
    "窗口人员登录",
    caller=Anyone,
    body=StaffSignIn,
    answer=StaffSessionOpened,
    status=201,
    errors=(
        WrongCredentials,
        SecondFactorNeeded,
        SecondFactorWrong,
        SecondFactorMissing,
        PasswordMustChange,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    transaction=False,
    guessing=True,
)
async def sign_in_staff(request: Request, body: StaffSignIn) -> StaffSessionOpened:
    redis, address, device = REDIS.of(request), address_of(request), body.device_token
    member = await staff_by_password(
        redis, body.username, body.password, address=address, device_token=device
    )
    has_code = await second_factor.prove(
        redis,
        member,
        body.code,
        guesser_of(member, device, address),
        required=SETTINGS.of(request).staff_second_factor == "required",
    )
    if must_change(member):
        raise PasswordMustChange()
    async with in_transaction():
        tokens = await opened(member, via="password")
        if has_code:
            await second_factor.take(member, body.code)
    device_token = device_token_for(member, body.device_token)
    return StaffSessionOpened(**tokens.model_dump(), device_token=device_token)


@staff.get("/me")
@endpoint("我的工作账号", caller=Staff, answer=StaffMe)
async def staff_me(request: Request, caller: Staff) -> StaffMe:
    member = await StaffMember.get_or_none(id=caller.staff_id)
    if member is None:
        raise NotSignedIn()
    return StaffMe(
        username=member.username,
        display_name=member.display_name,
        department_key=member.department_key,
        roles=sorted(member.roles),
    )
