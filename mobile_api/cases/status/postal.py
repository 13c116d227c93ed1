"""The parcels of a case, and its postal leg in one line."""

from collections.abc import Sequence

from mobile_api.cases.models import Case
from mobile_api.cases.post.owner import owner_of
from mobile_api.cases.status.schemas import PostalLeg
from notifications.post.schemas import ParcelView
from notifications.post.service import parcels_of
from notifications.post.states import Direction


async def parcels_of_case(case: Case) -> Sequence[ParcelView]:
    """Both ways, the oldest first; a draft has none."""
    return await parcels_of(owner_of(case)) if case.number else []


def postal_leg(parcels: Sequence[ParcelView]) -> PostalLeg | None:
    """The posting of the result that counts; None where nothing was sent."""
    results = [one for one in parcels if one.direction == Direction.to_person]
    if not results:
        return None
    latest = results[-1]
    return PostalLeg(
        waybill_number=latest.waybill_number,
        state=latest.state,
        state_name=latest.state_name,
        updated_at=latest.events[0].at if latest.events else None,
    )
