"""What counts for an agency on a day, and the points that it comes to."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.scope import at_the_desk
from mobile_api.agency_supermarket.credit.models import (
    CreditEffect,
    CreditEntry,
    CreditRepair,
    CreditYear,
)
from mobile_api.agency_supermarket.credit.rules import RULES as CREDIT
from mobile_api.agency_supermarket.credit.schemas import CreditQuery, CreditQueueQuery
from mobile_api.agency_supermarket.rules import RULES as MARKET
from mobile_api.shared.callers import Staff
from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each

Waiting = TypeVar("Waiting", CreditEntry, CreditRepair, CreditEffect)
# Of one agency: more lines are crossed by nobody who is still at the market.
_MOST_EFFECTS, _MOST_YEARS = 50, 50

# From the index over agency and end, however long ago an agency's first entry was.
SUMS = """
SELECT agency_id, SUM(points)::int AS points FROM credit_entry
WHERE agency_id = ANY($1::uuid[]) AND counts_until >= $2 AND counts_from <= $2
GROUP BY agency_id
"""


async def scores_of(agency_ids: Sequence[UUID], on: date) -> dict[UUID, int]:
    """The points of each of these agencies on a day: those that it begins with, and what counts.

    Never below 0 nor above the ceiling. One statement for all of them.
    """
    base = MARKET.here().base_credit.on(on).amount
    ceiling = CREDIT.here().ceiling.on(on).amount
    rows = await fetch(SUMS, list(agency_ids), on)
    sums = {UUID(str(row["agency_id"])): row["points"] for row in rows}
    return {one: min(max(base + sums.get(one, 0), 0), ceiling) for one in agency_ids}


async def entries_of(agency_id: UUID, asked: CreditQuery) -> Sequence[CreditEntry]:
    """`limit + 1` entries of an agency, the newest first."""
    found = CreditEntry.filter(agency_id=agency_id)
    found = sorted_after(found, "-entered_at", asked.cursor)
    return await read_each(found.limit(asked.limit + 1))


async def repairs_of(entries: Sequence[CreditEntry]) -> Sequence[CreditRepair]:
    """Every application for one of these, in order."""
    found = CreditRepair.filter(entry_id__in=[one.id for one in entries])
    return await read_each(found.order_by("asked_at", "id"))


async def effects_of(agency_id: UUID) -> Sequence[CreditEffect]:
    """The newest first."""
    found = CreditEffect.filter(agency_id=agency_id).order_by("-opened_at", "-id")
    return await read_each(found.limit(_MOST_EFFECTS))


async def is_any_proposed(agency_id: UUID) -> bool:
    """Whether the desk has still to decide what too few points lead to."""
    return await CreditEffect.exists(agency_id=agency_id, decided_at=None)


async def years_of(agency_id: UUID) -> Sequence[CreditYear]:
    """The newest first."""
    return await CreditYear.filter(agency_id=agency_id).order_by("-year").limit(_MOST_YEARS)


async def objections(caller: Staff, asked: CreditQueueQuery) -> Sequence[CreditEntry]:
    """`limit + 1` entries objected to, the longest waiting first. Raises NotAtTheDesk."""
    found = _waiting(caller, CreditEntry.filter(waits_since__isnull=False), asked)
    return await read_each(found.prefetch_related("agency__enterprise"))


async def repairs(caller: Staff, asked: CreditQueueQuery) -> Sequence[CreditRepair]:
    """The same, of applications for repair."""
    found = _waiting(caller, CreditRepair.filter(waits_since__isnull=False), asked)
    return await read_each(found.prefetch_related("entry__agency__enterprise"))


async def hearings(caller: Staff, asked: CreditQueueQuery) -> Sequence[CreditEffect]:
    """The same, of what too few points may lead to."""
    found = _waiting(caller, CreditEffect.filter(waits_since__isnull=False), asked)
    return await read_each(found.prefetch_related("agency__enterprise"))


def _waiting(caller: Staff, found: QuerySet[Waiting], asked: CreditQueueQuery) -> QuerySet[Waiting]:
    at_the_desk(caller)
    found = sorted_after(found, "waits_since", asked.cursor)
    return found.limit(asked.limit + 1)


def waits_since(one: CreditEntry | CreditRepair | CreditEffect) -> datetime:
    """By which the queue is sorted."""
    assert one.waits_since is not None
    return one.waits_since
