"""The allowed moves of a case, as data: from where, to where, by whom, needing what."""

from enum import StrEnum

from mobile_api.shared.callers import StaffRole
from mobile_api.shared.history import moves


class CaseStatus(StrEnum):
    """Where a case (办件) stands."""

    draft = "draft"
    submitted = "submitted"
    correction_requested = "correction_requested"
    pre_reviewed = "pre_reviewed"
    accepted = "accepted"
    under_review = "under_review"
    decided = "decided"
    completed = "completed"
    delivered = "delivered"
    declined = "declined"
    withdrawn = "withdrawn"
    transferred = "transferred"


class Holder(StrEnum):
    """Who has to act now."""

    citizen = "citizen"
    counter = "counter"
    department = "department"
    post = "post"
    other_city = "other_city"
    nobody = "nobody"


HOLDERS = {
    CaseStatus.draft: Holder.citizen,
    CaseStatus.submitted: Holder.counter,
    CaseStatus.correction_requested: Holder.citizen,
    CaseStatus.pre_reviewed: Holder.counter,
    CaseStatus.accepted: Holder.department,
    CaseStatus.under_review: Holder.department,
    CaseStatus.decided: Holder.counter,
    CaseStatus.completed: Holder.post,
    CaseStatus.delivered: Holder.nobody,
    CaseStatus.declined: Holder.nobody,
    CaseStatus.withdrawn: Holder.nobody,
    CaseStatus.transferred: Holder.other_city,
}


class DecisionOutcome(StrEnum):
    """办理决定."""

    approved = "approved"
    refused = "refused"


class DeliveryKind(StrEnum):
    """结果送达: posted by EMS or picked up at the counter."""

    post = "post"
    pick_up = "pick_up"


ActorKind = moves.ActorKind
Move = moves.Move[CaseStatus]


def _move(
    name: str, sources: list[CaseStatus], target: CaseStatus, actor: ActorKind, *roles: StaffRole
) -> Move:
    return Move(name, frozenset(sources), target, actor, frozenset(roles))


_S = CaseStatus
_OPEN_TO_WITHDRAW = [
    _S.draft,
    _S.submitted,
    _S.correction_requested,
    _S.pre_reviewed,
    _S.accepted,
    _S.under_review,
]
_CITIZEN, _STAFF, _SYSTEM = ActorKind.citizen, ActorKind.staff, ActorKind.system

SUBMIT = _move("submit", [_S.draft, _S.correction_requested], _S.submitted, _CITIZEN)
WITHDRAW = _move("withdraw", _OPEN_TO_WITHDRAW, _S.withdrawn, _CITIZEN)
REQUEST_CORRECTION = _move(
    "request_correction", [_S.submitted], _S.correction_requested, _STAFF, StaffRole.reviewer
)
PASS_PRE_REVIEW = _move(
    "pass_pre_review", [_S.submitted], _S.pre_reviewed, _STAFF, StaffRole.reviewer
)
DECLINE = _move(
    "decline_acceptance", [_S.submitted, _S.pre_reviewed], _S.declined, _STAFF, StaffRole.reviewer
)
ACCEPT = _move(
    "accept", [_S.pre_reviewed], _S.accepted, _STAFF, StaffRole.front_desk, StaffRole.reviewer
)
# 行政许可法 32(4): no notice within five days, so it counts as accepted from the day received.
DEEM_ACCEPTED = _move("deem_accepted", [_S.submitted, _S.pre_reviewed], _S.accepted, _SYSTEM)
TAKE_UP = _move("take_up", [_S.accepted], _S.under_review, _STAFF, StaffRole.decider)
DECIDE = _move("decide", [_S.accepted, _S.under_review], _S.decided, _STAFF, StaffRole.decider)
COMPLETE = _move(
    "complete", [_S.decided], _S.completed, _STAFF, StaffRole.front_desk, StaffRole.decider
)
HAND_OVER = _move("hand_over", [_S.completed], _S.delivered, _STAFF, StaffRole.front_desk)
SIGNED_FOR = _move("signed_for", [_S.completed], _S.delivered, _SYSTEM)
# The post voids its own "delivered" (code 743): a corrective move of its own, told apart.
UNDO_SIGNED_FOR = _move("undo_signed_for", [_S.delivered], _S.completed, _SYSTEM)

# 跨省通办, in the city that took the case: it goes to the home city, and comes back from there.
HAND_OFF = _move(
    "hand_off",
    [_S.submitted, _S.pre_reviewed],
    _S.transferred,
    _STAFF,
    StaffRole.front_desk,
    StaffRole.reviewer,
)
FORWARD = _move("forward", [_S.submitted], _S.transferred, _SYSTEM)
COME_BACK = _move("come_back", [_S.transferred], _S.submitted, _SYSTEM)
ASK_FOR_HOME = _move("ask_for_home", [_S.transferred], _S.correction_requested, _SYSTEM)
# The home city may end it while it waits here for a correction, or for the window to send that.
_OPEN_AT_HOME = [_S.transferred, _S.correction_requested, _S.submitted, _S.pre_reviewed]
END_AT_HOME = _move("end_at_home", _OPEN_AT_HOME, _S.delivered, _SYSTEM)
UNDO_END_AT_HOME = _move("undo_end_at_home", [_S.delivered], _S.transferred, _SYSTEM)
DECLINED_AT_HOME = _move("declined_at_home", _OPEN_AT_HOME, _S.declined, _SYSTEM)
WITHDRAWN_AT_HOME = _move("withdrawn_at_home", _OPEN_AT_HOME, _S.withdrawn, _SYSTEM)
# And in the home city, for the applicant who is elsewhere.
RECEIVE = _move("receive", [_S.draft], _S.submitted, _SYSTEM)
ANSWER_FROM_AFAR = _move("answer_from_afar", [_S.correction_requested], _S.submitted, _SYSTEM)
WITHDRAW_FROM_AFAR = _move(
    "withdraw_from_afar",
    [one for one in _OPEN_TO_WITHDRAW if one is not _S.draft],
    _S.withdrawn,
    _SYSTEM,
)
