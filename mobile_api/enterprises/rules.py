"""Limits of the city around clerks of enterprises: their amounts stand in `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import InForce, RuleSet, SpanRule, rules_of


class EnterpriseRules(RuleSet):
    """`clerk_appointment`: the longest that one lasts. `clerk_invitation`: to accept it in."""

    clerk_appointment: InForce[SpanRule]
    clerk_invitation: InForce[SpanRule]


RULES = rules_of("enterprises", EnterpriseRules, Path(__file__).with_name("rules.json"))
