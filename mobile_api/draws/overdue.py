"""What happens by itself: a list that was not frozen, or numbers that were not entered, in time."""

from datetime import timedelta

from mobile_api.draws.models import Draw
from mobile_api.draws.moves import fail
from mobile_api.draws.states import DrawFailure, DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable

DRAWS = DueTable(model=Draw, lease=timedelta(minutes=1), at_once=1, claim_size=20, retry=OWN_WORK)
_FAILURES = {
    DrawStatus.committed: DrawFailure.not_frozen,
    DrawStatus.frozen: DrawFailure.entropy_missing,
}


async def run_out(held: Held[Draw]) -> str:
    """End one draw whose time is over, by the rule that was announced with it."""
    async with in_transaction():
        found = await held.locked()
        if found.due_at is None or found.due_at > clock.now():
            await held.record(due_at=found.due_at)
            return "later"
        await fail(found, _FAILURES[found.status])
        return "failed"
