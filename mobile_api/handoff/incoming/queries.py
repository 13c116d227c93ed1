"""Where handoffs to this city stand: for the partner they are with, and for nobody else."""

from uuid import UUID

from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import HandoffSide, MessageKind
from mobile_api.handoff.wire.events import EventMessage, EventsPage, HandoffState

MOST_EVENTS = 100


async def home_row(
    partner: Partner, handoff_id: UUID, *, is_locked: bool = False
) -> Handoff | None:
    """None where that partner has handed over no such case."""
    found = Handoff.filter(partner_id=partner.id, side=HandoffSide.home, handoff_id=handoff_id)
    return await (found.select_for_update() if is_locked else found).first()


async def state_of(partner: Partner, handoff_id: UUID) -> HandoffState:
    """Raises HandoffNotFound, also for a handoff of another partner."""
    handoff = await _known(partner, handoff_id)
    return HandoffState(
        handoff_id=handoff.handoff_id,
        status=handoff.status.value,
        case_number=await case_number_of(handoff),
        last_sequence=handoff.last_sequence,
    )


async def events_after(partner: Partner, handoff_id: UUID, after: int) -> EventsPage:
    """At most MOST_EVENTS events beyond that sequence, in their order, as they were sent.

    Raises HandoffNotFound, also for a handoff of another partner.
    """
    handoff = await _known(partner, handoff_id)
    told = OutgoingMessage.filter(
        handoff_row_id=handoff.id, kind=MessageKind.event, sequence__gt=after
    )
    rows = await told.order_by("sequence").limit(MOST_EVENTS)
    return EventsPage(
        events=[EventMessage.model_validate_json(bytes(row.body)) for row in rows],
        last_sequence=handoff.last_sequence,
    )


async def _known(partner: Partner, handoff_id: UUID) -> Handoff:
    handoff = await home_row(partner, handoff_id)
    if handoff is None:
        raise HandoffNotFound()
    return handoff


async def case_number_of(handoff: Handoff) -> str | None:
    """Ours, once it is a case here."""
    if handoff.case_id is None:
        return None
    await handoff.fetch_related("case")
    return handoff.case.number if handoff.case else None
