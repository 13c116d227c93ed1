"""Where a panel stands, what has become of each expert on its list, and the moves as data."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class PanelStatus(StrEnum):
    """Where a drawn panel (抽取专家) stands."""

    asked = "asked"
    frozen = "frozen"
    seated = "seated"
    judged = "judged"
    named = "named"
    failed = "failed"
    cancelled = "cancelled"


PANEL_STATUS_NAMES = {
    PanelStatus.asked: "已提出,等待第二人确认",
    PanelStatus.frozen: "名单已冻结,等待公开号码",
    PanelStatus.seated: "已抽取,名单保密",
    PanelStatus.judged: "评分已完成,名单随结果公布",
    PanelStatus.named: "已抽取,名单随结果公布",
    PanelStatus.failed: "抽取失败",
    PanelStatus.cancelled: "已取消",
}
# One that may still come to something: a subject has one of them at most.
LIVE = frozenset(PanelStatus) - {PanelStatus.failed, PanelStatus.cancelled}
UNDER_WAY = frozenset({PanelStatus.asked, PanelStatus.frozen})


class CandidateState(StrEnum):
    """`passed`: drawn, and passed over when the turn came (`PassReason`)."""

    listed = "listed"
    alternate = "alternate"
    seated = "seated"
    replaced = "replaced"
    passed = "passed"


CANDIDATE_STATE_NAMES = {
    CandidateState.listed: "未抽中",
    CandidateState.alternate: "候补",
    CandidateState.seated: "入选",
    CandidateState.replaced: "已更换",
    CandidateState.passed: "依序跳过",
}


class ReplaceReason(StrEnum):
    """Why a seat passes on to the next alternate."""

    declined = "declined"
    unreachable = "unreachable"
    avoidance = "avoidance"
    late = "late"


REPLACE_REASON_NAMES = {
    ReplaceReason.declined: "本人不能参加",
    ReplaceReason.unreachable: "联系不上",
    ReplaceReason.avoidance: "应当回避",
    ReplaceReason.late: "逾期没有评分",
}


class PassReason(StrEnum):
    """Why the turn of an expert who was drawn goes to the next one."""

    elsewhere = "elsewhere"
    inactive = "inactive"
    avoidance = "avoidance"


PASS_REASON_NAMES = {
    PassReason.elsewhere: "已在另一专业入选或已更换",
    PassReason.inactive: "已暂停或已出库",
    PassReason.avoidance: "应当回避",
}

# Any two people of the desk: one asks, another confirms.
ASKS = frozenset({StaffRole.reviewer, StaffRole.publisher, StaffRole.supervisor})

PanelMove = moves.Move[PanelStatus]
_S = PanelStatus
_STAFF, _SYSTEM, _CITIZEN = ActorKind.staff, ActorKind.system, ActorKind.citizen

CONFIRM = PanelMove("confirm", frozenset({_S.asked}), _S.frozen, _STAFF, ASKS)
CANCEL = PanelMove("cancel", UNDER_WAY, _S.cancelled, _STAFF, ASKS)
SEAT = PanelMove("seat", frozenset({_S.frozen}), _S.seated, _SYSTEM)
ASK_REPLACE = PanelMove("ask_replace", frozenset({_S.seated}), _S.seated, _STAFF, ASKS)
CALL_OFF = PanelMove("call_off", UNDER_WAY | {_S.seated}, _S.cancelled, _STAFF, ASKS)
REPLACE = PanelMove("replace", frozenset({_S.seated}), _S.seated, _STAFF, ASKS)
DECLINE = PanelMove("decline", frozenset({_S.seated}), _S.seated, _CITIZEN)
# By the rule of what the panel judges: nobody asked for it, and nobody confirms.
FREEZE = PanelMove("freeze", frozenset({_S.asked}), _S.frozen, _SYSTEM)
REPLACE_LATE = PanelMove("replace_late", frozenset({_S.seated}), _S.seated, _SYSTEM)
JUDGE = PanelMove("judge", frozenset({_S.seated}), _S.judged, _SYSTEM)
PUBLISH_NAMES = PanelMove("publish_names", frozenset({_S.judged}), _S.named, _SYSTEM)
END = PanelMove("end", UNDER_WAY | {_S.seated}, _S.cancelled, _SYSTEM)
NAME = PanelMove("name", frozenset({_S.seated}), _S.named, _STAFF, ASKS)
FAIL_PANEL = PanelMove("fail", UNDER_WAY | {_S.seated}, _S.failed, _SYSTEM)
# After each of these events somebody may have taken a seat.
SEATING = frozenset({one.name for one in (SEAT, REPLACE, DECLINE, REPLACE_LATE)})
