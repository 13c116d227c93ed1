"""What an entry of the custody log can be refused for at the counter."""

from mobile_api.shared.errors import AppError


class CustodyNotOpen(AppError):
    status = 409
    code = "custody_not_open"
    title = "只有已经转出的异地代收代办办件才能登记原件交接。请先转交办件。"


class CustodyTooSoon(AppError):
    status = 409
    code = "custody_too_soon"
    title = "当地还没有核验收件,或者这件已经办结、退回,原件请先留在窗口:核验收件以后才能寄出。"


class CustodyMoved(AppError):
    status = 409
    code = "custody_moved"
    title = "原件交接登记刚刚有了新的记录,请刷新后核对再登记。"


class CustodyOutOfTurn(AppError):
    status = 409
    code = "custody_out_of_turn"
    title = "原件现在不在可以登记这一步的位置,请刷新后核对原件在谁手里再登记。"


class CustodyFull(AppError):
    status = 409
    code = "custody_full"
    title = "这件办件的原件交接登记已经太多,不能再登记,请与对方城市电话核对后联系管理员。"
