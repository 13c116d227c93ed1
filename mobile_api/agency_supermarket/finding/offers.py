"""The agencies of a service in an order: by a column, by price against the average, by distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.states import OPEN
from mobile_api.agency_supermarket.errors import ServiceTypeNotFound
from mobile_api.agency_supermarket.finding.orders import LAST, MOST, ORDERS, PLACES, after
from mobile_api.agency_supermarket.finding.placing import AGAINST, NEAREST, RECORDED
from mobile_api.agency_supermarket.finding.prices import ENOUGH
from mobile_api.agency_supermarket.finding.schemas import (
    AgencySort,
    NearbyRequest,
    OffersQuery,
    PriceLevel,
)
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import Rank, decode_rank

DISTANCE = "distance"
_BEGIN = Rank(by="", value=0, id=UUID(int=0))


def service_type_of(key: str) -> ServiceType:
    """Raises ServiceTypeNotFound."""
    found = SERVICES.here().service_types.get(key)
    if found is None:
        raise ServiceTypeNotFound()
    return found


def open_offers(service_type: str) -> QuerySet[AgencyService]:
    """What may be rendered today."""
    return AgencyService.filter(
        service_type=service_type, covered_until__gte=clock.today(), agency__status__in=OPEN
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer and the number by which it stands in its list."""

    offered: AgencyService
    place: int

    @property
    def id(self) -> UUID:
        return self.offered.id


async def offers(
    service_type: str, asked: OffersQuery, levels: Sequence[PriceLevel]
) -> Sequence[Placed]:
    """`limit + 1` of them, each with its agency and enterprise. Raises InvalidInput (cursor)."""
    if asked.sort is AgencySort.average:
        known = [one for one in levels if one.agencies >= ENOUGH]
        begin = _begin(asked.cursor, asked.sort, LAST)
        units = [one.price_unit for one in known]
        averages = [float(one.average_fen) for one in known]
        return await _placed(AGAINST, service_type, begin, asked.limit, units, averages)
    if asked.sort in RECORDED:
        begin = _begin(asked.cursor, asked.sort, LAST)
        return await _placed(RECORDED[asked.sort], service_type, begin, asked.limit)
    found = open_offers(service_type)
    if asked.cursor:
        found = found.filter(
            after(asked.sort, decode_rank(asked.cursor, asked.sort, MOST[asked.sort]))
        )
    ordered = found.order_by(*ORDERS[asked.sort]).limit(asked.limit + 1)
    rows = await ordered.select_related("agency__enterprise")
    return [Placed(one, PLACES[asked.sort](one)) for one in rows]


async def nearest(service_type: str, asked: NearbyRequest) -> Sequence[Placed]:
    """`limit + 1` of them, the nearest first, by metres. Raises InvalidInput (cursor)."""
    begin = _begin(asked.cursor, DISTANCE, LAST)
    here = (asked.latitude, asked.longitude)
    return await _placed(NEAREST, service_type, begin, asked.limit, *here)


def _begin(cursor: str | None, by: str, most: int) -> Rank:
    return decode_rank(cursor, by, most) if cursor else _BEGIN


async def _placed(
    sql: str, service_type: str, begin: Rank, limit: int, *more: Any
) -> Sequence[Placed]:
    states = [one.value for one in OPEN]
    values = (service_type, clock.today(), states, LAST, begin.value, begin.id, limit + 1)
    rows = await fetch(sql, *values, *more)
    found = AgencyService.filter(id__in=[row["id"] for row in rows])
    by_id = {one.id: one for one in await found.select_related("agency__enterprise")}
    return [Placed(by_id[row["id"]], row["place"]) for row in rows if row["id"] in by_id]
