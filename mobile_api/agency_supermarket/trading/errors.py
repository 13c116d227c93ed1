"""What can go wrong on the trading board; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class ProjectNotFound(NotFound):
    code = "trading_project_not_found"
    title = "没有找到这个交易项目,请核对编号或从公告列表重新打开。"


class NoticeNotFound(NotFound):
    code = "trading_notice_not_found"
    title = "没有找到这份公告,请刷新后重试。"


class ProjectMoveNotAllowed(AppError):
    status = 409
    code = "trading_move_not_allowed"
    title = "项目的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class NoticePublished(AppError):
    status = 409
    code = "trading_notice_published"
    title = "这份公告已经发布或已作废,不能再改。需要更正的,请另发变更公告。"


class NoticeFourEyes(AppError):
    status = 409
    code = "trading_four_eyes"
    title = "写过这份公告的人不能自己发布,请由另一位有发布权限的同事核对后发布。"


class NoticeChanged(AppError):
    status = 409
    code = "trading_notice_changed"
    title = "这份公告在您查看以后又改过。请刷新,核对最新内容后再发布。"


class NoticeNotReady(AppError):
    status = 422
    code = "trading_notice_not_ready"
    title = "这份公告现在还不能发布,请按下面的提示逐项修改。"


class TooManyNoticeDrafts(AppError):
    status = 409
    code = "too_many_trading_drafts"
    title = "未发布的公告草稿已经很多了。请先发布或作废不需要的,再新建。"


class PanelUnderWay(AppError):
    status = 409
    code = "trading_panel_under_way"
    title = "评标专家还没有抽取完成,暂不能发布结果。请等抽取完成,或先取消这次抽取。"


class ComplaintNotFound(NotFound):
    code = "bidding_complaint_not_found"
    title = "没有找到这件投诉,请核对编号后重试。"


class ComplaintMoveNotAllowed(AppError):
    status = 409
    code = "bidding_complaint_move_not_allowed"
    title = "投诉的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class ComplaintTooLate(AppError):
    status = 409
    code = "bidding_complaint_too_late"
    title = "对这份公告的投诉期限已过。如有违法线索,可以向有关行政监督部门举报。"


class ComplaintThere(AppError):
    status = 409
    code = "bidding_complaint_there"
    title = "您对这个项目的投诉正在处理,请等待答复,或撤回后重新提出。"


class TooManyComplaints(AppError):
    status = 409
    code = "too_many_bidding_complaints"
    title = "您正在处理中的投诉已经很多,请等其中一件有了答复再提出。"


class TooManyComplaintsToday(AppError):
    status = 409
    code = "too_many_bidding_complaints_today"
    title = "您今天提出的投诉已经很多(含已撤回的),请明天再提出,已经提出的不受影响。"


class ComplaintFourEyes(AppError):
    status = 409
    code = "bidding_complaint_four_eyes"
    title = "起草或发布过这个项目公告的人不能处理对它的投诉,请由另一位主管办理。"
