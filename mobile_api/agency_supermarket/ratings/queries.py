"""Reading ratings: of an agency for everybody, and the queue of the desk."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.agency_supermarket.ratings.schemas import RatingDeskQuery, RatingsQuery
from mobile_api.agency_supermarket.ratings.scope import at_the_rating_desk, counted_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each


async def ratings_about(agency_id: UUID, asked: RatingsQuery) -> Sequence[Rating]:
    """`limit + 1` of what counts, the newest first."""
    found = counted_of(agency_id)
    found = sorted_after(found, "-rated_at", asked.cursor)
    return await read_each(found.limit(asked.limit + 1))


async def queue(caller: Staff, asked: RatingDeskQuery) -> Sequence[Rating]:
    """`limit + 1` that wait for the desk, the longest waiting first. Raises NotAtTheDesk."""
    found = at_the_rating_desk(caller).filter(needs_look=True)
    found = sorted_after(found, "rated_at", asked.cursor)
    parts = "contract__enterprise", "agency__enterprise"
    ordered = found.prefetch_related(*parts)
    return await read_each(ordered.limit(asked.limit + 1))
