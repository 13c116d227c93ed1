"""What a draft would look like, and whether it could be published now."""

from collections.abc import AsyncIterator
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import open_codes
from mobile_api.agency_supermarket.errors import (
    DeadlineTooEarly,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    TooFewForPanel,
)
from mobile_api.agency_supermarket.needs.drafting import avoidance_leaves_nobody, earliest_close
from mobile_api.agency_supermarket.needs.judging import lacks_experts
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import NeedFault, NeedPreview
from mobile_api.agency_supermarket.needs.scope import own_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import view
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError


async def preview(caller: Citizen, need_id: UUID) -> NeedPreview:
    """Raises NotForMarket, NeedNotFound, NeedMoveNotAllowed (published already)."""
    need = await own_needs(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    if need.status is not NeedStatus.draft:
        raise NeedMoveNotAllowed()
    eligible = await open_codes(need.service_type) - set(need.avoided)
    return NeedPreview(
        need=await view(need, is_own=False),
        eligible_agencies=len(eligible),
        faults=[one async for one in _faults(need)],
    )


async def _faults(need: Need) -> AsyncIterator[NeedFault]:
    closes_on = clock.beijing_date(need.bids_close_at)
    if closes_on < await earliest_close(clock.today()):
        yield _fault("/bids_close_at", DeadlineTooEarly)
    if await avoidance_leaves_nobody(need):
        yield _fault("/avoided", NobodyEligible)
    if await lacks_experts(need.terms):
        yield _fault("/judging/members", TooFewForPanel)


def _fault(path: str, error: type[AppError]) -> NeedFault:
    return NeedFault(path=path, code=error.code, message=error.title)
