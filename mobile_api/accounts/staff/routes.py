"""Members of staff as the console manages them, and the password that each changes alone."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.accounts.errors import WrongCredentials
from mobile_api.accounts.models import StaffMember
from mobile_api.accounts.passwords import guesser_of, staff_by_password
from mobile_api.accounts.staff import changing, managing
from mobile_api.accounts.staff.errors import (
    DepartmentUnknown,
    DutiesConflict,
    MemberNotFound,
    NotOneself,
    PasswordUsedBefore,
    PasswordWeak,
    UsernameTaken,
)
from mobile_api.accounts.staff.queries import members_page
from mobile_api.accounts.staff.schemas import (
    FirstPassword,
    MemberListQuery,
    MemberPage,
    MemberReason,
    NewMember,
    PasswordChange,
    RolesRequest,
    StaffMemberView,
)
from mobile_api.accounts.staff.second_factor import service as second_factor
from mobile_api.accounts.staff.second_factor.errors import SecondFactorNeeded, SecondFactorWrong
from mobile_api.accounts.staff.views import member_view, member_views
from mobile_api.shared.callers import Anyone, Staff, StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.errors import InvalidInput, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.process.cache import REDIS

staff = Blueprint("staff_members", url_prefix="/staff/v1")

_SYSTEM = frozenset({StaffRole.system_admin})
_SECURITY = frozenset({StaffRole.security_admin})
_WHO_RUNS = frozenset({StaffRole.system_admin, StaffRole.security_admin, StaffRole.auditor})
_ONE = "/members/<staff_id:uuid>"


@staff.get("/members")
@endpoint(
    "工作人员名单",
    caller=Staff,
    roles=_WHO_RUNS,
    query=MemberListQuery,
    answer=MemberPage,
    errors=(InvalidInput,),
)
async def list_members(request: Request, caller: Staff, query: MemberListQuery) -> MemberPage:
    found = await members_page(query.department, query.cursor).limit(query.limit + 1)
    members, cursor = page_of(found, query.limit, at=lambda one: one.created_at)
    return MemberPage(members=await member_views(members), next_cursor=cursor)


async def _first_password(request: Request) -> tuple[str, str]:
    return await managing.first_password()


@staff.post("/members")
@endpoint(
    "新建工作账号(留痕)",
    caller=Staff,
    roles=_SYSTEM,
    body=NewMember,
    answer=FirstPassword,
    status=201,
    errors=(UsernameTaken, DepartmentUnknown),
    asks_first=_first_password,
)
async def open_account(
    request: Request, caller: Staff, body: NewMember, asked: tuple[str, str]
) -> FirstPassword:
    password, hashed = asked
    member = await managing.open_account(caller, **body.model_dump(), hashed=hashed)
    return FirstPassword(member=await member_view(member), password=password)


@staff.post(f"{_ONE}/dismiss")
@endpoint(
    "停用工作账号(留痕)",
    caller=Staff,
    roles=_SYSTEM,
    body=MemberReason,
    answer=StaffMemberView,
    errors=(MemberNotFound, NotOneself),
)
async def dismiss_member(
    request: Request, caller: Staff, staff_id: UUID, body: MemberReason
) -> StaffMemberView:
    done = await managing.set_active(caller, staff_id, is_active=False, reason=body.reason)
    return await member_view(done)


@staff.post(f"{_ONE}/reinstate")
@endpoint(
    "恢复工作账号(留痕)",
    caller=Staff,
    roles=_SYSTEM,
    body=MemberReason,
    answer=StaffMemberView,
    errors=(MemberNotFound, NotOneself),
)
async def reinstate_member(
    request: Request, caller: Staff, staff_id: UUID, body: MemberReason
) -> StaffMemberView:
    done = await managing.set_active(caller, staff_id, is_active=True, reason=body.reason)
    return await member_view(done)


@staff.put(f"{_ONE}/roles")
@endpoint(
    "授予或收回职责(留痕)",
    caller=Staff,
    roles=_SECURITY,
    body=RolesRequest,
    answer=StaffMemberView,
    errors=(MemberNotFound, NotOneself, DutiesConflict),
)
async def set_member_roles(
    request: Request, caller: Staff, staff_id: UUID, body: RolesRequest
) -> StaffMemberView:
    done = await managing.set_roles(caller, staff_id, body.roles, body.reason)
    return await member_view(done)


@staff.post(f"{_ONE}/password")
@endpoint(
    "重置同事的密码(留痕)",
    caller=Staff,
    roles=_SECURITY,
    body=MemberReason,
    answer=FirstPassword,
    status=201,
    errors=(MemberNotFound, NotOneself),
    asks_first=_first_password,
)
async def set_member_password(
    request: Request, caller: Staff, staff_id: UUID, body: MemberReason, asked: tuple[str, str]
) -> FirstPassword:
    password, hashed = asked
    member = await managing.set_password(caller, staff_id, hashed, body.reason)
    return FirstPassword(member=await member_view(member), password=password)


@staff.post("/passwords")
@endpoint(
    "修改自己的密码",
    caller=Anyone,
    body=PasswordChange,
    status=204,
    errors=(
        WrongCredentials,
        SecondFactorNeeded,
        SecondFactorWrong,
        PasswordWeak,
        PasswordUsedBefore,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    transaction=False,
    guessing=True,
)
async def change_password(request: Request, body: PasswordChange) -> None:
    """By the present password, so that who has to change it needs no session."""
    member, has_code = await _proven(request, body)
    hashed = await changing.new_hash(member, body.new_password)
    async with in_transaction():
        await changing.change(member, hashed)
        if has_code:
            await second_factor.take(member, body.code)


async def _proven(request: Request, body: PasswordChange) -> tuple[StaffMember, bool]:
    redis, address, device = REDIS.of(request), address_of(request), body.device_token
    member = await staff_by_password(
        redis, body.username, body.password, address=address, device_token=device
    )
    guesser = guesser_of(member, device, address)
    return member, await second_factor.prove(redis, member, body.code, guesser, required=False)
