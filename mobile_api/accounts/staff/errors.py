"""What can go wrong where staff are managed, at the command line and over HTTP."""

from mobile_api.shared.errors import AppError, NotFound


class StaffFault(Exception):
    """What was asked for cannot be done; nothing was."""


class UnknownDepartment(StaffFault):
    """The published catalogue has no such department."""

    def __init__(self, key: str, known: list[str]) -> None:
        names = ", ".join(known) or "none, load a catalogue first"
        super().__init__(f"no such department: {key}; known: {names}")


class UnknownStaff(StaffFault):
    """Nobody has that username."""

    def __init__(self, username: str) -> None:
        super().__init__(f"no member of staff is called {username}")


class StaffDismissed(StaffFault):
    """Who was dismissed comes back by a command of its own."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username} was dismissed; yiwang reinstate-staff {username} comes first")


class MemberNotFound(NotFound):
    code = "member_not_found"
    title = "没有找到这位工作人员,请刷新后查看。"


class UsernameTaken(AppError):
    status = 409
    code = "username_taken"
    title = "这个用户名已经有人使用,请换一个。"


class DepartmentUnknown(AppError):
    status = 422
    code = "department_unknown"
    title = "目录里没有这个部门,请核对部门编码。"


class NotOneself(AppError):
    status = 403
    code = "not_oneself"
    title = "不能对自己的账号这样操作,请由另一位管理员办理。"


class DutiesConflict(AppError):
    status = 422
    code = "duties_conflict"
    title = "系统管理员、安全管理员和审计员须由不同的人担任,也不能同时办件。请只选其中一项。"


class PasswordMustChange(AppError):
    status = 403
    code = "password_must_change"
    title = "这个密码由别人设置或已满九十天,请先修改密码,再登录。"


class PasswordWeak(AppError):
    status = 422
    code = "password_weak"
    title = "新密码至少10位,须有大写字母、小写字母、数字、符号中的三种,且不能含有用户名。"


class PasswordUsedBefore(AppError):
    status = 422
    code = "password_used_before"
    title = "新密码不能与现在或最近五次用过的密码相同,请换一个。"
