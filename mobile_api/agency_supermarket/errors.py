"""What can go wrong at the market; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class NotForMarket(AppError):
    status = 403
    code = "not_for_market"
    title = (
        "这一步要以企业名义办理。请先切换为您代表的企业;只被授权部分事项的经办人,请联系法定代表人。"
    )


class AgencyNotFound(NotFound):
    code = "agency_not_found"
    title = "没有找到这家中介机构,可能已退出或名称有变,请重新查询。"


class AgencyMoveNotAllowed(AppError):
    status = 409
    code = "agency_move_not_allowed"
    title = "机构的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class ApplicationIncomplete(AppError):
    status = 422
    code = "agency_application_incomplete"
    title = "入驻申请还没有填好,请按下面的提示逐项补齐后再提交。"


class NotAtTheDesk(AppError):
    status = 403
    code = "not_market_desk"
    title = "中介超市由指定部门管理,您所在的部门不能办理这一步,请联系那个部门。"


class SanctionNotFound(NotFound):
    code = "sanction_not_found"
    title = "没有找到这项处理决定,请刷新后重试。"


class ObjectionTooLate(AppError):
    status = 409
    code = "objection_too_late"
    title = (
        "提出异议的期限已过,或这项处理已经撤销。如仍有不同意见,可以依法申请行政复议或提起行政诉讼。"
    )


class ObjectionAnswered(AppError):
    status = 409
    code = "objection_answered"
    title = "这项处理没有待答复的异议,或已经答复过。请刷新后查看最新状态。"


class QualificationNotFound(NotFound):
    code = "qualification_not_found"
    title = "没有找到待核验的这份证书,可能已经处理过。请刷新后重试。"
