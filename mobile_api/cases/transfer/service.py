"""What the room of handoffs does with a case: here the door, the work beside it."""

from mobile_api.cases.applying.drafts import open_guide
from mobile_api.cases.applying.submitting import needed_assurance
from mobile_api.cases.case_guide import (
    guide_of_case,
    remedy_text,
    submitted_form,
    wanted_materials,
)
from mobile_api.cases.clocks import clocks_of
from mobile_api.cases.history import CASE_LOG, WITHDRAWAL_ASKED, events_of
from mobile_api.cases.history import note as note_by
from mobile_api.cases.models import Case
from mobile_api.cases.post.owner import result_of
from mobile_api.cases.scope import (
    HANDLERS,
    locked,
    locked_for,
    locked_for_nobody,
    scoped,
    visible_case,
)
from mobile_api.cases.shapes import MOST_PAGES
from mobile_api.cases.status.versions import pages_of
from mobile_api.cases.telling import (
    tell_originals_collected,
    tell_originals_handed_back,
    tell_originals_lost,
)
from mobile_api.cases.transfer.home import (
    WITHDRAWN_TOO_LATE,
    Received,
    answer_from_afar,
    delivery_received,
    draft_received,
    withdraw_from_afar,
)
from mobile_api.cases.transfer.home import receive as receive
from mobile_api.cases.transfer.taking import (
    accepted_at_home,
    ask_for_home,
    astray_at_home,
    come_back,
    decided_at_home,
    declined_at_home,
    ended_at_home,
    hand_off,
    keep_here,
    not_delivered_at_home,
    note_from_home,
    posted_at_home,
    withdrawn_at_home,
)
from mobile_api.cases.transfer.told import correction_at, decision_clocks, round_at
from mobile_api.guides.catalogue.schemas import ServiceGuide

__all__ = [
    "CASE_LOG",
    "HANDLERS",
    "MOST_PAGES",
    "WITHDRAWAL_ASKED",
    "WITHDRAWN_TOO_LATE",
    "Received",
    "accepted_at_home",
    "answer_from_afar",
    "ask_for_home",
    "astray_at_home",
    "clocks_of",
    "come_back",
    "correction_at",
    "decided_at_home",
    "decision_clocks",
    "declined_at_home",
    "delivery_received",
    "draft_received",
    "ended_at_home",
    "events_of",
    "guide_of_case",
    "hand_off",
    "keep_here",
    "locked",
    "locked_for",
    "locked_for_nobody",
    "needed_assurance",
    "not_delivered_at_home",
    "note_by",
    "note_from_home",
    "open_guide",
    "pages_of",
    "posted_at_home",
    "receive",
    "remedy_text",
    "result_of",
    "round_at",
    "scoped",
    "submitted_form",
    "tell_originals_collected",
    "tell_originals_handed_back",
    "tell_originals_lost",
    "visible_case",
    "wanted",
    "withdraw_from_afar",
    "withdrawn_at_home",
]


def wanted(case: Case, guide: ServiceGuide) -> set[str]:
    """Keys of the materials that the applicant's situation calls for."""
    return {material.key for material in wanted_materials(case, guide)}
