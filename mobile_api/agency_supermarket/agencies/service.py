"""The door of agencies for whoever plays their people: what they and the desk do, in order."""

from mobile_api.agency_supermarket.agencies.applying import apply, fill
from mobile_api.agency_supermarket.agencies.queries import sanctions_of
from mobile_api.agency_supermarket.agencies.requests import (
    AgencyApplication,
    ObjectionAnswer,
    SanctionRequest,
)
from mobile_api.agency_supermarket.agencies.review import list_agency
from mobile_api.agency_supermarket.agencies.sanctions import answer, object_to, order
from mobile_api.agency_supermarket.agencies.scope import own

__all__ = [
    "AgencyApplication",
    "ObjectionAnswer",
    "SanctionRequest",
    "answer",
    "apply",
    "fill",
    "list_agency",
    "object_to",
    "order",
    "own",
    "sanctions_of",
]
