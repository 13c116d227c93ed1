"""What others ask of agencies: the rest of the market, and whoever plays its people."""

from mobile_api.agency_supermarket.agencies.applying import apply, fill
from mobile_api.agency_supermarket.agencies.queries import (
    sanctions_of,
    standing_of,
    standings_of,
)
from mobile_api.agency_supermarket.agencies.requests import (
    AgencyApplication,
    ObjectionAnswer,
    SanctionRequest,
)
from mobile_api.agency_supermarket.agencies.review import list_agency
from mobile_api.agency_supermarket.agencies.sanctions import answer, object_to, order
from mobile_api.agency_supermarket.agencies.scope import actor_of, enterprise_of, own

__all__ = [
    "AgencyApplication",
    "ObjectionAnswer",
    "SanctionRequest",
    "actor_of",
    "answer",
    "apply",
    "enterprise_of",
    "fill",
    "list_agency",
    "object_to",
    "order",
    "own",
    "sanctions_of",
    "standing_of",
    "standings_of",
]
