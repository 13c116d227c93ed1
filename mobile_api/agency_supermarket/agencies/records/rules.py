"""From how many contracts on an agency is ranked, and how ratings are weighed: `rules.json`."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from mobile_api.shared.calendar.rules import InForce, RoomRules, Rule, RuleSet, TimesRule


class PointsRule(Rule):
    """Points of a rating."""

    amount: int = Field(ge=1, le=5)
    unit: Literal["points"]


class RecordRules(RuleSet):
    """`least_finished`: contracts from which on a share of them is told.

    `prior_votes` of `prior_score` points are added to the ratings of everybody before they are
    ranked, so that a few very good ones stand behind many good ones.
    """

    least_finished: InForce[TimesRule]
    prior_votes: InForce[TimesRule]
    prior_score: InForce[PointsRule]


RULES = RoomRules("agency_records", RecordRules, Path(__file__).with_name("rules.json"))
