"""What pages ask of finding."""

from mobile_api.agency_supermarket.finding.items import services_for
from mobile_api.agency_supermarket.finding.offers import offers, rank_of, service_type_of
from mobile_api.agency_supermarket.finding.searching import SERVICE_SEARCH, find
from mobile_api.agency_supermarket.finding.views import page

__all__ = [
    "SERVICE_SEARCH",
    "find",
    "offers",
    "page",
    "rank_of",
    "service_type_of",
    "services_for",
]
