"""What can go wrong with the second factor of staff; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class SecondFactorNeeded(AppError):
    status = 401
    code = "second_factor_needed"
    title = "请再填写手机验证器上的六位动态码;手机不在身边的,填写一个备用码。"


class SecondFactorMissing(AppError):
    status = 403
    code = "second_factor_missing"
    title = "您的账号还没有绑定动态码。请先绑定,再登录。"


class SecondFactorWrong(AppError):
    status = 401
    code = "second_factor_wrong"
    title = "动态码不正确或已经用过。请等验证器换出下一个动态码再填;连续填错五次后,须等十五分钟。"


class SecondFactorEnrolled(AppError):
    status = 409
    code = "second_factor_enrolled"
    title = "您的账号已经绑定了动态码。手机丢失或更换的,请联系安全管理员重置。"


class ResetNotFound(NotFound):
    code = "second_factor_reset_not_found"
    title = "没有找到这项重置申请,它可能已经办完或过期,请刷新后查看。"


class ResetNeedsAnother(AppError):
    status = 403
    code = "second_factor_reset_needs_another"
    title = "重置须由两位安全管理员先后办理,且都不是账号本人。请由另一位同事确认。"
