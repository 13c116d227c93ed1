"""受理, 不予受理, 处理决定: by somebody who had no hand in the notice, and in time."""

from datetime import timedelta
from uuid import UUID

from mobile_api.agency_supermarket.trading.complaints import telling
from mobile_api.agency_supermarket.trading.complaints.history import COMPLAINT_LOG, move, note
from mobile_api.agency_supermarket.trading.complaints.models import BiddingComplaint
from mobile_api.agency_supermarket.trading.complaints.scope import (
    complaints_at_the_desk,
    locked_complaint,
)
from mobile_api.agency_supermarket.trading.complaints.states import (
    ACCEPT,
    COMPLAINT_OUTCOME_NAMES,
    DECIDE,
    OPEN_COMPLAINTS,
    REFUSE,
    ComplaintMove,
    ComplaintOutcome,
)
from mobile_api.agency_supermarket.trading.errors import ComplaintFourEyes
from mobile_api.agency_supermarket.trading.history import events_of
from mobile_api.agency_supermarket.trading.rules import RULES
from mobile_api.agency_supermarket.trading.scope import notices_of
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.clock import end_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.moves import SYSTEM, actor_of
from mobile_api.shared.history.writing import check_allowed

COMPLAINTS = DueTable(
    model=BiddingComplaint, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK
)


async def review(
    caller: Staff, complaint_id: UUID, reply: str, *, accepted: bool
) -> BiddingComplaint:
    """受理, or not. Raises NotAtTheDesk, ComplaintNotFound, ComplaintMoveNotAllowed, and
    ComplaintFourEyes."""
    made = ACCEPT if accepted else REFUSE
    complaint = await _judged(caller, complaint_id, made)
    if not accepted:
        text = "不予受理,理由已告知投诉人。"
        changes = {"reply": reply, "ended_at": clock.now(), "due_at": None}
        await move(complaint, made, actor_of(caller), text, **changes)
        await telling.tell(complaint, "complaint_refused", reply)
        return complaint
    today = clock.today()
    decide_by = await last_day_of(RULES.here().complaint_decision.on(today).limit)
    await move(
        complaint,
        made,
        actor_of(caller),
        f"受理,最迟{decide_by}作出处理决定。",
        reply=reply,
        decide_by=decide_by,
        due_at=end_of(decide_by),
    )
    await wake(BiddingComplaint._meta.db_table)
    await telling.tell(complaint, "complaint_accepted", str(decide_by))
    return complaint


async def decide(
    caller: Staff, complaint_id: UUID, outcome: ComplaintOutcome, reply: str
) -> BiddingComplaint:
    """处理决定. Raises NotAtTheDesk, ComplaintNotFound, ComplaintMoveNotAllowed, and
    ComplaintFourEyes."""
    complaint = await _judged(caller, complaint_id, DECIDE)
    name = COMPLAINT_OUTCOME_NAMES[outcome]
    await move(
        complaint,
        DECIDE,
        actor_of(caller),
        f"作出处理决定:{name}。",
        outcome=outcome,
        reply=reply,
        ended_at=clock.now(),
        due_at=None,
    )
    await telling.tell(complaint, "complaint_decided", name)
    return complaint


async def _judged(caller: Staff, complaint_id: UUID, made: ComplaintMove) -> BiddingComplaint:
    """Nobody judges a notice that they wrote or published."""
    complaint = await locked_complaint(complaints_at_the_desk(caller), complaint_id)
    check_allowed(COMPLAINT_LOG, complaint, made)
    notices = await notices_of(complaint.project_id)
    wrote = {one for notice in notices for one in notice.written_by}
    published = {event.actor_key for event in await events_of(complaint.project_id)}
    if caller.staff_id in wrote or caller.key in published:
        raise ComplaintFourEyes()
    return complaint


async def run_out(held: Held[BiddingComplaint]) -> str:
    """A day passed by which the desk had to answer: it stays open, and is seen to be late."""
    async with in_transaction():
        complaint = await held.locked()
        await held.record(due_at=None)
        complaint.due_at = None
        if complaint.status not in OPEN_COMPLAINTS:
            return "ended_before"
        text = "处理期限已过,投诉仍在处理,已记为逾期。"
        await note(complaint, SYSTEM, "overdue", text, is_overdue=True)
        await telling.tell(complaint, "complaint_overdue", "")
        return "overdue"
