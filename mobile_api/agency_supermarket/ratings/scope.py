"""Which ratings a caller may see; whoever may see a contract sees both of its ratings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.agency_supermarket.needs.telling import owner_to_tell
from mobile_api.agency_supermarket.ratings.errors import RatingNotFound
from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import fetch

_AVERAGES = """
SELECT score.key, avg(score.value::int)::float8 AS average, count(*) AS votes
FROM "market_rating" AS rating, jsonb_each_text(rating.scores) AS score
WHERE rating.agency_id = $1 AND rating.by = 'owner' AND rating.is_counted
GROUP BY score.key
"""


def counted_of(agency_id: UUID) -> QuerySet[Rating]:
    """Public: what owners said of an agency, as far as it counts."""
    return Rating.filter(agency_id=agency_id, by=Side.owner, is_counted=True)


async def averages_of(agency_id: UUID) -> dict[str, tuple[float, int]]:
    """By dimension, the average of what counts, and of how many ratings."""
    rows = await fetch(_AVERAGES, agency_id)
    return {row["key"]: (row["average"], row["votes"]) for row in rows}


async def ratings_of(contract: Contract) -> Sequence[Rating]:
    """Both, of a contract that the caller may see."""
    return await Rating.filter(contract_id=contract.id).order_by("rated_at", "id")


async def rating_by(contract: Contract, side: Side) -> Rating | None:
    """Of a contract that the caller may see."""
    return await Rating.get_or_none(contract_id=contract.id, by=side)


async def times_between(contract: Contract, side: Side, since: datetime) -> int:
    """How often this side of the same two has rated the other one since then.

    One owner is whoever stands behind it: the person, and each enterprise that they represent.
    """
    person_id = await owner_to_tell(contract.need)
    owner = Q(contract__owner_id=person_id, contract__enterprise_id=None)
    owner |= Q(contract__enterprise__representative_id=person_id)
    found = Rating.filter(owner, agency_id=contract.agency_id, by=side, rated_at__gte=since)
    return await found.count()


def at_the_rating_desk(caller: Staff) -> QuerySet[Rating]:
    """What the keepers of the market see. Raises NotAtTheDesk."""
    check_desk(caller)
    return Rating.all()


async def desk_rating(caller: Staff, rating_id: UUID) -> Rating:
    """Raises NotAtTheDesk, RatingNotFound."""
    found = await at_the_rating_desk(caller).get_or_none(id=rating_id)
    if found is None:
        raise RatingNotFound()
    return found
