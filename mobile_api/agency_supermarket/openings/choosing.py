"""采购人选定: the owner takes one of those listed, and says why."""

from uuid import UUID

from mobile_api.agency_supermarket.bids.queries import bids_of
from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed, NotAmongThem
from mobile_api.agency_supermarket.needs.history import note
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.openings.deciding import note_barred_since, settle
from mobile_api.shared.callers import Citizen
from mobile_api.shared.history.moves import actor_of


async def choose(caller: Citizen, need_id: UUID, bid_id: UUID, reason: str) -> Need:
    """Award it to that bid; `reason` is public. Where all listed were barred meanwhile, it fails.

    Raises NeedNotFound, NeedMoveNotAllowed, NotAmongThem (also of an agency barred meanwhile).
    """
    need = await locked_need(own_needs(caller), need_id)
    if need.status is not NeedStatus.choosing or need.outcome is None:
        raise NeedMoveNotAllowed()
    await note_barred_since(need)
    barred = {bid.id for bid in await bids_of(need.id) if bid.excluded_since}
    able = set(need.outcome.bids) - barred
    if not able:
        await settle(need)
        return need
    if bid_id not in able:
        raise NotAmongThem()
    await note(need, actor_of(caller), "choose", f"采购人选定。理由:{reason}")
    await settle(need, bid_id)
    return need
