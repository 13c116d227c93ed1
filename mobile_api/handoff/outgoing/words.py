"""What people read of a case that is handed to another city; `{city}` is that city's name."""

from collections.abc import Mapping
from typing import Final

from mobile_api.handoff.states import HandoffStatus, ReceiptKind

STATUS_NAMES: Final[Mapping[HandoffStatus, str]] = {
    HandoffStatus.chosen: "已选择,尚未转出",
    HandoffStatus.sending: "正在转往当地",
    HandoffStatus.received: "当地已收到,正在核验",
    HandoffStatus.checked: "当地已核验收件,正在办理",
    HandoffStatus.decided: "当地已作出决定",
    HandoffStatus.finished: "结果已送达",
    HandoffStatus.returned: "当地未能接收,窗口正在处理",
    HandoffStatus.declined: "当地不予受理",
    HandoffStatus.withdrawn: "已撤回",
    HandoffStatus.undeliverable: "暂时联系不上当地,窗口正在处理",
}
RECEIPT_NAMES: Final[Mapping[ReceiptKind, str]] = {
    ReceiptKind.received: "收到回执",
    ReceiptKind.refused: "拒收回执",
    ReceiptKind.checked: "核验回执",
    ReceiptKind.returned: "退回回执",
    ReceiptKind.decided: "决定回执",
}

PLACES_TEXT = "户籍或业务在别的城市的,可以在这里提交,由本市窗口转过去,由那里受理和决定。"
NO_PLACES_TEXT = (
    "这个事项现在不能由本市代收转到别的城市。"
    "可以在本市办理,或者直接向那个城市申请,也可以拨打12345咨询。"
)
# 个人信息保护法 23: who gets what of somebody, and what for, is said before they agree.
CONSENT_TEXT = (
    "选了别的城市,提交以后我们会把您的姓名、身份证号、电话、填写的内容和材料"
    "加密交给那个城市的政务服务部门,只用来办这一件事。提交以前随时可以改。"
)

UNDELIVERABLE = "undeliverable"
CUSTODY_UNDELIVERABLE = "custody_undeliverable"
RESTORED = "other_side_restored"
DUE_DATE_DIFFERS = "due_date_differs"
CROSSED = "messages_crossed"
OUT_OF_ORDER = "event_out_of_order"
NOT_TODAY = "item_not_agreed_today"
TOO_LARGE = "too_large_to_hand_over"

_NOT_AGREED = "当地目前不接收这个事项的跨城申请,窗口工作人员正在处理,请留意进展。"
_BROKEN = "转交的材料或信息当地无法使用,窗口工作人员正在处理,需要时会请您补充。"
_OTHER = "与当地交接时遇到问题,窗口工作人员正在处理,请留意进展。"
_PROBLEMS: Final[Mapping[str, str]] = {
    CUSTODY_UNDELIVERABLE: "材料原件的交接登记没有送到当地,工作人员正在与当地核对,不影响办理。",
    "custody_out_of_turn": "两地对材料原件的登记不一致,工作人员正在核对,不影响办理。",
    "custody_lost": "材料原件遗失,两地工作人员正在查找,会与您联系。",
    "custody_papers_faulty": "材料原件有缺失或破损,两地工作人员正在核对,会与您联系。",
    "custody_overdue": "寄出的材料原件多日没有登记收到,工作人员正在查询,您不需要做什么。",
    UNDELIVERABLE: "连续多日联系不上当地,窗口工作人员正在处理,请留意进展。",
    RESTORED: "当地的系统刚恢复过,两地记录正在核对,请以本页进展为准。",
    DUE_DATE_DIFFERS: "两地算出的期限不同,以当地告知的日期为准,工作人员正在核对,不影响办理。",
    CROSSED: "两地的消息在途中交错,请以办件经过的最后一条为准;有疑问请拨打12345。",
    OUT_OF_ORDER: "当地告知的进展前后不一致,工作人员正在向当地核对,请以之前的进展为准。",
    NOT_TODAY: _NOT_AGREED,
    TOO_LARGE: "材料太多,不能在网上转交,窗口工作人员正在处理,请留意进展。",
    "no_agreement": _NOT_AGREED,
    "item_not_agreed": _NOT_AGREED,
    "mode_not_agreed": _NOT_AGREED,
    "region_not_agreed": _NOT_AGREED,
    "item_gone": _NOT_AGREED,
    "draining": _NOT_AGREED,
    "already_open": "当地已有同一申请人同一事项的办件正在办理,请先等那一件办结或撤回那一件。",
    "already_decided": "当地在这之前已经作出决定,请查看办件经过。",
    "unknown_handoff": "当地没有找到这件办件,窗口工作人员正在核对,请留意进展。",
    "round_differs": "补正内容与当地要求的不是同一次,窗口工作人员正在处理,请留意进展。",
    "identity_too_weak": "当地要求更高等级的身份核验,请带身份证到窗口核验后重新转交。",
    "sealed_unreadable": _BROKEN,
    "too_many_materials": _BROKEN,
    "material_missing": _BROKEN,
    "material_differs": _BROKEN,
    "material_unsafe": _BROKEN,
    "material_unreachable": _BROKEN,
    "form_incomplete": _BROKEN,
    "applicant_invalid": "当地核对后认为证件号码有误,窗口工作人员正在核对,需要时会与您联系。",
    "material_too_large": _BROKEN,
    "situation_unknown": _BROKEN,
}


