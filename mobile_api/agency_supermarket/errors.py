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


class OwnSanction(AppError):
    status = 403
    code = "own_sanction"
    title = "这项处理由您作出,异议须由另一位工作人员答复,请转交。"


class QualificationNotFound(NotFound):
    code = "qualification_not_found"
    title = "没有找到待核验的这份证书,可能已经处理过。请刷新后重试。"


class ServiceTypeNotFound(NotFound):
    code = "service_type_not_found"
    title = "没有这项中介服务,请从服务事项列表中选择。"


class PractitionerNotFound(NotFound):
    code = "practitioner_not_found"
    title = "没有找到这名从业人员,可能已经删除。请刷新后查看最新名单。"


class TooManyPractitioners(AppError):
    status = 409
    code = "too_many_practitioners"
    title = "登记的从业人员已到上限二百人。请先删除已离职的人员,再登记新的。"


class ReadAnother(AppError):
    """What was read when the form was opened is not what is there now."""

    status = 409
    code = "read_another"
    title = "您看过以后,这里的内容变了,这一步没有办。请看过现在的内容,再决定。"


class NeedNotFound(NotFound):
    code = "need_not_found"
    title = "没有找到这项采购需求,请核对编号后重试。"


class NeedMoveNotAllowed(AppError):
    status = 409
    code = "need_move_not_allowed"
    title = "这项需求的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class TooManyNeeds(AppError):
    status = 409
    code = "too_many_needs"
    title = "您的草稿和公告中的需求已经很多了。请先取消不需要的,或等其中一项结束后再新建。"


class DeadlineTooEarly(AppError):
    status = 422
    code = "bids_close_too_early"
    title = "报价截止时间太早,公告期不足。请改晚报价截止时间后再发布。"


class QuestionNotFound(NotFound):
    code = "question_not_found"
    title = "没有找到这个提问,请刷新后重试。"


class BiddingOver(AppError):
    status = 409
    code = "bidding_over"
    title = "报价已经截止或需求已取消,不能再报价、修改或撤回。请看别的需求公告。"


class NeedChanged(AppError):
    status = 409
    code = "need_changed"
    title = "采购人刚刚变更了这项需求,报价没有收下。请先看变更的内容和新的截止时间,再重新提交。"


class ChangeNotRead(AppError):
    """`change_number` goes into the problem document: of the last change."""

    status = 409
    code = "need_change_not_read"
    title = (
        "报价没有收下:您看到的不是这项需求的最新内容。"
        "请打开需求页面,看完全部变更,写明最近一次变更的序号后重新提交。"
    )

    def __init__(self, change_number: int = 0) -> None:
        super().__init__()
        self.extensions = {"change_number": change_number}


class NobodyEligible(AppError):
    status = 422
    code = "nobody_eligible"
    title = "回避名单排除了现在能承接这项服务的全部机构,没有机构可以报价。请核对回避名单后再发布。"


class TooFewForPanel(AppError):
    status = 422
    code = "too_few_for_panel"
    title = "这个专业可以参加评审的专家不够,请减少评审人数,或改选其他专业、其他选取方式后再发布。"


class NeedChangedTooOften(AppError):
    status = 409
    code = "need_changed_too_often"
    title = "这项需求变更的次数已到上限,不能再变更。如果确实需要,请取消后重新发布。"


class NeedFileNotFound(NotFound):
    code = "need_file_not_found"
    title = "没有找到这份文件,请刷新后重试。"


class BidChangedTooOften(AppError):
    status = 409
    code = "bid_changed_too_often"
    title = "这项需求的报价已经改过很多次,不能再改。最后一次提交的报价有效,还可以撤回。"


class BidNotFound(NotFound):
    code = "bid_not_found"
    title = "您还没有对这项需求报价,截止以前可以报价。"


class AgencyCannotBid(AppError):
    status = 403
    code = "agency_cannot_bid"
    title = (
        "贵机构目前不能承接这项服务。请在机构资料中核对:已经入驻、提供这项服务、"
        "资质在有效期内、没有被暂停。改好后再报价。"
    )


class NotEligible(AppError):
    status = 403
    code = "not_eligible"
    title = (
        "贵机构属于这项需求的回避范围(包括采购人声明的近亲属),或者就是采购人自己,"
        "不能报价。请选择其他需求。"
    )


class BiddingNotOver(AppError):
    status = 409
    code = "bidding_not_over"
    title = "报价还没有截止,截止之前任何人都不能开启报价,请到时再开启。"


class WrongOwnerKey(AppError):
    status = 422
    code = "wrong_owner_key"
    title = "密钥或口令不正确,无法开启报价。请核对发布时保存的密钥或设置的口令。"


class NotAmongThem(AppError):
    status = 422
    code = "not_among_them"
    title = "只能从列出的机构中选定一家,请刷新后重新选择。"


class NotOpenedYet(AppError):
    status = 409
    code = "not_opened_yet"
    title = "报价还没有开启,请以后再来:开启后这里公布全部报价和选取过程。"
