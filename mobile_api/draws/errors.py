"""What can go wrong with a draw; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class DrawNotFound(NotFound):
    code = "draw_not_found"
    title = "没有找到这次摇号。请核对编号,或从公告页面重新打开。"


class ContestNotFound(NotFound):
    code = "contest_not_found"
    title = "没有找到这条异议。请刷新列表后再试。"


class EntropyNotFound(NotFound):
    code = "entropy_not_found"
    title = "没有找到这条登记。请刷新后再试。"


class DrawMoveNotAllowed(AppError):
    status = 409
    code = "draw_move_not_allowed"
    title = "摇号的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class DrawCommitted(AppError):
    status = 409
    code = "draw_committed"
    title = "这个编号的摇号承诺已经公布,来源和名额不能再改。如需重来,请先终止并使用新的编号。"


class SourcesClosed(AppError):
    status = 409
    code = "sources_closed"
    title = "公布的随机数来源已经截止,名单不能再冻结,摇号也不能再终止。请等摇号结果。"


class SourceStillOpen(AppError):
    status = 409
    code = "source_still_open"
    title = "这一期还没有截止,请在开奖或收盘之后再登记。"


class SecretDoesNotMatch(AppError):
    status = 422
    code = "secret_does_not_match"
    title = "这个密数与事先公布的承诺不一致,请核对编号和密数。"


class SecretLost(AppError):
    status = 409
    code = "secret_lost"
    title = "系统中保存的密数不能打开,请第二保管人用自己的密钥打开公布的密文并提交密数。"


class DrawTampered(AppError):
    status = 409
    code = "draw_tampered"
    title = "这次摇号的记录与当时公布的不一致,已停止摇号。请联系监督部门核查。"


class ContestOpen(AppError):
    status = 409
    code = "contest_open"
    title = "您对这次摇号的异议正在处理,请等待答复。"


class TooManyContests(AppError):
    status = 409
    code = "too_many_contests"
    title = "这次摇号已有较多异议正在处理,请等待答复公布后再提交。"


class DrawFourEyes(AppError):
    status = 409
    code = "draw_four_eyes"
    title = "登记过这次摇号随机数的人不能处理对它的异议,请由另一位主管办理。"


class NoIssuesAnnounced(AppError):
    status = 409
    code = "no_draw_issues"
    title = (
        "摇号要用的公开号码还没有排出期次,暂不能发布这类需求。草稿已保留,请在工作人员登记后再发布。"
    )
