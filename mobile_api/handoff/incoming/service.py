"""Messages of the taking city take effect: rows in the transaction that stores the message."""

from datetime import datetime

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.partners.queries import agreed_item, region_today
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.states import HandoffStatus, Side
from mobile_api.handoff.wire.cases import CaseMessage
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake


async def take_case(partner: Partner, said: CaseMessage, received_at: datetime) -> Handoff:
    """A case has arrived; the worker makes it one of ours. Raises Refused."""
    on = clock.beijing_date(received_at)
    if partner.state is PartnerState.draining:
        raise Refused("draining")
    item = await agreed_item(partner, said.agreement, said.item, said.mode, on)
    if item is None:
        raise Refused("item_not_agreed")
    region = await region_today(said.region_code, on)
    if item.regions and region not in item.regions:
        raise Refused("region_not_agreed")
    handoff = await Handoff.create(
        handoff_id=said.handoff_id,
        side=Side.home,
        partner_id=partner.id,
        agreed_item_id=item.id,
        region_code=region,
        status=HandoffStatus.received,
        their_number=said.taken_number,
        created_at=received_at,
        changed_at=received_at,
        due_at=received_at,
    )
    await wake(Handoff._meta.db_table)
    return handoff
