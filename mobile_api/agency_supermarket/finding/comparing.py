"""Up to five agencies side by side for one service."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.offices.models import Office
from mobile_api.agency_supermarket.agencies.offices.service import offices_of
from mobile_api.agency_supermarket.agencies.practitioners.service import practitioners_of
from mobile_api.agency_supermarket.agencies.records.models import AgencyRecord
from mobile_api.agency_supermarket.agencies.records.service import records_of
from mobile_api.agency_supermarket.agencies.states import PUBLIC, SANCTION_NAMES
from mobile_api.agency_supermarket.agencies.terms import NEVER
from mobile_api.agency_supermarket.agencies.views import profile, service_view
from mobile_api.agency_supermarket.finding.offers import service_type_of
from mobile_api.agency_supermarket.finding.prices import levels_of
from mobile_api.agency_supermarket.finding.schemas import ComparedAgency, Comparison, PriceLevel
from mobile_api.agency_supermarket.finding.views import line
from mobile_api.agency_supermarket.service_types import views as service_types
from mobile_api.agency_supermarket.service_types.schemas import ServiceType
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault, InvalidInput

_NOT_HERE = "这家机构没有提供这项服务,或者已经不在中介超市,请从列表中选择。"
_TWICE = "同一家机构选择了两次,请换成另一家。"


async def compare(service: ServiceType, agency_ids: Sequence[UUID]) -> Comparison:
    """In the order asked for. Raises InvalidInput with every agency that is named twice, or that
    is not public, or does not offer the service."""
    offered = await _offered(service, agency_ids)
    if faults := [
        FieldFault(f"/agency/{number}", code, text)
        for number, one in enumerate(agency_ids)
        for code, text in (("twice", _TWICE), ("not_here", _NOT_HERE))
        if (one in agency_ids[:number] if code == "twice" else one not in offered)
    ]:
        raise InvalidInput(faults)
    return await _side_by_side(service, [offered[one] for one in agency_ids])


async def compared(service_type: str, agency_ids: Sequence[UUID]) -> Comparison:
    """Those of them that are public and offer the service, each once.

    Raises ServiceTypeNotFound.
    """
    service = service_type_of(service_type)
    offered = await _offered(service, agency_ids)
    return await _side_by_side(
        service, [offered[one] for one in dict.fromkeys(agency_ids) if one in offered]
    )


async def _offered(service: ServiceType, agency_ids: Sequence[UUID]) -> dict[UUID, AgencyService]:
    found = AgencyService.filter(
        service_type=service.key, agency_id__in=list(agency_ids), agency__status__in=PUBLIC
    )
    return {one.agency_id: one for one in await found.select_related("agency__enterprise")}


async def _side_by_side(service: ServiceType, columns: Sequence[AgencyService]) -> Comparison:
    levels = await levels_of(service.key)
    ids = [one.agency_id for one in columns]
    offices, records = await offices_of(ids), await records_of(ids)
    return Comparison(
        service=service_types.service_view(service, sum(one.agencies for one in levels)),
        levels=levels,
        agencies=[
            await _column(one, levels, offices.get(one.agency_id), records.get(one.agency_id))
            for one in columns
        ],
    )


async def _column(
    offered: AgencyService,
    levels: Sequence[PriceLevel],
    office: Office | None,
    record: AgencyRecord | None,
) -> ComparedAgency:
    agency = offered.agency
    known = await profile(agency)
    until, today = offered.covered_until, clock.today()
    return ComparedAgency(
        **line(offered, levels, office, record),
        distance_m=None,
        distance="",
        is_open=service_view(agency, offered).is_open,
        covered_until=None if until == NEVER else until,
        qualifications=known.qualifications,
        sanctions=[
            f"{SANCTION_NAMES[one.kind]}(至{one.last_day})"
            for one in known.sanctions
            if one.last_day >= today and not one.is_lifted
        ],
        registered_practitioners=len(await practitioners_of(agency.id)),
    )
