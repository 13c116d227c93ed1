"""How an expert stands in the register, and the allowed moves as data."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class ExpertStatus(StrEnum):
    """Where an expert stands; only who is active is drawn."""

    active = "active"
    paused = "paused"
    removed = "removed"


EXPERT_STATUS_NAMES = {
    ExpertStatus.active: "在库",
    ExpertStatus.paused: "暂停抽取",
    ExpertStatus.removed: "已出库",
}
# Who keeps the register, and who decides that somebody is drawn no more.
KEEPS = frozenset({StaffRole.reviewer})
DECIDES = frozenset({StaffRole.supervisor})

ExpertMove = moves.Move[ExpertStatus]
_S = ExpertStatus


def _move(name: str, sources: set[ExpertStatus], target: ExpertStatus) -> ExpertMove:
    return ExpertMove(name, frozenset(sources), target, ActorKind.staff, DECIDES)


# Two accounts of one person became one.
REMOVE_DOUBLE = ExpertMove(
    "remove_double", frozenset({_S.active, _S.paused}), _S.removed, ActorKind.system
)
MOVES = {
    ExpertStatus.paused: _move("pause", {_S.active}, _S.paused),
    ExpertStatus.active: _move("resume", {_S.paused}, _S.active),
    ExpertStatus.removed: _move("remove", {_S.active, _S.paused}, _S.removed),
}
