"""What was given up goes again: the same bytes under the same ids, in the order of each handoff."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.handoff.custody.recording import told_anew
from mobile_api.handoff.exchange.outbox import (
    KEPT_THERE,
    given_up,
    go_again,
    go_anew,
    refused_in_order,
)
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing.service import UNREADABLE
from mobile_api.handoff.outgoing.words import CUSTODY_UNDELIVERABLE, UNDELIVERABLE
from mobile_api.handoff.partners.errors import PartnerNotFound
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import OVER, HandoffSide, HandoffStatus
from mobile_api.handoff.watching.schemas import Replayed
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.due.wakes import wake

MOST_AT_ONCE = 500
"""More at once would hold locks on as many handoffs while others work on them."""


async def replay(caller: Staff, key: str, *, reason: str) -> Replayed:
    """Undeliverable messages of a partner, and refused ones that hold up others, are due again: the
    oldest first, of each at most MOST_AT_ONCE. Where one of its events was refused here, its list
    is asked for now.

    Audited where there were any; a second call finds none of them. Raises PartnerNotFound.
    """
    partner = await Partner.get_or_none(key=key).only("id")
    if partner is None:
        raise PartnerNotFound()
    lost = given_up().filter(partner_id=partner.id)
    refused = refused_in_order().filter(partner_id=partner.id)
    still = await _oldest(lost)
    again = await go_again(OutgoingMessage.filter(id__in=[one.id for one in still]))
    stopped = await _oldest(refused)
    anew = await go_anew(stopped)
    await told_anew(anew)
    await _no_longer(stopped)
    again += len(anew)
    asked = await _ask_now(partner)
    if again or asked:
        await audit(
            caller, "partner_replayed", subject_kind="partner", subject_id=partner.id, reason=reason
        )
    return Replayed(again=again, left=await lost.count() + await refused.count(), asked=asked)


async def _oldest(messages: QuerySet[OutgoingMessage]) -> list[OutgoingMessage]:
    """As they stand with their handoffs locked: locks go from a handoff to its messages."""
    found = messages.order_by("created_at").limit(MOST_AT_ONCE)
    oldest = await found.values("id", "handoff_row_id")
    await _take_up({one["handoff_row_id"] for one in oldest})
    return await messages.filter(id__in=[one["id"] for one in oldest]).order_by("created_at")


async def _no_longer(stopped: Sequence[OutgoingMessage]) -> None:
    """Their refusals are answered; a code that an event refused here may have left too stays."""
    for code in {one.code for one in stopped} - set(UNREADABLE):
        ids = [one.handoff_row_id for one in stopped if one.code == code]
        left = Handoff.filter(id__in=ids, side=HandoffSide.taking, problem=code)
        await left.update(problem="")


async def _ask_now(partner: Partner) -> int:
    stuck = Handoff.filter(
        partner_id=partner.id, side=HandoffSide.taking, problem__in=list(UNREADABLE)
    )
    asked = await stuck.filter(status__not_in=list(OVER)).update(due_at=clock.now())
    if asked:
        await wake(Handoff._meta.db_table)
    return asked


async def _take_up(handoffs: set[UUID]) -> None:
    """Those that had come to a stop because of it are on their way again."""
    rows = Handoff.filter(id__in=list(handoffs)).order_by("id").select_for_update()
    for row in await rows:
        if row.status is HandoffStatus.undeliverable:
            row.status = HandoffStatus.sending
        undelivered = row.problem in (UNDELIVERABLE, CUSTODY_UNDELIVERABLE)
        if (row.side is HandoffSide.home and row.problem != KEPT_THERE) or undelivered:
            # Any other problem of the home city is that a message of it does not arrive.
            row.problem = ""
        row.changed_at = clock.now()
        await row.save(update_fields=["status", "problem", "changed_at"])
