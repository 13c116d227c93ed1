"""Limits of law and city around the board, by class of trading: amounts stand in `rules.json`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.agency_supermarket.trading.states import TradingClass
from mobile_api.shared.calendar.rules import (
    DaysRule,
    InForce,
    RoomRules,
    RuleSet,
    Sourced,
    TimesRule,
)
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit

Host = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,63}\.){1,8}[a-z]{2,20}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stretch(_Part):
    """A stretch of time."""

    amount: int = Field(ge=1, le=366)
    unit: DayKind

    @property
    def limit(self) -> TimeLimit:
        return TimeLimit(self.amount, self.unit)


class ClassRules(_Part):
    """One class. `money`: whether the public spends (a lower price saves) or earns (a higher one
    gains). `notice`: the least from the tender to its deadline. `change`: a change that comes later
    than so long before the deadline has to move it. `shown`: how long a result is shown.
    `complaint`: to complain, from the notice on. `unclear`: what the source leaves open.
    """

    money: Literal["spends", "earns"]
    notice: Stretch
    change: Stretch
    shown: Stretch
    complaint: Stretch
    source: str = Field(min_length=2)
    unclear: str | None = Field(None, min_length=2)


class ClassTable(Sourced):
    """The rules of each class."""

    procurement: ClassRules
    construction: ClassRules
    property_rights: ClassRules
    land: ClassRules

    def of(self, trading_class: TradingClass) -> ClassRules:
        return {
            TradingClass.procurement: self.procurement,
            TradingClass.construction: self.construction,
            TradingClass.property_rights: self.property_rights,
            TradingClass.land: self.land,
        }[trading_class]


class HostsRule(Sourced):
    """Hosts of the systems of record to which a notice may link; nothing else is linked."""

    hosts: tuple[Host, ...] = Field(min_length=1, max_length=50)


class TradingRules(RuleSet):
    """`complaint_review`, `complaint_decision`: for the desk to take up a complaint, and from then
    on to decide it. `open_complaints`, `complaints_a_day`: of one person at once, and on one
    day with those taken back.
    """

    classes: InForce[ClassTable]
    hosts: InForce[HostsRule]
    complaint_review: InForce[DaysRule]
    complaint_decision: InForce[DaysRule]
    open_complaints: InForce[TimesRule]
    complaints_a_day: InForce[TimesRule]


RULES = RoomRules("trading", TradingRules, Path(__file__).with_name("rules.json"))
