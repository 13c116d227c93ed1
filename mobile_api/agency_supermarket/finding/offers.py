"""The agencies of a service in an order: the newest, by price, by days, by distance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.states import OPEN
from mobile_api.agency_supermarket.errors import ServiceTypeNotFound
from mobile_api.agency_supermarket.finding.schemas import AgencySort, NearbyRequest, OffersQuery
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.http.pagination import Rank, decode_rank

DISTANCE = "distance"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST_LISTED = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
# Further than any two places on earth.
_MOST_METRES = 10**8
# Great circles on a ball: half a percent off at most, which decides nothing here.
NEAREST = """
SELECT id, metres FROM (
    SELECT s.id AS id, round(12742000 * asin(sqrt(least(1,
        power(sin(radians(o.latitude - $4) / 2), 2) + cos(radians($4)) * cos(radians(o.latitude))
        * power(sin(radians(o.longitude - $5) / 2), 2)))))::bigint AS metres
    FROM agency_service AS s
    JOIN agency_office AS o ON o.agency_id = s.agency_id
    JOIN agency AS a ON a.id = s.agency_id
    WHERE s.service_type = $1 AND s.covered_until >= $2 AND a.status = ANY($3)
) AS far
WHERE (metres, id) > ($6::bigint, $7::uuid)
ORDER BY metres, id LIMIT $8
"""


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


async def offers(service_type: str, asked: OffersQuery) -> Sequence[AgencyService]:
    """`limit + 1` of them, each with its agency and enterprise. Raises InvalidInput (cursor)."""
    found = open_offers(service_type)
    if asked.cursor:
        rank = decode_rank(asked.cursor, asked.sort, MOST[asked.sort])
        found = found.filter(AFTER[asked.sort](rank))
    ordered = found.order_by(*ORDERS[asked.sort]).limit(asked.limit + 1)
    return await ordered.select_related("agency__enterprise")


ORDERS: Mapping[AgencySort, tuple[str, str]] = {
    AgencySort.newest: ("-agency__listed_at", "-id"),
    AgencySort.price: ("price_from_fen", "id"),
    AgencySort.days: ("promised_days", "id"),
}


def _after_listed(rank: Rank) -> Q:
    at = _EPOCH + rank.value * _MICROSECOND
    later = Q(agency__listed_at__lt=at) | Q(id__lt=rank.id)
    return Q(agency__listed_at__lte=at) & later


def _after_price(rank: Rank) -> Q:
    later = Q(price_from_fen__gt=rank.value) | Q(id__gt=rank.id)
    return Q(price_from_fen__gte=rank.value) & later


def _after_days(rank: Rank) -> Q:
    later = Q(promised_days__gt=rank.value) | Q(id__gt=rank.id)
    return Q(promised_days__gte=rank.value) & later


AFTER: Mapping[AgencySort, Callable[[Rank], Q]] = {
    AgencySort.newest: _after_listed,
    AgencySort.price: _after_price,
    AgencySort.days: _after_days,
}

# What the column of each order can hold.
MOST: Mapping[AgencySort, int] = {
    AgencySort.newest: _LAST_LISTED,
    AgencySort.price: 2**63 - 1,
    AgencySort.days: 2**31 - 1,
}


def rank_of(sort: AgencySort) -> Callable[[AgencyService], int]:
    """The number by which an offer stands in its list."""
    return _RANKS[sort]


def _listed(offered: AgencyService) -> int:
    at = offered.agency.listed_at or offered.agency.created_at
    return (at - _EPOCH) // _MICROSECOND


_RANKS: Mapping[AgencySort, Callable[[AgencyService], int]] = {
    AgencySort.newest: _listed,
    AgencySort.price: lambda offered: offered.price_from_fen,
    AgencySort.days: lambda offered: offered.promised_days,
}


@dataclass(frozen=True, slots=True)
class NearOffer:
    """An offer and how far its agency's office is."""

    offered: AgencyService
    metres: int

    @property
    def id(self) -> UUID:
        return self.offered.id


async def nearest(service_type: str, asked: NearbyRequest) -> Sequence[NearOffer]:
    """`limit + 1` of those that say where they are, the nearest first. Raises InvalidInput."""
    after = Rank(by=DISTANCE, value=0, id=UUID(int=0))
    if asked.cursor:
        after = decode_rank(asked.cursor, DISTANCE, _MOST_METRES)
    rows = await fetch(
        NEAREST,
        service_type,
        clock.today(),
        [one.value for one in OPEN],
        asked.latitude,
        asked.longitude,
        after.value,
        after.id,
        asked.limit + 1,
    )
    found = AgencyService.filter(id__in=[row["id"] for row in rows])
    by_id = {one.id: one for one in await found.select_related("agency__enterprise")}
    return [NearOffer(by_id[row["id"]], row["metres"]) for row in rows if row["id"] in by_id]
