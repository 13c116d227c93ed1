"""What can go wrong with a case; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class CaseNotFound(NotFound):
    code = "case_not_found"
    title = "没有找到这个办件。请核对办件编号,或登录后在“我的办件”中查看。"


class CaseClaimed(AppError):
    """A colleague works on it; `name` is how they are shown."""

    status = 409
    code = "case_claimed"
    title = "这个办件由同事领取了。请换一件,或者请值班长处理。"

    def __init__(self, name: str = "") -> None:
        super().__init__()
        if name:
            self.title = f"这个办件由{name}领取了。请换一件,或者请值班长处理。"


class NotClaimed(AppError):
    status = 409
    code = "case_not_claimed"
    title = "这个办件现在不在您手里。请刷新后再试。"


class NothingToDo(AppError):
    """Nobody of the staff has to act on it, or not with these duties."""

    status = 409
    code = "case_not_to_be_claimed"
    title = "这个办件现在不用窗口或部门办理,不能领取。请刷新后查看。"


class QueueEmpty(AppError):
    status = 409
    code = "queue_empty"
    title = "没有等着您办的件了。请过一会儿再来看,或者换一个事项。"


class TooManyClaims(AppError):
    status = 409
    code = "too_many_claims"
    title = "您手里的办件已经很多。请先办完或退回几件再领取。"


class ColleagueUnfit(AppError):
    status = 409
    code = "colleague_unfit"
    title = "这位同事不能接手:请转给本部门在岗、有这项职责的同事。"


class NotOnline(AppError):
    status = 409
    code = "not_online"
    title = "这个事项暂不能网上提交,请按指南到窗口办理。"


class MoveNotAllowed(AppError):
    """`status_name` is where the case stands; without it somebody else was first just now."""

    status = 409
    code = "move_not_allowed"
    title = "办件的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"

    def __init__(self, status_name: str = "") -> None:
        super().__init__()
        if status_name:
            self.title = f"办件现在是“{status_name}”,这一步现在不能办理。请刷新后查看能办什么。"


class CaseChanged(AppError):
    status = 412
    code = "case_changed"
    title = (
        "这个办件刚在别的手机、电脑上(或由同事)改过。请先刷新看看最新内容,再把您要改的地方填一次。"
    )


class NoticeLimitPassed(MoveNotAllowed):
    code = "notice_limit_passed"
    title = "答复期限已过而没有答复,依法视为受理,系统正在登记。请刷新后按已受理的办件办理。"


class ForAnotherCity(MoveNotAllowed):
    code = "for_another_city"
    title = "这件办件由属地依法受理,本窗口不能受理或不予受理。请转交属地;不能转交的,请先收回。"


class NotForEnterprises(AppError):
    status = 409
    code = "not_for_enterprises"
    title = "这个事项只面向个人。请切换为“以个人名义办理”后再申请。"


class TooManyDrafts(AppError):
    status = 409
    code = "too_many_drafts"
    title = "您的草稿已经很多了。请先提交或撤回不需要的草稿,再新建。"


class TooManyOpenCases(AppError):
    status = 409
    code = "too_many_open_cases"
    title = "这个事项您已有多个办件正在办理。请等其中一件办结,或撤回不需要的办件后再提交。"


class RealNameNeeded(AppError):
    status = 403
    code = "real_name_needed"
    title = "提交前请先填写实名信息。"


class DraftIncomplete(AppError):
    status = 422
    code = "draft_incomplete"
    title = "还有内容没有填好,请按下面的提示逐项补齐后再提交。"


class StandsElsewhere(AppError):
    """A case does not stand where it stood when its applicant read what a withdrawal means."""

    status = 409
    code = "stands_elsewhere"
    title = "您看过以后,这个办件的状态变了,没有撤回。请看过现在的情况,再决定要不要撤回。"


class FactorDoesNotMatch(AppError):
    status = 404
    code = "case_number_or_factor_wrong"
    title = "办件编号或身份证后六位不正确,请核对后重试。"


class OneTimeNoticeRule(AppError):
    status = 409
    code = "one_time_notice_rule"
    title = "补正须一次性告知:新一轮只能针对上次列出的问题或新提交的材料,其他问题须由主管签批。"


class FourEyes(AppError):
    status = 409
    code = "four_eyes"
    title = "该事项须一审一核:须先由另一人审查,作出决定的人不能是要求补正、预审或受理的人。"
