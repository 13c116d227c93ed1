"""The services that a guide's applicants need; the guide's page joins them by this."""

from mobile_api.agency_supermarket.finding.offers import offers
from mobile_api.agency_supermarket.finding.prices import levels_of
from mobile_api.agency_supermarket.finding.schemas import (
    AgencySort,
    ItemService,
    ItemServices,
    OffersQuery,
)
from mobile_api.agency_supermarket.finding.views import lines
from mobile_api.agency_supermarket.service_types import views as service_types
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import ServiceType

_FIRST = OffersQuery(sort=AgencySort.price, limit=3)
_NOTICE = "这些服务可以自行办理,也可以自由选择任何一家机构;任何部门都不得指定。"


async def services_for(item_key: str) -> ItemServices:
    """Empty for a guide that needs none."""
    return ItemServices(
        item_key=item_key,
        services=[await _service(one) for one in SERVICES.here().serving(item_key)],
        notice=_NOTICE,
    )


async def _service(service: ServiceType) -> ItemService:
    levels = await levels_of(service.key)
    first = list(await offers(service.key, _FIRST, levels))[: _FIRST.limit]
    return ItemService(
        service=service_types.service_view(service, sum(one.agencies for one in levels)),
        offers=await lines([one.offered for one in first], levels),
    )
