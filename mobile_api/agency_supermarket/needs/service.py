"""The door of needs for whoever plays their people: what owners do, and who asks about them."""

from mobile_api.agency_supermarket.needs.drafting import OwnerKey, cancel, draft, publish
from mobile_api.agency_supermarket.needs.draws import draws_of
from mobile_api.agency_supermarket.needs.questions import answer, ask, unanswered
from mobile_api.agency_supermarket.needs.scope import own_needs

__all__ = [
    "OwnerKey",
    "answer",
    "ask",
    "cancel",
    "draft",
    "draws_of",
    "own_needs",
    "publish",
    "unanswered",
]
