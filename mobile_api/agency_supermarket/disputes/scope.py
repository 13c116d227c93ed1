"""Whose disputes a caller may see and change; the row of the need is locked before its disputes."""

from uuid import UUID

from mobile_api.agency_supermarket.agencies.scope import at_the_desk, own_agency
from mobile_api.agency_supermarket.disputes.errors import DisputeNotFound
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import (
    locked_need,
    need_by_itself,
    own_needs,
)
from mobile_api.shared.callers import Citizen, Staff


async def as_complainant(caller: Citizen, dispute_id: UUID) -> tuple[Need, Dispute]:
    """A dispute that the caller's agency made. Raises NotForMarket, AgencyNotFound,
    DisputeNotFound.
    """
    agency = await own_agency(caller)
    known = await Dispute.get_or_none(id=dispute_id, agency_id=agency.id)
    if known is None:
        raise DisputeNotFound()
    return await _locked(known)


async def as_owner(caller: Citizen, need_id: UUID, dispute_id: UUID) -> tuple[Need, Dispute]:
    """A dispute about the caller's need. Raises NotForMarket, NeedNotFound, DisputeNotFound."""
    need = await locked_need(own_needs(caller), need_id)
    found = await Dispute.get_or_none(id=dispute_id, need_id=need.id)
    if found is None:
        raise DisputeNotFound()
    return need, found


async def as_desk(caller: Staff, dispute_id: UUID) -> tuple[Need, Dispute]:
    """A dispute that has come to the desk. Raises NotAtTheDesk, DisputeNotFound."""
    at_the_desk(caller)
    known = await Dispute.get_or_none(id=dispute_id, complained_at__isnull=False)
    if known is None:
        raise DisputeNotFound()
    return await _locked(known)


async def _locked(known: Dispute) -> tuple[Need, Dispute]:
    need = await need_by_itself(known.need_id)
    await known.refresh_from_db()
    return need, known
