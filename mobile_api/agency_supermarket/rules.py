"""Limits of the city around the market: their amounts stand in `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import (
    DaysRule,
    InForce,
    RoomRules,
    RuleSet,
    SpanRule,
    TimesRule,
)


class MarketRules(RuleSet):
    """`listing_review`: for the desk to answer an application. `first_warning`, `last_warning`:
    so long before a qualification expires its agency is told. `blacklist`: how long an entry of it
    lasts. `objection`: for an agency to answer a sanction. `notice`: the least between a need's
    publication and the end of bidding. `opening`: for its owner to open the bids. `choosing`: for
    the owner to take one of those listed. `scoring`: for experts to score, from when one of them
    took a seat last. `judging`: from the opening to all scores, then the need fails.
    `result_notice`: how long a result is shown before a contract. `need_changes`: how often a
    published need may be changed. `open_needs`: drafts and open needs of one owner.
    `base_credit`: the points of an agency of whom nothing is known.
    """

    listing_review: InForce[DaysRule]
    first_warning: InForce[SpanRule]
    last_warning: InForce[SpanRule]
    blacklist: InForce[SpanRule]
    objection: InForce[DaysRule]
    notice: InForce[DaysRule]
    opening: InForce[SpanRule]
    choosing: InForce[DaysRule]
    scoring: InForce[DaysRule]
    judging: InForce[SpanRule]
    result_notice: InForce[DaysRule]
    open_needs: InForce[TimesRule]
    need_changes: InForce[TimesRule]
    base_credit: InForce[TimesRule]


RULES = RoomRules("agency_supermarket", MarketRules, Path(__file__).with_name("rules.json"))
