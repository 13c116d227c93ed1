"""What can go wrong with the post of a case; each sentence says what to do instead."""

from mobile_api.shared.errors import AppError, NotFound


class ParcelNotFound(NotFound):
    code = "parcel_not_found"
    title = "没有找到这件邮件,请刷新后重试。"


class NotByPost(AppError):
    status = 409
    code = "not_by_post"
    title = "这个办件的结果不是邮寄的,不需要收件地址。"


class AddressChangeTooLate(AppError):
    status = 409
    code = "address_change_too_late"
    title = "邮件已交给邮政,不能在这里改址。请拨打邮政客服11183申请改寄;如果退回,可以重新填写地址。"


class NothingToReaddress(AppError):
    status = 409
    code = "nothing_to_readdress"
    title = "没有等待您确认地址的退回邮件,可能已经处理过了。请刷新后查看。"


class PostedTooOften(AppError):
    status = 409
    code = "posted_too_often"
    title = "这份结果已多次邮寄未能送到,请选择到窗口领取,或请工作人员协助。"


class NothingToReissue(AppError):
    status = 409
    code = "nothing_to_reissue"
    title = "没有等待补发的结果,可能已经处理过了。请刷新后查看。"


class OriginalsNotByPost(AppError):
    status = 409
    code = "originals_not_by_post"
    title = "这个事项的材料原件不支持邮寄,请按指南到窗口提交。"


class OriginalsNotExpected(AppError):
    status = 409
    code = "originals_not_expected"
    title = "办件现在不需要寄送材料原件。请先提交申请,或查看办件的最新状态。"


class OriginalsUnderWay(AppError):
    status = 409
    code = "originals_under_way"
    title = "已经登记了寄送的材料原件。如需重新登记,请先取消还没有取走的那一件。"


class PickupNotServed(AppError):
    status = 409
    code = "pickup_not_served"
    title = "EMS 暂不能到这个地址上门取件,请到邮局交寄后填写邮件号,或送到窗口。"


class AlreadyReceived(AppError):
    status = 409
    code = "originals_already_received"
    title = "这件材料原件已经登记接收,不需要重复登记。"


class LabelNotReady(AppError):
    status = 409
    code = "label_not_ready"
    title = "邮件还没有邮件号,或者已经取消,不能打印面单。请稍后刷新。"


class LabelPrintedBefore(AppError):
    status = 409
    code = "label_printed_before"
    title = "面单已经打印过。同一件邮件只能贴一张面单;确需重打,请选择“重新打印”。"


class LabelRefused(AppError):
    status = 409
    code = "label_refused"
    title = "邮政没有提供这件邮件的面单,请核对邮件状态或联系邮政客服11183。"
