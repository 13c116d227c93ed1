"""What the room of handoffs does with a case: here the door, the work beside it."""

from mobile_api.cases.case_guide import guide_of_case, submitted_form
from mobile_api.cases.clocks import clocks_of
from mobile_api.cases.history import events_of
from mobile_api.cases.history import note as note_by
from mobile_api.cases.scope import (
    HANDLERS,
    locked,
    locked_for,
    locked_for_nobody,
    scoped,
    visible_case,
)
from mobile_api.cases.status.versions import pages_of
from mobile_api.cases.transfer.home import (
    Received,
    answer_from_afar,
    draft_received,
    withdraw_from_afar,
)
from mobile_api.cases.transfer.home import receive as receive
from mobile_api.cases.transfer.taking import (
    accepted_at_home,
    ask_for_home,
    come_back,
    decided_at_home,
    declined_at_home,
    ended_at_home,
    hand_off,
    note_from_home,
    withdrawn_at_home,
)

__all__ = [
    "HANDLERS",
    "Received",
    "accepted_at_home",
    "answer_from_afar",
    "ask_for_home",
    "clocks_of",
    "come_back",
    "decided_at_home",
    "declined_at_home",
    "draft_received",
    "ended_at_home",
    "events_of",
    "guide_of_case",
    "hand_off",
    "locked",
    "locked_for",
    "locked_for_nobody",
    "note_by",
    "note_from_home",
    "pages_of",
    "receive",
    "scoped",
    "submitted_form",
    "visible_case",
    "withdraw_from_afar",
    "withdrawn_at_home",
]
