"""Where a contract stands, whose turn it is, and the allowed moves as data."""

from collections.abc import Mapping
from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class Side(StrEnum):
    """Of which side of a contract somebody is."""

    owner = "owner"
    agency = "agency"

    @property
    def other(self) -> "Side":
        return Side.agency if self is Side.owner else Side.owner


SIDE_NAMES = {Side.owner: "采购人", Side.agency: "中介机构"}


class ContractStatus(StrEnum):
    """Where a contract (合同) stands."""

    awaited = "awaited"
    proposed = "proposed"
    in_force = "in_force"
    delivered = "delivered"
    finished = "finished"
    ended = "ended"
    lapsed = "lapsed"


CONTRACT_STATUS_NAMES = {
    ContractStatus.awaited: "待签订",
    ContractStatus.proposed: "待对方确认",
    ContractStatus.in_force: "履行中",
    ContractStatus.delivered: "待验收",
    ContractStatus.finished: "已完成",
    ContractStatus.ended: "已终止",
    ContractStatus.lapsed: "逾期未签订",
}


class MilestoneState(StrEnum):
    """How far a milestone (节点) is."""

    planned = "planned"
    reported = "reported"
    accepted = "accepted"


class FileKind(StrEnum):
    """What a file of a contract is."""

    contract = "contract"
    milestone = "milestone"
    result = "result"


# Columns of what is asked for or waits, as an end leaves them.
NOTHING_OPEN: Mapping[str, None] = {
    "ending": None,
    "extension": None,
    "overdue_at": None,
    "due_at": None,
}
ContractMove = moves.Move[ContractStatus]
_S = ContractStatus
_CITIZEN, _STAFF, _SYSTEM = ActorKind.citizen, ActorKind.staff, ActorKind.system
UNSIGNED = frozenset({_S.awaited, _S.proposed})
RUNNING = frozenset({_S.in_force, _S.delivered})
OPEN_CONTRACTS = UNSIGNED | RUNNING


def _move(
    name: str,
    sources: set[ContractStatus] | frozenset[ContractStatus],
    target: ContractStatus,
    actor: ActorKind,
    *roles: StaffRole,
) -> ContractMove:
    return ContractMove(name, frozenset(sources), target, actor, frozenset(roles))


PROPOSE = _move("propose", UNSIGNED, _S.proposed, _CITIZEN)
CONFIRM = _move("confirm", {_S.proposed}, _S.in_force, _CITIZEN)
SEND_BACK = _move("send_back", {_S.proposed}, _S.awaited, _CITIZEN)
LAPSE = _move("lapse", UNSIGNED, _S.lapsed, _SYSTEM)
DELIVER = _move("deliver", {_S.in_force}, _S.delivered, _CITIZEN)
RETURN_RESULT = _move("return_result", {_S.delivered}, _S.in_force, _CITIZEN)
ACCEPT = _move("accept", {_S.delivered}, _S.finished, _CITIZEN)
# What a side has asked for, as long as the other one has not answered: it stays where it is.
TAKE_BACK_EXTENSION = _move("take_back_extension", {_S.in_force}, _S.in_force, _CITIZEN)
TAKE_BACK_ENDING = {
    status: _move("take_back_ending", {status}, status, _CITIZEN) for status in OPEN_CONTRACTS
}
END = _move("end", OPEN_CONTRACTS, _S.ended, _CITIZEN)
END_VOID = _move("end_void", OPEN_CONTRACTS, _S.ended, _SYSTEM)
END_BY_DESK = _move("end_by_desk", OPEN_CONTRACTS, _S.ended, _STAFF, StaffRole.supervisor)
