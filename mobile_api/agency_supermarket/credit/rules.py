"""Points, lines and grades of credit as data: `rules.json`, each with its source and its days."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.shared.calendar.rules import (
    DaysRule,
    InForce,
    RoomRules,
    RuleSet,
    Sourced,
    SpanRule,
    TimesRule,
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KindRule(_Part):
    """What one kind of entry counts: in full for `counts_days`, then not at all.

    `repair_after_days`: so long after the entry a repair may be asked for; null: never. `evidence`:
    what has to prove it. `by_desk`: the desk enters it by a paper; the others come of a sanction,
    of a rating or of a contract.
    """

    name: str = Field(min_length=2, max_length=40)
    points: int = Field(ge=-100, le=100)
    counts_days: int = Field(ge=1, le=3660)
    repair_after_days: int | None = Field(ge=1, le=3660)
    by_desk: bool
    evidence: str = Field(min_length=2)
    source: str = Field(min_length=2)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.points == 0:
            raise ValueError("an entry without points says nothing")
        if self.repair_after_days is not None and self.repair_after_days >= self.counts_days:
            raise ValueError("a repair must be possible while the entry counts")
        return self


class KindTable(Sourced):
    """Every kind, as they are at one time."""

    kinds: Mapping[CreditKind, KindRule]

    @model_validator(mode="after")
    def _every_kind(self) -> Self:
        if missing := set(CreditKind) - set(self.kinds):
            raise ValueError(f"nothing is said of {', '.join(sorted(missing))}")
        return self


class CreditLine(_Part):
    """With fewer points than `below`, this follows."""

    below: int = Field(ge=1, le=1000)
    effect: SanctionKind


class LineTable(Sourced):
    """Every line, the highest first; the lower the line, the heavier what follows."""

    lines: tuple[CreditLine, ...] = Field(max_length=len(SanctionKind))

    @model_validator(mode="after")
    def _falling(self) -> Self:
        heights = [line.below for line in self.lines]
        weights = [tuple(SanctionKind).index(line.effect) for line in self.lines]
        if heights != sorted(set(heights), reverse=True) or weights != sorted(set(weights)):
            raise ValueError("lines must fall, and what follows must grow heavier")
        return self


class Grade(_Part):
    """From so many points on."""

    least: int = Field(ge=0, le=1000)
    grade: str = Field(min_length=1, max_length=4)
    name: str = Field(min_length=1, max_length=20)


class GradeTable(Sourced):
    """Grades of the yearly score, the best first."""

    grades: tuple[Grade, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _fall_to_zero(self) -> Self:
        starts = [one.least for one in self.grades]
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            raise ValueError("grades must fall, each once, and end at 0")
        return self

    def of(self, score: int) -> Grade:
        return next(one for one in self.grades if one.least <= score)

    def named(self, grade: str) -> str:
        """The name of a grade, or the grade itself where this table has none of it."""
        return next((one.name for one in self.grades if one.grade == grade), grade)


class CreditRules(RuleSet):
    """`ceiling`: the most points. `objection`: for an agency to object to an entry. `answer`: for
    the desk to answer it, or an application for repair. `repairs`: applications for one entry.
    `warning`: how long a warning ordered by the rule lasts. `hearing`: for an agency to be heard
    before the desk bars it.
    """

    kinds: InForce[KindTable]
    lines: InForce[LineTable]
    grades: InForce[GradeTable]
    ceiling: InForce[TimesRule]
    objection: InForce[DaysRule]
    answer: InForce[DaysRule]
    repairs: InForce[TimesRule]
    warning: InForce[SpanRule]
    hearing: InForce[DaysRule]


RULES = RoomRules("credit", CreditRules, Path(__file__).with_name("rules.json"))
