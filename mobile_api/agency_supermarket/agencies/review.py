"""What the desk does with an application: ONE list of faults, or the agency is listed."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies import telling
from mobile_api.agency_supermarket.agencies.history import move
from mobile_api.agency_supermarket.agencies.models import Agency, Qualification, ReturnFault
from mobile_api.agency_supermarket.agencies.requests import ReturnedFault
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked
from mobile_api.agency_supermarket.agencies.states import LIST, RETURN
from mobile_api.agency_supermarket.agencies.terms import cover, next_look
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.moves import actor_of


async def list_agency(caller: Staff, agency_id: UUID) -> Agency:
    """入驻 approved: the certificates were found right, and the agency is open to everybody.

    Raises AgencyNotFound, AgencyMoveNotAllowed, NotAtTheDesk.
    """
    agency = await locked(at_the_desk(caller), agency_id)
    now = clock.now()
    await move(agency, LIST, actor_of(caller), "审核通过,已入驻中介超市。", listed_at=now)
    for one in await Qualification.filter(agency_id=agency.id, verified_at=None):
        one.verified_at, one.verified_by = now, caller.staff_id
        one.due_at = next_look(one)
        await one.save(update_fields=["verified_at", "verified_by", "due_at"])
    await cover(agency.id)
    await wake(Qualification._meta.db_table)
    await telling.tell_listed(agency)
    return agency


async def return_application(
    caller: Staff, agency_id: UUID, faults: Sequence[ReturnedFault]
) -> Agency:
    """Every fault at once; the agency mends and applies again.

    Raises AgencyNotFound, AgencyMoveNotAllowed, NotAtTheDesk.
    """
    agency = await locked(at_the_desk(caller), agency_id)
    text = f"入驻申请退回修改,共{len(faults)}处。"
    kept = tuple(ReturnFault(path=one.path, reason=one.reason) for one in faults)
    await move(agency, RETURN, actor_of(caller), text, faults=kept)
    await telling.tell_returned(agency, len(faults))
    return agency
