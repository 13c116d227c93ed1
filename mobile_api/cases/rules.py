"""Limits of law and of the city around a case: their names here, their amounts in `rules.json`.

How long the office may take to decide stands in each guide. Sizes and rates that keep the program
going are no rules of a city and stay where they are used.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from mobile_api.shared.calendar.rules import (
    DaysRule,
    InForce,
    RoomRules,
    RuleSet,
    ShareRule,
    TimesRule,
    at_most,
)


class ClockKind(StrEnum):
    """What a clock segment measures."""

    notice = "notice"
    correction = "correction"
    statutory = "statutory"
    promised = "promised"
    delivery = "delivery"


class CaseRules(RuleSet):
    """`notice`: to tell what is missing, or silence counts as acceptance. `delivery`: of a result.

    `correction`: for the applicant to answer. `readdress`: to say where a returned result goes.
    `yellow_light`: at most this share of a limit is left. `result_postings`: how often a result is
    posted, also after it came back. `originals_parcels`: with which originals come to the hall.
    `drafts`, `open_cases` of one item: how many one person, or one enterprise, has at once.
    """

    notice: Annotated[InForce[DaysRule], at_most(5, "行政许可法第三十二条")]
    delivery: Annotated[InForce[DaysRule], at_most(10, "行政许可法第四十四条")]
    correction: InForce[DaysRule]
    readdress: InForce[DaysRule]
    yellow_light: InForce[ShareRule]
    result_postings: InForce[TimesRule]
    originals_parcels: InForce[TimesRule]
    drafts: InForce[TimesRule]
    drafts_of_enterprise: InForce[TimesRule]
    open_cases: InForce[TimesRule]
    open_cases_of_enterprise: InForce[TimesRule]


RULES = RoomRules("cases", CaseRules, Path(__file__).with_name("rules.json"))
