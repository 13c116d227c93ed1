"""What was given up goes again: the same bytes under the same ids, in the order of each handoff."""

from uuid import UUID

from mobile_api.handoff.exchange.outbox import given_up, go_again
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing.words import CUSTODY_UNDELIVERABLE, UNDELIVERABLE
from mobile_api.handoff.partners.errors import PartnerNotFound
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.watching.schemas import Replayed
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff

MOST_AT_ONCE = 500
"""More at once would hold locks on as many handoffs while others work on them."""


async def replay(caller: Staff, key: str, *, reason: str) -> Replayed:
    """Undeliverable messages of a partner are due again, the oldest first, at most MOST_AT_ONCE.

    Audited where there were any; a second call finds none of them. Raises PartnerNotFound.
    """
    partner = await Partner.get_or_none(key=key).only("id")
    if partner is None:
        raise PartnerNotFound()
    lost = given_up().filter(partner_id=partner.id)
    oldest = await lost.order_by("created_at").limit(MOST_AT_ONCE).values("id", "handoff_row_id")
    # Locks go from a handoff to its messages, everywhere.
    await _take_up({one["handoff_row_id"] for one in oldest})
    # As the handoffs stand now that they are locked.
    still = await lost.filter(id__in=[one["id"] for one in oldest]).values_list("id", flat=True)
    again = await go_again(OutgoingMessage.filter(id__in=still))
    if again:
        await audit(
            caller, "partner_replayed", subject_kind="partner", subject_id=partner.id, reason=reason
        )
    return Replayed(again=again, left=await lost.count())


async def _take_up(handoffs: set[UUID]) -> None:
    """Those that had come to a stop because of it are on their way again."""
    rows = Handoff.filter(id__in=list(handoffs)).order_by("id").select_for_update()
    for row in await rows:
        if row.status is HandoffStatus.undeliverable:
            row.status = HandoffStatus.sending
        if row.problem in (UNDELIVERABLE, CUSTODY_UNDELIVERABLE):
            row.problem = ""
        row.changed_at = clock.now()
        await row.save(update_fields=["status", "problem", "changed_at"])
