"""The bids for a need, as those read them who judge and show them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.scope import own_agency
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.shared.callers import Citizen

_BUT_SEALED = (
    "id",
    "need_id",
    "agency_id",
    "submitted_by",
    "sealed_here",
    "is_withdrawn",
    "offers",
    "fault",
    "excluded_by",
    "excluded_since_by",
)


async def bids_of(need_id: UUID) -> Sequence[Bid]:
    """Every bid for a need, also what was withdrawn, in one order; without their ciphertexts, which
    are megabytes where proposals are judged."""
    return await _bids(need_id).only(*_BUT_SEALED)


async def sealed_bids_of(need_id: UUID) -> Sequence[Bid]:
    """The same with their ciphertexts, for whoever opens them or shows them."""
    return await _bids(need_id)


def _bids(need_id: UUID) -> QuerySet[Bid]:
    return Bid.filter(need_id=need_id).order_by("id")


async def bidders_of(need_id: UUID) -> list[UUID]:
    """The agencies with a bid that stands."""
    found = Bid.filter(need_id=need_id, is_withdrawn=False)
    return [UUID(str(one)) for one in await found.values_list("agency_id", flat=True)]


async def bidders_among(
    enterprise_ids: Collection[UUID], need_ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """For which of these needs one of these enterprises has bid, and which."""
    found = Bid.filter(need_id__in=list(need_ids), agency__enterprise_id__in=list(enterprise_ids))
    rows = await found.values_list("need_id", "agency__enterprise_id")
    return {UUID(str(need_id)): UUID(str(whose)) for need_id, whose in rows}


async def own_bids(caller: Citizen, most: int) -> Sequence[Bid]:
    """The bids of one's agency, the newest first, each with its need's id and whether it was taken
    back. Raises NotForMarket, AgencyNotFound."""
    agency = await own_agency(caller)
    own = Bid.filter(agency_id=agency.id).order_by("-id").limit(most)
    return await own.only("id", "need_id", "is_withdrawn")
