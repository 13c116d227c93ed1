"""What people are told about objections and complaints."""

from mobile_api.shared.errors import AppError, NotFound


class DisputeNotFound(NotFound):
    code = "dispute_not_found"
    title = "没有找到这项异议或投诉,请刷新后重试。"


class NotABidder(AppError):
    status = 403
    code = "not_a_bidder"
    title = "只有对这项需求报过价的机构可以对结果提出异议;对公告内容,可以承接的机构都可以提出。"


class OwnersOwnDispute(AppError):
    status = 409
    code = "owners_own_dispute"
    title = "异议由采购人答复,采购人不能向自己提出。对结果有意见的,请以采购人身份直接投诉。"


class DisputeTooLate(AppError):
    status = 409
    code = "dispute_too_late"
    title = "这一步的期限已过,或现在还不能办理。仍有不同意见的,可以依法申请行政复议或提起行政诉讼。"


class DisputedAlready(AppError):
    status = 409
    code = "disputed_already"
    title = "已经就此提出过,不能重复提出。请在“我的异议”中查看办理情况。"


class DisputeMoveNotAllowed(AppError):
    status = 409
    code = "dispute_move_not_allowed"
    title = "这项异议或投诉的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class RemedyNotPossible(AppError):
    status = 409
    code = "remedy_not_possible"
    title = "这项需求现在不能这样处理:对公告内容的投诉成立的,请选择终止采购;已无结果的,请刷新。"
