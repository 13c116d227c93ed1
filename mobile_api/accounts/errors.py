"""What can go wrong with accounts and sessions."""

from mobile_api.shared.errors import AppError


class WrongCredentials(AppError):
    status = 401
    code = "wrong_credentials"
    title = "用户名或密码不正确。连续输错五次将锁定十五分钟。"


class AccountLocked(AppError):
    status = 423
    code = "account_locked"
    title = "输错次数太多,账号已暂时锁定,请十五分钟后再试或联系管理员。"


class SessionEnded(AppError):
    status = 401
    code = "session_ended"
    title = "登录已过期,请重新登录。"


class RealNameFixed(AppError):
    status = 409
    code = "real_name_fixed"
    title = "实名信息已核验,不能自行修改。如有变动,请到窗口办理。"
