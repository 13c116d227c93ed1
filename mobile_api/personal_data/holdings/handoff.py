"""Handoffs between cities: evidence of what both said, which stays with the case."""

from mobile_api.cases.models import Case
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.custody.states import STEP_NAMES
from mobile_api.handoff.models import Handoff, IncomingMessage, OutgoingMessage, StoredReceipt
from mobile_api.personal_data.holding import Holding, Under, goes_with_its_parent

_KINDS = {
    "case": "移交",
    "correction": "补正",
    "withdrawal": "撤回",
    "event": "办理进展",
    "custody": "原件交接",
}

HANDOFF = (
    Holding(
        Handoff,
        Under(Case, "case_id"),
        "跨城办件",
        {
            "case_id": "办件标识",
            "handoff_id": "跨城办件标识",
            "their_number": "对方办件编号",
            "status": "状态",
            "created_at": "开始时间",
            "changed_at": "变动时间",
            "withdrawal_asked_at": "申请撤回时间",
        },
        goes_with_its_parent,
        words={
            "status": {
                "chosen": "已选择办理地",
                "sending": "正在移交",
                "received": "属地已收到",
                "checked": "属地已收件",
                "decided": "属地已决定",
                "finished": "已办完",
                "returned": "属地未能接收",
                "declined": "属地不予受理",
                "withdrawn": "已撤回",
                "undeliverable": "未能送达",
            }
        },
    ),
    Holding(
        OutgoingMessage,
        Under(Handoff, "handoff_row_id"),
        "发给外地的消息",
        {"kind": "种类", "created_at": "发出时间", "answered_at": "回复时间"},
        goes_with_its_parent,
        words={"kind": _KINDS},
    ),
    Holding(
        IncomingMessage,
        Under(Handoff, "handoff_row_id"),
        "外地发来的消息",
        {"kind": "种类", "received_at": "收到时间"},
        goes_with_its_parent,
        words={"kind": _KINDS},
    ),
    Holding(
        StoredReceipt,
        Under(Handoff, "handoff_row_id"),
        "跨城办件的回执",
        {"kind": "种类", "at": "时间"},
        goes_with_its_parent,
        words={
            "kind": {
                "received": "已收到",
                "refused": "未接收",
                "checked": "已收件",
                "returned": "退回",
                "decided": "已决定",
            }
        },
    ),
    # Without what staff wrote for each other.
    Holding(
        CustodyEntry,
        Under(Handoff, "handoff_row_id"),
        "原件交接登记",
        {
            "step": "步骤",
            "at": "时间",
            "papers": "材料原件",
            "waybill_number": "运单号",
            "seal_number": "封条号",
        },
        goes_with_its_parent,
        words={"step": {step.value: name for step, name in STEP_NAMES.items()}},
    ),
)
