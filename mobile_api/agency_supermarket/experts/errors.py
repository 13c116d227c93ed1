"""What can go wrong with experts and their panels; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class ExpertNotFound(NotFound):
    code = "expert_not_found"
    title = "没有找到这位专家,请核对编号后重试。"


class ExpertMoveNotAllowed(AppError):
    status = 409
    code = "expert_move_not_allowed"
    title = "专家的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class ExpertRegistered(AppError):
    status = 409
    code = "expert_registered"
    title = "这个手机号或这个人已经登记过一位专家,请核对;同一个人只登记一次。"


class NotAnExpert(AppError):
    status = 403
    code = "not_an_expert"
    title = "您的账户没有关联评标专家登记,请联系市场管理部门核对预留的手机号。"


class PanelNotFound(NotFound):
    code = "panel_not_found"
    title = "没有找到这次专家抽取,请刷新后重试。"


class PanelMoveNotAllowed(AppError):
    status = 409
    code = "panel_move_not_allowed"
    title = "这次专家抽取的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class PanelFourEyes(AppError):
    status = 409
    code = "panel_four_eyes"
    title = "提出抽取或更换的人不能自己确认,请由另一位同事核对后确认。"


class PanelThere(AppError):
    status = 409
    code = "panel_there"
    title = "这个项目已经有一次专家抽取,请先完成或取消那一次。"


class TooManyPanels(AppError):
    status = 409
    code = "too_many_panels"
    title = "这个项目的专家抽取次数已经很多,请先由主管部门核查原因。"


class TooFewExperts(AppError):
    status = 409
    code = "too_few_experts"
    title = "库中可以抽取的专家不够,请减少候补人数、补充专家,或取消后重新提出。"


class SeatHasScored(AppError):
    status = 409
    code = "panel_seat_has_scored"
    title = "您已经提交了评分,不能再退出席位。发现应当回避的情形,请联系市场管理部门。"


class ScoresStand(AppError):
    status = 409
    code = "panel_scores_stand"
    title = "这位专家已经提交评分,只有应当回避的才能更换。请核对原因后再提出。"


class SeatNotFound(NotFound):
    code = "panel_seat_not_found"
    title = "没有找到这个席位,可能已经更换。请刷新后查看。"
