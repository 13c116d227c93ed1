"""Reading ratings: of an agency for everybody, and the queue of the desk."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q

from mobile_api.agency_supermarket.ratings.models import Rating
from mobile_api.agency_supermarket.ratings.schemas import RatingDeskQuery, RatingsQuery
from mobile_api.agency_supermarket.ratings.scope import at_the_rating_desk, counted_of
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.pagination import decode_cursor
from mobile_api.shared.json_columns import read_each


async def ratings_about(agency_id: UUID, asked: RatingsQuery) -> Sequence[Rating]:
    """`limit + 1` of what counts, the newest first."""
    found = counted_of(agency_id)
    if asked.cursor:
        after = decode_cursor(asked.cursor)
        found = found.filter(Q(rated_at__lt=after.at) | Q(id__lt=after.id), rated_at__lte=after.at)
    return await read_each(found.order_by("-rated_at", "-id").limit(asked.limit + 1))


async def queue(caller: Staff, asked: RatingDeskQuery) -> Sequence[Rating]:
    """`limit + 1` that wait for the desk, the longest waiting first. Raises NotAtTheDesk."""
    found = at_the_rating_desk(caller).filter(needs_look=True)
    if asked.cursor:
        after = decode_cursor(asked.cursor)
        found = found.filter(Q(rated_at__gt=after.at) | Q(id__gt=after.id), rated_at__gte=after.at)
    parts = "contract__enterprise", "agency__enterprise"
    ordered = found.prefetch_related(*parts).order_by("rated_at", "id")
    return await read_each(ordered.limit(asked.limit + 1))
