"""What each event of the home city does to the case here.

A message may cross another one on its way: what was withdrawn here may have been decided there.
Where the case stands elsewhere than the event supposes, it is told as what it is and moves nothing.
"""

from collections.abc import Awaitable, Callable, Mapping

from mobile_api.cases.models import Case
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing import words
from mobile_api.handoff.outgoing.events import endings, progress
from mobile_api.handoff.outgoing.events.here import Here, crossed, out_of_order
from mobile_api.handoff.outgoing.events.order import may_follow, stage_of
from mobile_api.handoff.outgoing.events.reading import ReadEvent
from mobile_api.handoff.outgoing.scope import is_current
from mobile_api.handoff.receipts.checking import keep
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.wire.events import EventKind

_NOTES: Mapping[str, str] = {
    EventKind.corrected: words.CORRECTED_TEXT,
    EventKind.pre_reviewed: words.PRE_REVIEWED_TEXT,
    EventKind.under_review: words.UNDER_REVIEW_TEXT,
    EventKind.completed: words.COMPLETED_TEXT,
    EventKind.resumed: words.RESUMED_TEXT,
}
_EFFECTS: Mapping[str, Callable[[Here], Awaitable[None]]] = {
    EventKind.checked: progress.checked,
    EventKind.returned: progress.returned,
    EventKind.correction_requested: progress.correction,
    EventKind.correction_returned: progress.correction_returned,
    EventKind.accepted: progress.accepted,
    EventKind.suspended: progress.suspended,
    EventKind.posted: progress.posted,
    EventKind.decided: endings.decided,
    EventKind.delivered: endings.delivered,
    EventKind.delivery_undone: endings.undone,
    EventKind.declined: endings.declined,
    EventKind.withdrawn: endings.withdrawn,
    EventKind.withdrawal_refused: endings.withdrawal_refused,
}


async def apply(event: ReadEvent, case: Case, handoff: Handoff) -> None:
    """In the transaction that stores the message; changes columns of the handoff, not saved yet."""
    here = Here(event, case, handoff)
    kind = event.said.event
    is_away = handoff.status is HandoffStatus.returned or not await is_current(case, handoff)
    stage = stage_of(handoff.status, is_accepted=case.accepted_at is not None)
    if not is_away and not may_follow(kind, stage):
        await out_of_order(here)
        return
    if event.receipt is not None:
        await keep(handoff, event.receipt, event.envelope)
    if is_away:
        # The window goes on with it, here or in a third city.
        await crossed(here)
    elif kind in _NOTES:
        await here.note(kind, _NOTES[kind])
    else:
        await _EFFECTS.get(kind, progress.unknown)(here)
