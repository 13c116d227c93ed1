"""The methods of selection (选取方式) as data: minima, ties, sizes, factors, each with its source.

Shares are in 0.01 %, credit in points. A need keeps the rules of its method as they were when it
was published; a later table changes nothing for it.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mobile_api.shared.calendar.rules import InForce, RoomRules, RuleSet, Sourced


class Method(StrEnum):
    """选取方式, in the order in which a page offers them."""

    direct = "direct"  # 直接选取
    competitive_price = "competitive_price"  # 竞价选取
    average_price = "average_price"  # 均价选取
    best_price = "best_price"  # 最优价选取
    credit_weighted = "credit_weighted"  # 信用择优
    proposal = "proposal"  # 方案择优
    random_draw = "random_draw"  # 随机摇号


class FundSource(StrEnum):
    """资金来源."""

    state = "state"  # 财政资金
    social = "social"  # 社会资金


METHOD_NAMES = {
    Method.direct: "直接选取",
    Method.competitive_price: "竞价",
    Method.average_price: "均价",
    Method.best_price: "最优价",
    Method.credit_weighted: "信用择优",
    Method.proposal: "方案择优",
    Method.random_draw: "随机摇号",
}
FUND_NAMES = {FundSource.state: "财政资金", FundSource.social: "社会资金"}


class TieRule(StrEnum):
    """What decides between equals."""

    lower_price = "lower_price"
    draw = "draw"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LeastBidders(_Part):
    """With fewer valid bids the selection fails (流标)."""

    state: int = Field(ge=1, le=100)
    social: int = Field(ge=1, le=100)

    def of(self, source: FundSource) -> int:
        return self.state if source is FundSource.state else self.social


class SizeSpan(_Part):
    """What an owner may choose, both ends included."""

    least: int = Field(ge=0, le=100)
    most: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if self.least > self.most:
            raise ValueError("the least is more than the most")
        return self

    def holds(self, size: int) -> bool:
        return self.least <= size <= self.most


class MethodRule(_Part):
    """`unclear`: what the source leaves open, and how it is read here."""

    least_bidders: LeastBidders
    source: str = Field(min_length=2)
    unclear: str | None = Field(None, min_length=2)


class DirectRules(MethodRule):
    """The owner takes one of those who offered."""

    method: Literal[Method.direct] = Method.direct


class DrawnRules(MethodRule):
    """`named_by_draw`: one more than one takes the place of a winner who may no longer win."""

    named_by_draw: int = Field(ge=1, le=2)


class RandomDrawRules(DrawnRules):
    """One ticket for each valid bid."""

    method: Literal[Method.random_draw] = Method.random_draw


class RankedRules(DrawnRules):
    """`ties`: in this order; the draw is the last of them, so that there always is a winner."""

    ties: tuple[TieRule, ...]

    @model_validator(mode="after")
    def _end_with_a_draw(self) -> Self:
        if self.ties not in {(TieRule.draw,), (TieRule.lower_price, TieRule.draw)}:
            raise ValueError("ties are decided by a draw, or by the lower price and then a draw")
        return self


class CompetitivePriceRules(RankedRules):
    """The lowest price wins."""

    method: Literal[Method.competitive_price] = Method.competitive_price


class AveragePriceRules(RankedRules):
    """The price closest to the average of all valid ones wins."""

    method: Literal[Method.average_price] = Method.average_price


class Factors(_Part):
    """The factors of which one is drawn, in 0.01 %."""

    least: int = Field(ge=1, le=10_000)
    most: int = Field(ge=1, le=10_000)
    step: int = Field(ge=1, le=10_000)

    @model_validator(mode="after")
    def _in_whole_steps(self) -> Self:
        if self.least > self.most or (self.most - self.least) % self.step:
            raise ValueError("whole steps must lead from the least factor to the most")
        return self

    def all(self) -> range:
        return range(self.least, self.most + 1, self.step)


class BestPriceRules(RankedRules):
    """The price closest to the trimmed average times a drawn factor wins.

    With more than `trimmed_above` valid bids the highest and the lowest price are left out of the
    average; they may still win.
    """

    method: Literal[Method.best_price] = Method.best_price
    trimmed_above: int = Field(ge=2, le=100)
    factors: Factors


class CreditBand(_Part):
    """From so many points on, so many tickets."""

    least_credit: int = Field(ge=0, le=1000)
    tickets: int = Field(ge=1, le=1000)


class CreditWeightedRules(MethodRule):
    """The best by credit make the big list (大名单), a weighted draw the small one (小名单).

    `bands` from the highest down to 0; the owner takes one of the small list.
    """

    method: Literal[Method.credit_weighted] = Method.credit_weighted
    big_list: SizeSpan
    small_list: SizeSpan
    bands: tuple[CreditBand, ...] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def _bands_fall_to_zero(self) -> Self:
        starts = [band.least_credit for band in self.bands]
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            raise ValueError("the bands of credit must fall, each once, and end at 0")
        if self.small_list.least < 1:
            raise ValueError("the small list names one at least")
        return self

    def tickets_for(self, credit: int) -> int:
        """Whoever has fewer than no points has the tickets of the last band."""
        fitting = (band.tickets for band in self.bands if band.least_credit <= credit)
        return next(fitting, self.bands[-1].tickets)


class ProposalRules(RankedRules):
    """The highest sum of the panel's score and of the score for the price wins.

    From `trimmed_from` experts on, one highest and one lowest score of each bid are left out.
    """

    method: Literal[Method.proposal] = Method.proposal
    least_experts: int = Field(ge=1, le=100)
    trimmed_from: int = Field(ge=3, le=100)
    price_percent: SizeSpan


MethodRules = Annotated[
    DirectRules
    | CompetitivePriceRules
    | AveragePriceRules
    | BestPriceRules
    | CreditWeightedRules
    | ProposalRules
    | RandomDrawRules,
    Field(discriminator="method"),
]


class MethodTable(Sourced):
    """All methods as they are at one time."""

    direct: DirectRules
    competitive_price: CompetitivePriceRules
    average_price: AveragePriceRules
    best_price: BestPriceRules
    credit_weighted: CreditWeightedRules
    proposal: ProposalRules
    random_draw: RandomDrawRules

    def of(self, method: Method) -> MethodRules:
        rules: MethodRules = getattr(self, method.value)
        return rules


class SelectionRules(RuleSet):
    """`methods`: a whole table for each day."""

    methods: InForce[MethodTable]


RULES = RoomRules("selection", SelectionRules, Path(__file__).with_name("rules.json"))
