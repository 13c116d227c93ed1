"""For which statuses somebody has to act, and whether a member's duties are among those."""

from collections.abc import Collection

from mobile_api.cases.states import (
    ACCEPT,
    COMPLETE,
    DECIDE,
    DECLINE,
    HAND_OFF,
    HAND_OVER,
    PASS_PRE_REVIEW,
    REQUEST_CORRECTION,
    TAKE_UP,
    CaseStatus,
    Move,
)
from mobile_api.shared.callers import StaffRole

# Everything that somebody of the staff does with a case, in the order of its life.
STAFF_MOVES: tuple[Move, ...] = (
    REQUEST_CORRECTION,
    PASS_PRE_REVIEW,
    ACCEPT,
    DECLINE,
    HAND_OFF,
    TAKE_UP,
    DECIDE,
    COMPLETE,
    HAND_OVER,
)
# Handing over waits for the applicant to come, and is no work that lies on a desk.
_ON_A_DESK = tuple(one for one in STAFF_MOVES if one is not HAND_OVER)
WAITING = frozenset(status for move in _ON_A_DESK for status in move.sources)


def statuses_for(roles: Collection[StaffRole]) -> frozenset[CaseStatus]:
    """Where a member with these duties can go on with a case; a supervisor everywhere."""
    if StaffRole.supervisor in roles:
        return WAITING
    own = (move for move in _ON_A_DESK if move.roles & frozenset(roles))
    return frozenset(status for move in own for status in move.sources)
