"""What was posted is looked for, where nobody has written in time that it was received."""

from datetime import timedelta

from mobile_api.cases.transfer.service import note_from_home
from mobile_api.handoff.custody import rules, words
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.custody.recording import RECEIVED_WITHIN, CustodyLog
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.states import CustodyPlace
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable

CUSTODY = DueTable(
    model=CustodyEntry, lease=timedelta(minutes=1), at_once=1, claim_size=50, retry=OWN_WORK
)
ARRIVED, OVERDUE = "arrived", "overdue"
_ON_THEIR_WAY = (CustodyPlace.to_home, CustodyPlace.to_taking, CustodyPlace.to_person)


async def look(held: Held[CustodyEntry]) -> str:
    """An alarm for staff, and a word for the person, where these papers are still on their way."""
    entry = held.row
    async with in_transaction():
        await held.record(due_at=None)
        case, handoff = await locked_by_itself(await Handoff.get(id=entry.handoff_row_id))
        log = await CustodyLog.of(handoff, case)
        if not _is_on_its_way(log, entry):
            return ARRIVED
        handoff.custody_problem, handoff.changed_at = words.OVERDUE, clock.now()
        await handoff.save(update_fields=["custody_problem", "changed_at"])
        if case is not None:
            text = words.OVERDUE_TEXT.format(days=RECEIVED_WITHIN.days)
            await note_from_home(case, "custody_overdue", text)
        return OVERDUE


def _is_on_its_way(log: CustodyLog, entry: CustodyEntry) -> bool:
    """The last journey that counts is that of this entry, and has not ended."""
    last = rules.last_journey(log.entries)
    is_last = last is not None and (last.city, last.sequence) == (entry.city, entry.sequence)
    return is_last and log.standing.place in _ON_THEIR_WAY
