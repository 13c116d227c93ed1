"""Where a draw stands, and its moves as data. No move leads back to another list or secret."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history.moves import ActorKind, Move


class DrawStatus(StrEnum):
    """Where a draw (摇号) stands."""

    committed = "committed"
    frozen = "frozen"
    disputed = "disputed"
    entropy_entered = "entropy_entered"
    contested = "contested"
    drawn = "drawn"
    failed = "failed"


class DrawFailure(StrEnum):
    """Why there is no result."""

    called_off = "called_off"
    not_frozen = "not_frozen"
    entropy_missing = "entropy_missing"
    never_published = "never_published"
    contest_upheld = "contest_upheld"


class ContestOutcome(StrEnum):
    """异议处理结果: `numbers_void` means that the numbers are entered anew."""

    dismissed = "dismissed"
    numbers_void = "numbers_void"
    draw_void = "draw_void"


_S = DrawStatus
_WAITING = frozenset({_S.frozen, _S.disputed, _S.entropy_entered})
_STAFF, _SYSTEM, _CITIZEN = ActorKind.staff, ActorKind.system, ActorKind.citizen
# Who reads published numbers and writes them down, and who decides about a contest.
ENTERS = frozenset({StaffRole.reviewer, StaffRole.decider, StaffRole.publisher})
RESOLVES = frozenset({StaffRole.supervisor})

DrawMove = Move[DrawStatus]
FREEZE = DrawMove("freeze", frozenset({_S.committed}), _S.frozen, _SYSTEM)
# What the numbers entered so far amount to: back, in dispute, or complete.
RETURN = DrawMove("return", _WAITING | {_S.contested}, _S.frozen, _STAFF)
DISPUTE = DrawMove("dispute", _WAITING | {_S.contested}, _S.disputed, _STAFF)
ENTER = DrawMove("enter_entropy", _WAITING | {_S.contested}, _S.entropy_entered, _STAFF)
CONTEST = DrawMove("contest", _WAITING | {_S.contested}, _S.contested, _CITIZEN)
DRAW = DrawMove("draw", frozenset({_S.entropy_entered}), _S.drawn, _SYSTEM)
FAIL = DrawMove("fail", _WAITING | {_S.committed, _S.contested}, _S.failed, _SYSTEM)
