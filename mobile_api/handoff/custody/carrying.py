"""What became of a parcel with originals, as the carrier's own entry in the log."""

from mobile_api.handoff.custody import rules
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.custody.recording import CARRIER, CustodyLog, begun, write_own
from mobile_api.handoff.custody.service import OWNER_KIND
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.scope import locked_by_itself
from mobile_api.handoff.states import CustodyStep
from mobile_api.handoff.wire.custody import MOST_ENTRIES
from mobile_api.shared.due.retries import TryAgain
from mobile_api.shared.history.moves import SYSTEM
from notifications.post.models import ParcelOutcome
from notifications.post.service import Handlers, is_superseded
from notifications.post.states import ParcelNews

_STEPS = {
    ParcelNews.delivered: CustodyStep.delivered,
    ParcelNews.returned: CustodyStep.sent_back,
    ParcelNews.lost: CustodyStep.lost,
    ParcelNews.reversed: CustodyStep.corrected,
}


async def follow(outcome: ParcelOutcome) -> None:
    """In the running transaction. What comes too late to move anything is passed over: the city
    that opened the envelope has the last word. Raises TryAgain."""
    step = _STEPS.get(outcome.outcome)
    if step is None or await is_superseded(outcome):
        return
    journeys = CustodyEntry.filter(parcel_id=outcome.parcel_id, step__in=list(rules.JOURNEYS))
    posted = await journeys.order_by("-sequence").first()
    if posted is None:
        raise TryAgain("no_custody_of_parcel")
    case, handoff = await locked_by_itself(await Handoff.get(id=posted.handoff_row_id))
    log = await CustodyLog.of(handoff, case)
    last = rules.last_journey(log.entries)
    if last is None or (last.city, last.sequence) != (posted.city, posted.sequence):
        return
    entry = begun(log, step, CARRIER)
    entry.at, entry.parcel_id = outcome.at, posted.parcel_id
    entry.waybill_number, entry.to = posted.waybill_number, posted.to
    if step is CustodyStep.corrected:
        entry.corrects = _last_of_carrier(log, posted)
    if entry.sequence <= MOST_ENTRIES and rules.may_follow(log.entries, entry):
        await write_own(log, entry, SYSTEM)


def _last_of_carrier(log: CustodyLog, posted: CustodyEntry) -> int | None:
    """What the carrier said of this parcel and now takes back."""
    said = [one for one in log.entries if one.parcel_id == posted.parcel_id and one.by == CARRIER]
    return said[-1].sequence if said else None


HANDLERS: Handlers = {OWNER_KIND: follow}
