"""What can go wrong with a contract; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class ContractNotFound(NotFound):
    code = "contract_not_found"
    title = "没有找到这份合同,请刷新合同列表后重试。"


class ContractMoveNotAllowed(AppError):
    status = 409
    code = "contract_move_not_allowed"
    title = "合同的状态刚刚发生了变化,这一步现在不能办理。请刷新后查看最新状态。"


class ForTheOtherSide(AppError):
    status = 403
    code = "for_the_other_side"
    title = "这一步由合同的另一方办理,请等待对方,或与对方联系。"


class ResultStillShown(AppError):
    status = 409
    code = "result_still_shown"
    title = "选取结果还在公示,公示期满以后才可以签订合同,请到时再办理。"


class SigningOver(AppError):
    status = 409
    code = "signing_over"
    title = "签订合同的期限已过,这份合同不能再签订。仍需要服务的,请重新发布采购需求。"


class DisputeOpen(AppError):
    status = 409
    code = "dispute_open"
    title = "这项采购有异议或投诉正在处理,处理期间不能签订合同,请等待处理结果。"


class AwardVoid(AppError):
    status = 409
    code = "award_void"
    title = "选取结果已经撤销,这份合同不能继续办理,请查看采购需求的最新结果。"


class ProposalChanged(AppError):
    status = 409
    code = "proposal_changed"
    title = "对方刚刚修改了合同内容,请重新查看后再确认。"


class AgreedDayPassed(AppError):
    status = 409
    code = "agreed_day_passed"
    title = "合同约定的交付日已经过去,不能再确认。请写明理由退回,由对方改晚后重新提出。"


class AgencyMayNotServe(AppError):
    status = 409
    code = "agency_may_not_serve"
    title = "机构正被暂停承接业务或列入黑名单,按规定现在不能继续履行,请与中介超市管理部门联系。"


class AgencyMayNotSign(AppError):
    status = 409
    code = "agency_may_not_sign"
    title = (
        "机构现在不能承接这项服务:被暂停、列入黑名单、已退出,或资质不在有效期内。"
        "恢复以前不能签订新合同,可以请求终止,或与中介超市管理部门联系。"
    )


class ContractFileNotFound(NotFound):
    code = "contract_file_not_found"
    title = "没有找到合同的这个文件,可能已被替换,请刷新后重试。"
