"""Reading needs: what anybody may see, and one's own."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import NeedListQuery, OwnNeedsQuery
from mobile_api.agency_supermarket.needs.scope import own_needs, public_needs
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.pagination import decode_cursor
from mobile_api.shared.json_columns import read_each


async def needs(asked: NeedListQuery) -> Sequence[Need]:
    """`limit + 1` needs that were published, the newest first."""
    found = public_needs()
    if asked.service_type is not None:
        found = found.filter(service_type=asked.service_type)
    if asked.status is not None:
        found = found.filter(status=asked.status)
    if asked.cursor:
        after = decode_cursor(asked.cursor)
        found = found.filter(
            Q(published_at__lt=after.at) | Q(id__lt=after.id), published_at__lte=after.at
        )
    ordered = found.prefetch_related("owner", "enterprise").order_by("-published_at", "-id")
    return await read_each(ordered.limit(asked.limit + 1))


def published_at(need: Need) -> datetime:
    """By which the public list is sorted."""
    return need.published_at or need.created_at


async def needs_of(caller: Citizen, asked: OwnNeedsQuery) -> Sequence[Need]:
    """`limit + 1` of one's own, the newest first. Raises NotForMarket."""
    found = own_needs(caller)
    if asked.cursor:
        after = decode_cursor(asked.cursor)
        found = found.filter(
            Q(created_at__lt=after.at) | Q(id__lt=after.id), created_at__lte=after.at
        )
    ordered = found.prefetch_related("owner", "enterprise").order_by("-created_at", "-id")
    return await read_each(ordered.limit(asked.limit + 1))
