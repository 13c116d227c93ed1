"""Agencies at the market: the business of an enterprise, public by its nature."""

from mobile_api.agency_supermarket.agencies.models import (
    Agency,
    AgencyEvent,
    AgencyService,
    Qualification,
    Sanction,
)

# Table -> why nothing can be found of a person there.
MARKET = {
    Agency: "the business of an enterprise, not of a person",
    AgencyService: "what an enterprise offers, and for how much",
    Qualification: "certificates of an enterprise",
    Sanction: "what was ordered against an enterprise",
    AgencyEvent: "the public history of an enterprise; whoever acted stands there as a key",
}
