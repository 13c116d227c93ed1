"""What people are told about credit."""

from mobile_api.shared.errors import AppError, NotFound


class CreditEntryNotFound(NotFound):
    code = "credit_entry_not_found"
    title = "没有找到这项信用记分,请刷新后重试。"


class CreditObjectionTooLate(AppError):
    status = 409
    code = "credit_objection_too_late"
    title = "对这项记分提出异议的期限已过,或它已不再计算。符合条件的,可以申请信用修复。"


class CreditObjectionAnswered(AppError):
    status = 409
    code = "credit_objection_answered"
    title = "这项记分没有待答复的异议,或已经答复过。请刷新后查看最新状态。"


class OwnEntry(AppError):
    status = 403
    code = "own_credit_entry"
    title = "这项记分由您记入或由您作出的处理产生,须由另一位工作人员办理,请转交。"


class RepairNotYet(AppError):
    status = 409
    code = "credit_repair_not_yet"
    title = "这项记分现在不能申请修复:未到日期、不予修复或已不再计算。请查看记分中列明的日期。"


class RepairWaits(AppError):
    status = 409
    code = "credit_repair_waits"
    title = "这项记分的修复申请正在办理中,请等待答复,不需要重复申请。"


class TooManyRepairs(AppError):
    status = 409
    code = "too_many_credit_repairs"
    title = "这项记分申请修复的次数已经用完。记分期满后不再计算,不影响其他记分的修复。"


class RepairNotFound(NotFound):
    code = "credit_repair_not_found"
    title = "没有找到待办理的这份修复申请,可能已经办结。请刷新后重试。"


class EffectNotFound(NotFound):
    code = "credit_effect_not_found"
    title = "没有找到这项拟处理,请刷新后重试。"


class EffectDecided(AppError):
    status = 409
    code = "credit_effect_decided"
    title = "这项拟处理已有决定,请刷新后查看最新状态。"


class HearingOpen(AppError):
    status = 409
    code = "credit_hearing_open"
    title = "机构还在陈述申辩的期限内,请等机构陈述或期限届满后再决定。"


class HearingOver(AppError):
    status = 409
    code = "credit_hearing_over"
    title = "陈述申辩的期限已过,或已有决定。对决定不服的,可以在收到处理通知后提出异议。"
