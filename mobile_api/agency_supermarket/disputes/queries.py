"""Reading disputes: whether one is open, those of a need, one's own, the queue of the desk."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.scope import at_the_desk, own_agency
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.schemas import DisputeQueueQuery, DisputesQuery
from mobile_api.agency_supermarket.disputes.states import OPEN
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each


async def has_open(need_id: UUID) -> bool:
    """Whether a dispute about a need stands: then nothing is signed.

    Ask it with the need's row locked: whoever makes or ends a dispute locks it as well.
    """
    return await Dispute.exists(need_id=need_id, status__in=OPEN)


async def has_dispute(need_id: UUID) -> bool:
    """Whether there ever was one."""
    return await Dispute.exists(need_id=need_id)


async def last_ended(need_id: UUID) -> datetime | None:
    """When the last dispute about a need ended; None while one stands, or where none ever did."""
    if await has_open(need_id):
        return None
    ended = Dispute.filter(need_id=need_id, ended_at__isnull=False)
    last = await ended.order_by("-ended_at").first()
    return last.ended_at if last else None


async def disputes_of(need_id: UUID, asked: DisputesQuery) -> Sequence[Dispute]:
    """`limit + 1` disputes about a need, the newest first."""
    return await _newest(Dispute.filter(need_id=need_id), asked)


async def own_disputes(caller: Citizen, asked: DisputesQuery) -> Sequence[Dispute]:
    """`limit + 1` of one's own agency, the newest first. Raises NotForMarket, AgencyNotFound."""
    agency = await own_agency(caller)
    return await _newest(Dispute.filter(agency_id=agency.id), asked)


async def _newest(found: QuerySet[Dispute], asked: DisputesQuery) -> Sequence[Dispute]:
    found = sorted_after(found, "-made_at", asked.cursor)
    found = found.prefetch_related("need", "agency__enterprise")
    return await read_each(found.limit(asked.limit + 1))


async def queue(caller: Staff, asked: DisputeQueueQuery) -> Sequence[Dispute]:
    """`limit + 1` complaints in a status, the longest waiting first. Raises NotAtTheDesk."""
    at_the_desk(caller)
    found = Dispute.filter(status=asked.status, complained_at__isnull=False)
    found = sorted_after(found, "complained_at", asked.cursor)
    found = found.prefetch_related("need", "agency__enterprise")
    return await read_each(found.limit(asked.limit + 1))


def made_at(one: Dispute) -> datetime:
    """By which the lists are sorted."""
    return one.made_at


def complained_at(one: Dispute) -> datetime:
    """By which the queue is sorted."""
    return one.complained_at or one.made_at
