"""Whose complaints a caller may see: the one place that says so."""

from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.agency_supermarket.trading.complaints.models import BiddingComplaint
from mobile_api.agency_supermarket.trading.errors import ComplaintNotFound
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import transaction_needed


def own_complaints(caller: Citizen) -> QuerySet[BiddingComplaint]:
    return BiddingComplaint.filter(person_id=caller.person_id)


def complaints_at_the_desk(caller: Staff) -> QuerySet[BiddingComplaint]:
    """Raises NotAtTheDesk."""
    check_desk(caller)
    return BiddingComplaint.all()


async def locked_complaint(
    visible: QuerySet[BiddingComplaint], complaint_id: UUID
) -> BiddingComplaint:
    """The complaint, its row locked until the transaction ends. Raises ComplaintNotFound."""
    transaction_needed()
    found = await visible.select_for_update().get_or_none(id=complaint_id)
    if found is None:
        raise ComplaintNotFound()
    return found