def problem_text(code: str) -> str:
    """A code of ours or of the protocol as a sentence; empty where there is no problem."""
    return _PROBLEMS.get(code, _OTHER) if code else ""


NOT_TODAY_TEXT = "{city}目前不接收这个事项的跨城申请,办件留在本地窗口,工作人员会与您联系。"
TOO_LARGE_TEXT = "材料太多,不能在网上转交{city},办件留在本地窗口,工作人员会与您联系。"
RECEIVED_TEXT = "{city}已收到这件办件。"
CHECKED_TEXT = "{city}已核验收件,当地办件编号{number}。"
RETURNED_TEXT = "{city}退回:{problem}"
CORRECTED_TEXT = "{city}已收到补正内容。"
CORRECTION_RETURNED_TEXT = "{city}无法使用这次补正的内容:{problem}"
CORRECTION_REFUSED_TEXT = "{city}没有接收这次补正:{problem}"
WITHDRAWAL_SENT_TEXT = "撤回申请已发往{city},等待确认。"
WITHDRAWAL_REFUSED_TEXT = "{city}在收到撤回申请之前已作出决定,不能撤回。"
WITHDRAWAL_NOT_TAKEN_TEXT = "{city}没有接收这次撤回申请:{problem}"
NEVER_TAKEN_TEXT = "{city}没有接收这件办件。您已申请撤回,办理结束。如仍需办理,可以重新申请。"
PRE_REVIEWED_TEXT = "{city}预审通过。"
UNDER_REVIEW_TEXT = "{city}已开始审查。"
COMPLETED_TEXT = "{city}已办结。"
SUSPENDED_TEXT = "{city}依法中止计算办理期限。"
SUSPENDED_UNTIL_TEXT = "{city}依法中止计算办理期限,至{until}。"
RESUMED_TEXT = "{city}恢复计算办理期限。"
WITHDRAWN_TEXT = "{city}已确认撤回。"
UNKNOWN_TEXT = "{city}有新的进展,请向当地查询详情。"
CROSSED_TEXT = "{city}告知:{what}。这条消息到达时办件在本地已是“{status}”。"
OUT_OF_ORDER_TEXT = "{city}告知:{what}。这与当地之前告知的不一致,工作人员正在核对。"
NEWS = "有新的进展"
CROSSED_WHAT: Final[Mapping[str, str]] = {
    "correction_requested": "需要补正",
    "accepted": "已受理",
    "decided": "已作出决定",
    "posted": "结果已寄出",
    "delivered": "结果已送达",
    "delivery_undone": "结果尚未送达",
    "declined": "不予受理",
    "withdrawn": "已撤回",
    "returned": "未能接收",
}
UNDELIVERABLE_TEXT = "多日未能联系上{city},窗口工作人员正在处理,您不需要做什么。"
EVENT_UNDELIVERABLE_TEXT = "办理进展暂未送达{city},工作人员正在处理,不影响办理。"
CUSTODY_UNDELIVERABLE_TEXT = "材料原件的交接登记暂未送达{city},工作人员正在处理,不影响办理。"
TAKEN_BACK_TEXT = "办件由本地窗口继续处理。"
