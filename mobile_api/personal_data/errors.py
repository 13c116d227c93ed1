"""What can go wrong with merging accounts, and with a person's own data."""

from collections.abc import Sequence

from mobile_api.shared.errors import AppError


class DifferentPeople(AppError):
    status = 409
    code = "different_people"
    title = (
        "两个账户登记的身份证号不同,或已分别核验过身份,不能合并。确属同一人的,"
        "请先更正尚未核验的实名信息,或带身份证到窗口办理。"
    )


class OpenCases(AppError):
    """`cases` goes into the problem document: number, item name and where each one stands; and
    `matters`, as `OpenMarketMatters` has them, where there are some as well."""

    status = 409
    code = "open_cases"
    title = "有在办事项,办结或撤回后可以注销。"

    def __init__(
        self, cases: Sequence[dict[str, str]] = (), matters: Sequence[dict[str, str]] = ()
    ) -> None:
        super().__init__()
        self.extensions = {"cases": list(cases), "matters": list(matters)}


class OpenMarketMatters(AppError):
    """`matters` goes into the problem document: kind, number, title and what must come first."""

    status = 409
    code = "open_market_matters"
    title = (
        "您在中介超市或公共资源交易中还有没结束的事项(需求、报价、合同、评标或投诉)。"
        "请先按所列办法结束,再申请注销。"
    )

    def __init__(self, matters: Sequence[dict[str, str]] = ()) -> None:
        super().__init__()
        self.extensions = {"matters": list(matters)}


class NoDeletion(AppError):
    status = 404
    code = "no_deletion"
    title = "您没有申请注销账户,或申请已经取消。"


class NoExport(AppError):
    status = 404
    code = "no_export"
    title = "您还没有申请个人信息副本,或副本已经过期,请重新申请。"


class ExportNotReady(AppError):
    status = 409
    code = "export_not_ready"
    title = "个人信息副本还没有备好。正在准备的,备好后会有站内消息提醒您;未能备好的,请重新申请。"
