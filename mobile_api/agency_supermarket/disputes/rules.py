"""The days of objections and complaints: `rules.json`."""

from pathlib import Path

from mobile_api.shared.calendar.rules import DaysRule, InForce, RoomRules, RuleSet


class DisputeRules(RuleSet):
    """`objection`: to object to a result, from the day on which it was shown. `answer`: for the
    owner to answer. `complaint`: to complain after the answer, or after its absence. `decision`:
    for the desk to decide a complaint.
    """

    objection: InForce[DaysRule]
    answer: InForce[DaysRule]
    complaint: InForce[DaysRule]
    decision: InForce[DaysRule]


RULES = RoomRules("disputes", DisputeRules, Path(__file__).with_name("rules.json"))
