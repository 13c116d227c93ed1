"""How long a proof of identity counts in this city: the amount stands in `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import InForce, RoomRules, RuleSet, SpanRule


class ProofRules(RuleSet):
    """`presence`: that a person was there in the flesh; name and number stay matched for good."""

    presence: InForce[SpanRule]


RULES = RoomRules("proofs", ProofRules, Path(__file__).with_name("rules.json"))
