"""Whose agency a caller may act for, and who keeps the market: the one place that says so."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.states import OPEN, PUBLIC, AgencyStatus
from mobile_api.agency_supermarket.errors import (
    AgencyNotFound,
    NotForMarket,
)
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import fetch, transaction_needed


def enterprise_of(caller: Citizen) -> UUID:
    """The enterprise for which the caller acts at the market.

    A clerk who may act in named items only has no power over the enterprise's own business.
    Raises NotForMarket.
    """
    acting = caller.acting_for
    if acting is None or acting.item_keys is not None:
        raise NotForMarket()
    return acting.enterprise_id


def own(caller: Citizen) -> QuerySet[Agency]:
    """The agency of the enterprise for which the caller acts. Raises NotForMarket."""
    return Agency.filter(enterprise_id=enterprise_of(caller))


async def own_agency(caller: Citizen) -> Agency:
    """Raises NotForMarket, AgencyNotFound."""
    agency = await own(caller).first()
    if agency is None:
        raise AgencyNotFound()
    return agency


def public() -> QuerySet[Agency]:
    """What anybody may see."""
    return Agency.filter(status__in=PUBLIC)


def at_the_desk(caller: Staff) -> QuerySet[Agency]:
    """What the keepers of the market see: what was ever applied for. Raises NotAtTheDesk."""
    check_desk(caller)
    return Agency.filter(applied_at__isnull=False)


def in_status(caller: Staff, status: AgencyStatus) -> QuerySet[Agency]:
    """Raises NotAtTheDesk."""
    return at_the_desk(caller).filter(status=status)


def each(agency_ids: Sequence[UUID]) -> QuerySet[Agency]:
    """These, whoever asks: for the market's own judgement of who may serve."""
    return Agency.filter(id__in=list(agency_ids))


async def of_enterprise(enterprise_id: UUID) -> Agency | None:
    """That of an enterprise, whoever asks: what it declared of itself is public."""
    return await Agency.get_or_none(enterprise_id=enterprise_id)


async def of_enterprises(
    enterprise_ids: Collection[UUID], agency_ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """Which of these agencies belong to one of these enterprises, and to which."""
    found = Agency.filter(id__in=list(agency_ids), enterprise_id__in=list(enterprise_ids))
    return {one.id: one.enterprise_id for one in await found.only("id", "enterprise_id")}


async def listed_by(before: datetime, after: UUID | None, most: int) -> list[Agency]:
    """Agencies at the market that were listed before an instant, in the order of their ids."""
    return await _listed(public(), before, after, most)


async def ever_listed(before: datetime, after: UUID | None, most: int) -> list[Agency]:
    """The same with those that have left since, or are on their way back."""
    return await _listed(Agency.all(), before, after, most)


async def _listed(
    of_these: QuerySet[Agency], before: datetime, after: UUID | None, most: int
) -> list[Agency]:
    found = of_these.filter(listed_at__lt=before)
    if after is not None:
        found = found.filter(id__gt=after)
    return await found.order_by("id").limit(most)


OPEN_COUNTS = """
SELECT s.service_type, count(*) AS agencies
FROM agency_service AS s JOIN agency AS a ON a.id = s.agency_id
WHERE s.service_type = ANY($1) AND s.covered_until >= $2 AND a.status = ANY($3)
GROUP BY s.service_type
"""


async def open_counts(service_types: Sequence[str]) -> dict[str, int]:
    """By service type, how many agencies may render it today."""
    states = [one.value for one in OPEN]
    rows = await fetch(OPEN_COUNTS, list(service_types), clock.today(), states)
    return {row["service_type"]: row["agencies"] for row in rows}


async def locked(visible: QuerySet[Agency], agency_id: UUID | None = None) -> Agency:
    """The agency, its row locked until the transaction ends. Raises AgencyNotFound."""
    transaction_needed()
    which = visible if agency_id is None else visible.filter(id=agency_id)
    agency = await which.select_for_update(of=("agency",)).first()
    if agency is None:
        raise AgencyNotFound()
    return agency


async def locked_by_itself(agency_id: UUID) -> Agency:
    """A locked agency for what happens by itself: a term is over. Raises AgencyNotFound."""
    return await locked(Agency.filter(id=agency_id))
