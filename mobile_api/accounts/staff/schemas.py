"""Bodies about members of staff and their passwords."""

from uuid import UUID

from pydantic import Field

from mobile_api.accounts.schemas import StaffPassword
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody

_REASON = Field(min_length=2, max_length=200, examples=["调到办公室,不再坐窗口"])


class MemberListQuery(RequestBody):
    """Of one department, if given; the newest accounts first."""

    department: str | None = Field(None, max_length=64)
    cursor: str | None = Field(None, max_length=300)
    limit: PageSize = 50


class StaffMemberView(AnswerBody):
    """A member of staff, as who runs the place sees them."""

    id: UUID
    username: str
    display_name: str
    department_key: str
    roles: list[StaffRole]
    is_active: bool
    has_second_factor: bool
    must_change_password: bool
    password_set_at: Instant | None


class MemberPage(AnswerBody):
    """工作人员, the newest accounts first."""

    members: list[StaffMemberView]
    next_cursor: str | None


class NewMember(RequestBody):
    """新建账号: without duties, which somebody else gives."""

    username: str = Field(pattern=r"^[a-z][a-z0-9-]{2,39}$", examples=["crj-window-3"])
    display_name: str = Field(min_length=1, max_length=40, examples=["出入境窗口 小赵"])
    department_key: str = Field(min_length=1, max_length=64, examples=["crj"])


class MemberReason(RequestBody):
    """Why, for the record."""

    reason: str = _REASON


class RolesRequest(RequestBody):
    """授予或收回职责: all that the member has from now on."""

    roles: list[StaffRole] = Field(max_length=len(StaffRole))
    reason: str = _REASON


class FirstPassword(AnswerBody):
    """Shown this once; the member changes it before the first sign-in."""

    member: StaffMemberView
    password: str


class PasswordChange(StaffPassword):
    """修改密码: by the present one, and the code where one is bound."""

    code: str = Field("", max_length=40)
    new_password: str = Field(min_length=1, max_length=200)
