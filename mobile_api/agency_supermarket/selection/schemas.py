"""What goes into a selection and what comes out of it; everything is a value."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mobile_api.agency_supermarket.selection.judging import Judging
from mobile_api.agency_supermarket.selection.rules import (
    CreditWeightedRules,
    FundSource,
    MethodRules,
    ProposalRules,
)

# Of one expert, in hundredths of a point.
FULL_SCORE = 10_000
Score = Annotated[int, Field(ge=0, le=FULL_SCORE)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExclusionReason(StrEnum):
    """Why a bid does not take part."""

    withdrawn = "withdrawn"
    since_changed = "since_changed"  # not given again after what was asked for had changed
    unreadable = "unreadable"  # it does not open, or names another need or bidder
    proposal_missing = "proposal_missing"
    price_missing = "price_missing"
    price_zero = "price_zero"  # or below zero
    price_over_budget = "price_over_budget"
    avoided = "avoided"  # 回避
    relative = "relative"  # of the owner
    same_controller = "same_controller"
    double = "double"  # one person bid for two agencies
    blacklisted = "blacklisted"
    suspended = "suspended"
    not_listed = "not_listed"
    qualification_expired = "qualification_expired"
    award_voided = "award_voided"  # 中选结果已撤销


# Why somebody has to keep away says who is tied to whom: that is for the agency and the desk.
_AVOIDANCE = frozenset(
    {ExclusionReason.avoided, ExclusionReason.relative, ExclusionReason.same_controller}
)


def in_public(reason: ExclusionReason) -> ExclusionReason:
    """The reason that everybody reads: one for all kinds of avoidance."""
    return ExclusionReason.avoided if reason in _AVOIDANCE else reason


class Offer(_Value):
    """A bid as it was opened.

    `excluded`: by what was true at the opening. `excluded_since`: by what became true after a draw
    over this bid was frozen; it stays in the list and in the averages, and may no longer win. Such
    a reason is never taken back. `scores`: one per expert, in hundredths of a point; by criterion
    in `criteria_scores`, from low to high, so that no two lists say who gave what.
    """

    bid_id: UUID
    agency_id: UUID
    agency_name: str
    price_fen: int | None
    days: int | None
    credit: int
    excluded: ExclusionReason | None = None
    excluded_since: ExclusionReason | None = None
    scores: tuple[Score, ...] = ()
    criteria_scores: tuple[tuple[Score, ...], ...] = ()


class ListSizes(_Value):
    """How many the owner wants on the big and on the small list (大名单, 小名单)."""

    big: int
    small: int


class Terms(_Value):
    """What was published with the need. Raises ValidationError where the rules do not allow it.

    `sizes` belong to credit_weighted, `price_percent` (what the price counts, 0-100) and `judging`
    to proposal.
    """

    rules: MethodRules
    fund_source: FundSource
    budget_fen: int | None = Field(None, gt=0)
    sizes: ListSizes | None = None
    price_percent: int | None = None
    judging: Judging | None = None

    def revised(self, **parts: object) -> Self:
        """With these parts different. Raises ValidationError where the rules do not allow them."""
        # Not `model_copy`: it takes what it is given, and nobody could read the row again.
        return type(self).model_validate({**self.model_dump(), **parts})

    @model_validator(mode="after")
    def _within_the_rules(self) -> Self:
        is_credit = isinstance(self.rules, CreditWeightedRules)
        is_proposal = isinstance(self.rules, ProposalRules)
        if is_credit is (self.sizes is None):
            raise ValueError("the sizes of the lists belong to credit_weighted, and to it alone")
        if {self.price_percent is not None, self.judging is not None} != {is_proposal}:
            raise ValueError("weight of the price and judging belong to proposal, and to it alone")
        if isinstance(self.rules, ProposalRules) and self.judging:
            _check_judging(self.rules, self.price_percent or 0, self.judging)
        if isinstance(self.rules, CreditWeightedRules) and self.sizes:
            _check_sizes(self.rules, self.sizes)
        return self


def _check_judging(rules: ProposalRules, price_percent: int, judging: Judging) -> None:
    if not rules.price_percent.holds(price_percent):
        raise ValueError("the rules do not allow this weight of the price")
    if judging.members % 2 == 0 or judging.members < rules.least_experts:
        raise ValueError("the rules do not allow a panel of this size")
    if not judging.is_whole:
        raise ValueError("the points of the criteria come to something else than a hundred")


def _check_sizes(rules: CreditWeightedRules, sizes: ListSizes) -> None:
    if not rules.big_list.holds(sizes.big) or not rules.small_list.holds(sizes.small):
        raise ValueError("the rules do not allow lists of this size")
    if sizes.small > sizes.big:
        raise ValueError("the small list is longer than the big one")


class DrawPurpose(StrEnum):
    """What a draw decides. Each at most once for a need."""

    factor = "factor"
    winner = "winner"
    tie = "tie"
    small_list = "small_list"


class Candidate(_Value):
    """`id`: of the bid; for a factor the factor itself, in 0.01 %."""

    id: str
    tickets: int


class DrawNeeded(_Value):
    """A draw over these, sorted by id; `picks` names come out of it in order."""

    purpose: DrawPurpose
    candidates: tuple[Candidate, ...]
    picks: int


class OutcomeKind(StrEnum):
    """Whose turn it is."""

    award = "award"
    draw_needed = "draw_needed"
    scores_needed = "scores_needed"
    owner_chooses = "owner_chooses"
    failed = "failed"


class FailureReason(StrEnum):
    """流标."""

    no_bids = "no_bids"
    none_valid = "none_valid"
    too_few = "too_few"
    winner_excluded = "winner_excluded"  # those whom the draw named may no longer win


class StepCode(StrEnum):
    """The lines of the reasoned record."""

    received = "received"
    excluded = "excluded"
    valid = "valid"
    averaged = "averaged"
    left_out = "left_out"
    factor_awaited = "factor_awaited"
    factor_drawn = "factor_drawn"
    benchmark = "benchmark"
    by_price = "by_price"
    by_gap = "by_gap"
    scores_awaited = "scores_awaited"
    criterion_scored = "criterion_scored"
    scored = "scored"
    scored_trimmed = "scored_trimmed"
    by_score = "by_score"
    by_credit = "by_credit"
    eliminated = "eliminated"
    lower_price = "lower_price"
    tied = "tied"
    all_in_draw = "all_in_draw"
    tickets = "tickets"
    all_on_small_list = "all_on_small_list"
    drawn = "drawn"
    may_not_win = "may_not_win"
    owner_chooses = "owner_chooses"
    owner_chose = "owner_chose"
    award = "award"
    failed = "failed"


class SelectionStep(_Value):
    """One line: its figures exactly (a fraction is "numerator/denominator"), and as a sentence."""

    code: StepCode
    bid_id: UUID | None = None
    figures: Mapping[str, int | str]
    text: str


class Outcome(_Value):
    """`winner` with an award; `bids` to be scored, or for the owner to choose from."""

    kind: OutcomeKind
    winner: UUID | None = None
    bids: tuple[UUID, ...] = ()
    draw: DrawNeeded | None = None
    failure: FailureReason | None = None
    steps: tuple[SelectionStep, ...]
