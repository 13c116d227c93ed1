"""From the marks of each expert to the winner, against what anybody would reckon by hand."""

from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mobile_api.agency_supermarket.openings.models import Mark, MarkedBid, Sheet
from mobile_api.agency_supermarket.openings.scores import judgement_of
from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.judging import Criterion, Judging
from mobile_api.agency_supermarket.selection.rules import Method
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose, StepCode
from tests.mobile_api.agency_supermarket.selection.selecting import (
    first_named,
    offer,
    terms,
    walked,
)

POINTS = (50, 30, 20)
CRITERIA = tuple(Criterion(name=f"因素{one}", points=one) for one in POINTS)


class Scored(NamedTuple):
    """`marks[expert][bid][criterion]` in hundredths; `prices` by bid, in fen."""

    marks: list[list[tuple[int, ...]]]
    prices: list[int]
    weight: int


@st.composite
def scorings(draw: st.DrawFn) -> Scored:
    """Few different points and prices, so that totals are often equal."""
    bids, experts = draw(st.integers(2, 5)), draw(st.sampled_from([3, 5, 7]))
    one = st.tuples(*(st.sampled_from([0, full * 50, full * 100]) for full in POINTS))
    marks = [[draw(one) for _ in range(bids)] for _ in range(experts)]
    prices = [draw(st.sampled_from([100, 200, 300])) for _ in range(bids)]
    return Scored(marks, prices, draw(st.integers(0, 60)))


def by_hand(scored: Scored, bid: int) -> Fraction:
    """Mean of the experts' sums, without one highest and one lowest of five, and the price."""
    sums = sorted(sum(sheet[bid]) for sheet in scored.marks)
    if len(sums) >= 5:
        sums = sums[1:-1]
    mean = Fraction(sum(sums), len(sums))
    price = Fraction(min(scored.prices), scored.prices[bid]) * 10_000
    return mean * (100 - scored.weight) + price * scored.weight


def sheets_of(scored: Scored) -> list[Sheet]:
    return [
        Sheet(
            bids=tuple(
                MarkedBid(label=label, marks=tuple(Mark(hundredths=h, reason="-") for h in marks))
                for label, marks in enumerate(given_by, 1)
            )
        )
        for given_by in scored.marks
    ]


@given(scorings())
def test_whoever_the_sum_by_hand_says_wins(scored: Scored) -> None:
    sheets = sheets_of(scored)
    judged = [judgement_of(sheets, label) for label in range(1, len(scored.prices) + 1)]
    offers = [
        offer(
            label,
            price,
            scores=found.scores,
            criteria_scores=tuple(one.scores for one in found.criteria),
        )
        for label, (price, found) in enumerate(zip(scored.prices, judged, strict=True), 1)
    ]
    judging = Judging(specialty="law", members=len(sheets), criteria=CRITERIA)
    published = terms(Method.proposal, price_percent=scored.weight, judging=judging)
    outcome, drawn = walked(published, offers, first_named)
    best = max(by_hand(scored, bid) for bid in range(len(offers)))
    leading = [bid for bid in range(len(offers)) if by_hand(scored, bid) == best]
    cheapest = min(scored.prices[bid] for bid in leading)
    among = {bid + 1 for bid in leading if scored.prices[bid] == cheapest}
    assert outcome.winner is not None and outcome.winner.int in among
    assert (DrawPurpose.tie in drawn) is (len(among) > 1)
    told = [one for one in outcome.steps if one.code is StepCode.criterion_scored]
    assert len(told) == len(offers) * len(POINTS)
    # In whatever order the sheets came in, nothing is different.
    again = [judgement_of(sheets[::-1], label) for label in range(1, len(offers) + 1)]
    assert again == judged
    assert decide(published, offers[::-1], drawn).winner == outcome.winner


def test_means_of_criteria_are_told() -> None:
    offers = [
        offer(number, 100, scores=(5000, 6000, 8000), criteria_scores=((1000, 2000, 4000),))
        for number in (1, 2)
    ]
    judging = Judging(
        specialty="law",
        members=3,
        criteria=(Criterion(name="方案", points=60), Criterion(name="团队", points=40)),
    )
    outcome = decide(terms(Method.proposal, judging=judging), offers)
    told = [one for one in outcome.steps if one.code is StepCode.criterion_scored]
    assert [one.bid_id for one in told] == [UUID(int=1), UUID(int=2)]
    assert told[0].text == "第1测绘院的“方案”(满分60分)平均约23.3333分。"
    assert told[0].figures["mean_points"] == "7000/3"
