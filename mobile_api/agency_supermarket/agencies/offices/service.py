"""The office of an agency: given by its people, found by everybody."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.history import note
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeRequest
from mobile_api.agency_supermarket.agencies.scope import locked, own
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.history.moves import actor_of


async def move_in(caller: Citizen, given: OfficeRequest) -> Office:
    """Replace the office; repeating it changes nothing.

    Raises NotForMarket, AgencyNotFound, TooManyRequests.
    """
    agency = await locked(own(caller))
    said = given.model_dump()
    office = await Office.get_or_none(agency_id=agency.id)
    if office is not None and all(getattr(office, name) == said[name] for name in said):
        return office
    await note(agency, actor_of(caller), "move_in", f"办公地点:{given.address.rstrip('。')}。")
    said["changed_at"] = clock.now()
    if office is None:
        return await Office.create(agency_id=agency.id, **said)
    await office.update_from_dict(said).save(update_fields=list(said))
    return office


async def offices_of(agency_ids: Sequence[UUID]) -> dict[UUID, Office]:
    """By agency; one without an office is not there."""
    return {one.agency_id: one for one in await Office.filter(agency_id__in=list(agency_ids))}
