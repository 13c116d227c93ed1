"""Shapes the catalogue of services, with how many agencies may render each today."""

from collections.abc import Mapping

from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.service_types.schemas import (
    CLASS_NAMES,
    ServiceType,
    ServiceTypeView,
    TradeList,
    TradeView,
)

# Fewer than these are no choice.
ENOUGH = 3


def trades(counts: Mapping[str, int]) -> TradeList:
    """`counts`: service type -> agencies that may render it today."""
    catalogue = SERVICES.here()
    return TradeList(
        source=catalogue.source,
        trades=[
            TradeView(
                key=trade.key,
                name=trade.name,
                service_types=[
                    service_view(one, counts.get(one.key, 0)) for one in trade.service_types
                ],
            )
            for trade in catalogue.trades
        ],
    )


def service_view(one: ServiceType, agencies: int) -> ServiceTypeView:
    """`agencies`: how many may render it today."""
    kinds = SERVICES.here().kinds
    return ServiceTypeView(
        key=one.key,
        name=one.name,
        about=one.about,
        time_class=one.time_class,
        time_class_name=CLASS_NAMES[one.time_class],
        working_days=one.working_days,
        qualifications=[kinds[key] for key in one.qualifications],
        item_keys=list(one.item_keys),
        agencies=agencies,
        is_scarce=agencies < ENOUGH,
    )
