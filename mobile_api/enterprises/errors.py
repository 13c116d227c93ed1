"""What can go wrong when people act for enterprises; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class NotActingFor(AppError):
    """`item_name`: there is a power for the enterprise, which does not reach this item."""

    status = 403
    code = "not_acting_for"
    title = "您没有代表这家企业办理的授权,或授权已到期、已撤销。请联系法定代表人重新授权。"

    def __init__(self, item_name: str = "") -> None:
        super().__init__()
        if item_name:
            self.title = (
                f"您可以为这家企业办事,但授权里没有“{item_name}”这一项。"
                "请法定代表人把它加进授权,或者换一个身份办理。"
            )


class ChosenSince(AppError):
    status = 409
    code = "acting_chosen_since"
    title = "“为谁办”刚刚换过,还没有开始申请。请看清下面是为谁办,再点“开始”。"


class EnterpriseNotFound(NotFound):
    code = "enterprise_not_found"
    title = "没有找到这家企业,或您不能代表它办理。请向法定代表人核实,或带执照和身份证到窗口核对。"


class OfficeNotProven(AppError):
    status = 403
    code = "office_not_proven"
    title = "请先以法定代表人身份完成线上身份认证,再来认领企业;也可以带执照和身份证到窗口办理。"


class EnterpriseClaimedSince(AppError):
    status = 409
    code = "enterprise_claimed_since"
    title = "这家企业刚刚由另一位法定代表人认领。如有疑问,请带执照和身份证到窗口办理。"


class ClerkNotFound(NotFound):
    code = "clerk_not_found"
    title = "没有找到这项经办人授权,请刷新后重试。"


class ClerkAppointed(AppError):
    status = 409
    code = "clerk_already_appointed"
    title = "这个手机号已经有一项未结束的经办人授权。要更改的话,请先撤销再重新授权。"


class TooManyClerks(AppError):
    status = 409
    code = "too_many_clerks"
    title = "未结束的经办人授权太多,请先撤销不再需要的。"


class InvitationOver(AppError):
    status = 409
    code = "invitation_over"
    title = "这项授权邀请已撤销或已过期,请联系法定代表人重新邀请。"


class ClerkNameDiffers(AppError):
    status = 403
    code = "clerk_name_differs"
    title = "邀请中的姓名与您已核验的姓名不一致,请联系法定代表人更正后重新邀请。"
