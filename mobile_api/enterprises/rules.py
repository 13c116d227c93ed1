"""Limits of the city around clerks of enterprises: their amounts stand in `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import InForce, RoomRules, RuleSet, SpanRule


class EnterpriseRules(RuleSet):
    """`clerk_appointment`: the longest that one lasts. `clerk_invitation`: to accept it in."""

    clerk_appointment: InForce[SpanRule]
    clerk_invitation: InForce[SpanRule]


RULES = RoomRules("enterprises", EnterpriseRules, Path(__file__).with_name("rules.json"))
