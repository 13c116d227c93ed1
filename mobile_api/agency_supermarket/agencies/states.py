"""How an agency stands at the market, and the allowed moves as data."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves
from mobile_api.shared.history.moves import ActorKind


class AgencyStatus(StrEnum):
    """Where an agency stands."""

    draft = "draft"
    applied = "applied"
    returned = "returned"
    listed = "listed"
    warned = "warned"
    suspended = "suspended"
    blacklisted = "blacklisted"
    left = "left"


STATUS_NAMES = {
    AgencyStatus.draft: "入驻申请填写中",
    AgencyStatus.applied: "入驻申请审核中",
    AgencyStatus.returned: "入驻申请需要修改",
    AgencyStatus.listed: "已入驻",
    AgencyStatus.warned: "警示",
    AgencyStatus.suspended: "暂停承接业务",
    AgencyStatus.blacklisted: "黑名单",
    AgencyStatus.left: "已退出",
}
# May be chosen; a warning is shown and bars nobody.
OPEN = frozenset({AgencyStatus.listed, AgencyStatus.warned})
# Anybody may see them: who was struck is shown as well as who may be chosen.
PUBLIC = OPEN | {AgencyStatus.suspended, AgencyStatus.blacklisted}
EDITABLE = frozenset({AgencyStatus.draft, AgencyStatus.returned, AgencyStatus.left})


class SanctionKind(StrEnum):
    """What was ordered against an agency."""

    warning = "warning"
    suspension = "suspension"
    blacklisting = "blacklisting"


SANCTION_NAMES = {
    SanctionKind.warning: "警示",
    SanctionKind.suspension: "暂停承接业务",
    SanctionKind.blacklisting: "列入黑名单",
}

Move = moves.Move[AgencyStatus]
_S = AgencyStatus
_CITIZEN, _STAFF, _SYSTEM = ActorKind.citizen, ActorKind.staff, ActorKind.system


def _move(
    name: str,
    sources: set[AgencyStatus] | frozenset[AgencyStatus],
    target: AgencyStatus,
    actor: ActorKind,
    *roles: StaffRole,
) -> Move:
    return Move(name, frozenset(sources), target, actor, frozenset(roles))


APPLY = _move("apply", EDITABLE, _S.applied, _CITIZEN)
RETURN = _move("return", {_S.applied}, _S.returned, _STAFF, StaffRole.reviewer)
LIST = _move("list", {_S.applied}, _S.listed, _STAFF, StaffRole.reviewer)
LEAVE = _move("leave", OPEN | {_S.applied, _S.returned}, _S.left, _CITIZEN)
SANCTIONS = {
    SanctionKind.warning: _move("warn", {_S.listed}, _S.warned, _STAFF, StaffRole.supervisor),
    SanctionKind.suspension: _move("suspend", OPEN, _S.suspended, _STAFF, StaffRole.supervisor),
    SanctionKind.blacklisting: _move(
        "blacklist", OPEN | {_S.suspended}, _S.blacklisted, _STAFF, StaffRole.supervisor
    ),
}
_SANCTIONED = {_S.warned, _S.suspended, _S.blacklisted}
# Too few points (信用分): the rule orders it, and takes it back when they are there again.
WARN_BY_RULE = _move("warn_by_rule", {_S.listed}, _S.warned, _SYSTEM)
LIFT_BY_RULE = _move("lift_by_rule", {_S.warned}, _S.listed, _SYSTEM)
# An objection was right.
LIFT = _move("lift", _SANCTIONED, _S.listed, _STAFF, StaffRole.supervisor)
# So it was, and an earlier sanction is still in term.
LIFT_TO = {
    SanctionKind.warning: _move(
        "lift_to_warning",
        {_S.suspended, _S.blacklisted},
        _S.warned,
        _STAFF,
        StaffRole.supervisor,
    ),
    SanctionKind.suspension: _move(
        "lift_to_suspension", {_S.blacklisted}, _S.suspended, _STAFF, StaffRole.supervisor
    ),
}
# The term is over: who was on the blacklist has to apply anew.
LAPSE = _move("lapse", {_S.warned, _S.suspended}, _S.listed, _SYSTEM)
LAPSE_BLACKLIST = _move("lapse_blacklist", {_S.blacklisted}, _S.left, _SYSTEM)
