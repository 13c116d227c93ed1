"""Reading agencies: what anybody may see, one's own, and the queue of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyService,
    Qualification,
    Sanction,
)
from mobile_api.agency_supermarket.agencies.requests import AgencyListQuery, DeskQuery
from mobile_api.agency_supermarket.agencies.scope import each, in_status, own_agency, public
from mobile_api.agency_supermarket.agencies.scope import open_counts as open_counts
from mobile_api.agency_supermarket.agencies.states import OPEN, AgencyStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each


async def agencies(asked: AgencyListQuery) -> Sequence[Agency]:
    """`limit + 1` agencies, the newest listed first."""
    found = public()
    if asked.service_type is not None:
        found = found.filter(
            status__in=OPEN,
            services__service_type=asked.service_type,
            services__covered_until__gte=clock.today(),
        )
    found = sorted_after(found, "-listed_at", asked.cursor)
    return await _with_parts(found.limit(asked.limit + 1))


def listed_at(agency: Agency) -> datetime:
    """By which the list is sorted; whoever is public was listed once."""
    return agency.listed_at or agency.created_at


def applied_at(agency: Agency) -> datetime:
    """By which the queue is sorted."""
    return agency.applied_at or agency.created_at


async def queue(caller: Staff, asked: DeskQuery) -> Sequence[Agency]:
    """`limit + 1` agencies in a status, the longest waiting first. Raises NotAtTheDesk."""
    found = in_status(caller, asked.status)
    found = sorted_after(found, "applied_at", asked.cursor)
    return await _with_parts(found.limit(asked.limit + 1))


async def _with_parts(found: QuerySet[Agency]) -> Sequence[Agency]:
    return await read_each(found.prefetch_related("enterprise", "services"))


async def open_codes(service_type: str) -> set[str]:
    """The social credit codes of the agencies that may render a service today."""
    offered: Any = AgencyService.filter(
        service_type=service_type, agency__status__in=OPEN, covered_until__gte=clock.today()
    ).values_list("agency__enterprise__social_credit_code", flat=True)
    return set(await offered)


async def sanctions_of(agency_id: UUID) -> Sequence[Sanction]:
    """Every one that was ever ordered against an agency, in order."""
    return await Sanction.filter(agency_id=agency_id).order_by("ordered_at", "id")


async def own_certificate(caller: Citizen, kind: str) -> Qualification | None:
    """The certificate of that kind that one's agency gave last, with its `file`.

    Raises NotForMarket, AgencyNotFound.
    """
    agency = await own_agency(caller)
    given = Qualification.filter(agency_id=agency.id, kind=kind)
    return await given.order_by("-id").prefetch_related("file").first()


async def is_any_ordered_by(sanction_ids: Sequence[str], staff_id: UUID) -> bool:
    """Whether that member of staff ordered one of these sanctions."""
    return await Sanction.exists(id__in=list(sanction_ids), ordered_by=staff_id)


@dataclass(frozen=True, slots=True)
class AgencyStanding:
    """Who an agency is today, for a service: as whoever chooses among agencies has to know.

    `representative_id`: the person behind the enterprise. `is_covered`: it offers the service and
    its certificates for it are valid.
    """

    agency_id: UUID
    name: str
    enterprise_id: UUID
    social_credit_code: str
    representative_id: UUID
    status: AgencyStatus
    is_covered: bool

    @property
    def may_serve(self) -> bool:
        return self.status in OPEN and self.is_covered


async def standing_of(agency_id: UUID, service_type: str) -> AgencyStanding:
    """Raises KeyError for what is no agency."""
    return (await standings_of([agency_id], service_type))[agency_id]


async def standings_of(agency_ids: Sequence[UUID], service_type: str) -> dict[UUID, AgencyStanding]:
    """By agency, as they stand today."""
    covered = AgencyService.filter(
        agency_id__in=list(agency_ids),
        service_type=service_type,
        covered_until__gte=clock.today(),
    ).values_list("agency_id", flat=True)
    may = {UUID(str(one)) for one in await covered}
    found = await each(agency_ids).prefetch_related("enterprise")
    return {
        one.id: AgencyStanding(
            agency_id=one.id,
            name=one.enterprise.name,
            enterprise_id=one.enterprise_id,
            social_credit_code=one.enterprise.social_credit_code,
            representative_id=one.enterprise.representative_id,
            status=one.status,
            is_covered=one.id in may,
        )
        for one in found
    }
