"""Limits of the city around contracts: their amounts stand in `rules.json`."""

from pathlib import Path

from pydantic import Field

from mobile_api.shared.calendar.rules import (
    DaysRule,
    InForce,
    RoomRules,
    RuleSet,
    Sourced,
    SpanRule,
    TimesRule,
)


class SanctionedRule(Sourced):
    """Whether an agency that was suspended or blacklisted goes on with what it has signed.

    `notice`: what both sides read beside such a contract.
    """

    goes_on: bool
    notice: str = Field(min_length=10, max_length=300)


class ContractRules(RuleSet):
    """`signing`: for both sides to sign, after the result was shown; `signing_again`: the least
    after the last dispute about the need ended. `signing_answer`: an agency whose turn came later
    before the end than that loses no points. `signing_reminder`: so long before the end both are
    reminded; `delivery_reminder`: the agency, before the agreed last day. `overdue`: a result that
    is not there so long after it costs points by itself. `result_review`: for the
    owner to look at a delivered result; then the owner is reminded each `review_reminder`,
    `review_reminders` times. `mending`: the least for the agency to mend a result that was
    returned. `returns`: a result that is returned so often costs points. `longest`: from signing to
    the agreed last day.
    """

    signing: InForce[DaysRule]
    signing_again: InForce[DaysRule]
    signing_answer: InForce[DaysRule]
    signing_reminder: InForce[SpanRule]
    delivery_reminder: InForce[SpanRule]
    overdue: InForce[SpanRule]
    result_review: InForce[DaysRule]
    mending: InForce[DaysRule]
    review_reminder: InForce[SpanRule]
    review_reminders: InForce[TimesRule]
    returns: InForce[TimesRule]
    longest: InForce[SpanRule]
    sanctioned: InForce[SanctionedRule]


RULES = RoomRules("contracts", ContractRules, Path(__file__).with_name("rules.json"))
