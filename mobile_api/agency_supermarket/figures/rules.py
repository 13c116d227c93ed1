"""Limits of the city around the figures of the market: `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import InForce, RoomRules, RuleSet, TimesRule


class FigureRules(RuleSet):
    """`co_bidding`: two agencies are named once one of them has won so often over the other."""

    co_bidding: InForce[TimesRule]


RULES = RoomRules("figures", FigureRules, Path(__file__).with_name("rules.json"))
