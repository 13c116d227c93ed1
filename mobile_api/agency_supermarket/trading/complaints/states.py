"""Where a complaint stands, how it may end, and the allowed moves as data."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class ComplaintStatus(StrEnum):
    """Where a complaint stands."""

    received = "received"
    accepted = "accepted"
    refused = "refused"
    decided = "decided"
    withdrawn = "withdrawn"


COMPLAINT_STATUS_NAMES = {
    ComplaintStatus.received: "已收到,正在审查",
    ComplaintStatus.accepted: "已受理,正在处理",
    ComplaintStatus.refused: "不予受理",
    ComplaintStatus.decided: "已作出处理决定",
    ComplaintStatus.withdrawn: "已撤回",
}
OPEN_COMPLAINTS = frozenset({ComplaintStatus.received, ComplaintStatus.accepted})


class ComplaintOutcome(StrEnum):
    """处理决定."""

    not_upheld = "not_upheld"
    rectified = "rectified"
    penalty = "penalty"


COMPLAINT_OUTCOME_NAMES = {
    ComplaintOutcome.not_upheld: "投诉不成立",
    ComplaintOutcome.rectified: "投诉成立,责令改正",
    ComplaintOutcome.penalty: "投诉成立,给予行政处罚",
}
DECIDES = frozenset({StaffRole.supervisor})

ComplaintMove = moves.Move[ComplaintStatus]
_S = ComplaintStatus
_STAFF = ActorKind.staff

ACCEPT = ComplaintMove("accept", frozenset({_S.received}), _S.accepted, _STAFF, DECIDES)
REFUSE = ComplaintMove("refuse", frozenset({_S.received}), _S.refused, _STAFF, DECIDES)
DECIDE = ComplaintMove("decide", frozenset({_S.accepted}), _S.decided, _STAFF, DECIDES)
WITHDRAW = ComplaintMove("withdraw", OPEN_COMPLAINTS, _S.withdrawn, ActorKind.citizen)
