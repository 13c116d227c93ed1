"""Limits of the city around ratings, and what is rated: `rules.json`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_api.agency_supermarket.contracts.states import Side
from mobile_api.shared.calendar.rules import (
    InForce,
    RoomRules,
    Rule,
    RuleSet,
    Sourced,
    SpanRule,
    TimesRule,
)

LEAST, MOST = 1, 5


class YuanRule(Rule):
    """A price."""

    unit: Literal["yuan"]

    @property
    def fen(self) -> int:
        return self.amount * 100


class ScoreRule(Rule):
    """What a dimension is rated with."""

    amount: int = Field(ge=LEAST, le=MOST)
    unit: Literal["points"]


class Dimension(BaseModel):
    """What is rated with 1 to 5."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,30}$")]
    name: str = Field(min_length=1, max_length=20)


class DimensionsRule(Sourced):
    """What each side says of the other."""

    owner: tuple[Dimension, ...] = Field(min_length=1, max_length=10)
    agency: tuple[Dimension, ...] = Field(min_length=1, max_length=10)

    def by(self, side: Side) -> dict[str, str]:
        """Names by key."""
        of = self.owner if side is Side.owner else self.agency
        return {one.key: one.name for one in of}


class RatingRules(RuleSet):
    """`dimensions`: what each side rates. `rating`: so long after the end of a contract.
    `good`: with so much in each dimension an agency gains credit.
    `least_votes`: averages are shown from so many ratings on. `same_two`: ratings between the same
    two in `same_two_within`; the next one is looked at. `smallest`: the least price of a contract
    whose rating counts at once.
    """

    dimensions: InForce[DimensionsRule]
    rating: InForce[SpanRule]
    good: InForce[ScoreRule]
    least_votes: InForce[TimesRule]
    same_two: InForce[TimesRule]
    same_two_within: InForce[SpanRule]
    smallest: InForce[YuanRule]


RULES = RoomRules("ratings", RatingRules, Path(__file__).with_name("rules.json"))
