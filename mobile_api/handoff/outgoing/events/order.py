"""Which event of the home city may follow where a handoff stands: one table, for every event.

As `docs/partner/messages.md` tells it. What may not follow is stored, told as what it is, and moves
nothing: refused, it would hold up all that comes after it.
"""

from collections.abc import Mapping
from enum import StrEnum

from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.events import EventKind


class Stage(StrEnum):
    """How far the home city is with it, by what it has told."""

    arriving = "arriving"
    checked = "checked"
    accepted = "accepted"
    decided = "decided"
    finished = "finished"
    over = "over"


_A, _C, _D, _F = Stage.arriving, Stage.checked, Stage.decided, Stage.finished
_OPEN = frozenset({_A, _C, Stage.accepted})
_STAGES: Mapping[HandoffStatus, Stage] = {
    HandoffStatus.checked: _C,
    HandoffStatus.decided: _D,
    HandoffStatus.finished: _F,
    HandoffStatus.returned: Stage.over,
    HandoffStatus.declined: Stage.over,
    HandoffStatus.withdrawn: Stage.over,
}
_MAY_FOLLOW: Mapping[str, frozenset[Stage]] = {
    EventKind.checked: frozenset({_A}),
    EventKind.returned: frozenset({_A}),
    EventKind.correction_requested: _OPEN,
    EventKind.corrected: _OPEN,
    EventKind.correction_returned: _OPEN,
    EventKind.pre_reviewed: frozenset({_A, _C}),
    EventKind.accepted: frozenset({_A, _C}),
    EventKind.declined: frozenset({_A, _C}),
    EventKind.suspended: _OPEN,
    EventKind.resumed: _OPEN,
    EventKind.under_review: _OPEN,
    EventKind.decided: _OPEN,
    EventKind.withdrawn: _OPEN,
    EventKind.withdrawal_refused: _OPEN | {_D, _F},
    EventKind.completed: frozenset({_D, _F}),
    EventKind.posted: frozenset({_D, _F}),
    EventKind.delivered: frozenset({_D}),
    EventKind.delivery_undone: frozenset({_D, _F}),
}


def stage_of(status: HandoffStatus, *, is_accepted: bool) -> Stage:
    """`is_accepted`: the clocks of law run already (受理)."""
    stage = _STAGES.get(status, _A)
    return Stage.accepted if is_accepted and stage in _OPEN else stage


def may_follow(event: str, stage: Stage) -> bool:
    """Whether it takes effect there; an event that only a newer city knows moves nothing anyway."""
    allowed = _MAY_FOLLOW.get(event)
    return allowed is None or stage in allowed
