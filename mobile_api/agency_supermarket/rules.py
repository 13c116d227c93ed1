"""Limits of the city around the market: their amounts stand in `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import DaysRule, InForce, RoomRules, RuleSet, SpanRule


class MarketRules(RuleSet):
    """`listing_review`: for the desk to answer an application. `first_warning`, `last_warning`:
    so long before a qualification expires its agency is told. `blacklist`: how long an entry of it
    lasts. `objection`: for an agency to answer a sanction.
    """

    listing_review: InForce[DaysRule]
    first_warning: InForce[SpanRule]
    last_warning: InForce[SpanRule]
    blacklist: InForce[SpanRule]
    objection: InForce[DaysRule]


RULES = RoomRules("agency_supermarket", MarketRules, Path(__file__).with_name("rules.json"))
