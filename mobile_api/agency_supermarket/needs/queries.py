"""Reading needs: what anybody may see, and one's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import (
    DeskNeedsQuery,
    NeedListQuery,
    OwnNeedsQuery,
)
from mobile_api.agency_supermarket.needs.scope import needs_at_the_desk, own_needs, public_needs
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each


async def needs(asked: NeedListQuery) -> Sequence[Need]:
    """`limit + 1` needs that were published, the newest first."""
    found = public_needs()
    wanted = {"service_type": asked.service_type, "status": asked.status}
    return await _newest(found.filter(**_said(wanted)), asked.cursor, asked.limit)


async def needs_for_the_desk(caller: Staff, asked: DeskNeedsQuery) -> Sequence[Need]:
    """`limit + 1` needs that were published, the newest first. Raises NotAtTheDesk."""
    found = needs_at_the_desk(caller)
    wanted = {
        "status": asked.status,
        "service_type": asked.service_type,
        "number": asked.number,
        "enterprise__social_credit_code": asked.owner_code,
    }
    return await _newest(found.filter(**_said(wanted)), asked.cursor, asked.limit)


def _said(wanted: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in wanted.items() if value is not None}


async def _newest(found: QuerySet[Need], cursor: str | None, limit: int) -> Sequence[Need]:
    found = sorted_after(found, "-published_at", cursor)
    ordered = found.prefetch_related("owner", "enterprise")
    return await read_each(ordered.limit(limit + 1))


def published_at(need: Need) -> datetime:
    """By which the public list is sorted."""
    return need.published_at or need.created_at


async def needs_of(caller: Citizen, asked: OwnNeedsQuery) -> Sequence[Need]:
    """`limit + 1` of one's own, the newest first. Raises NotForMarket."""
    found = own_needs(caller)
    found = sorted_after(found, "-created_at", asked.cursor)
    ordered = found.prefetch_related("owner", "enterprise")
    return await read_each(ordered.limit(asked.limit + 1))
