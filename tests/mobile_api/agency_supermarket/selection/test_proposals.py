"""方案择优 against a model in whole numbers: no mean and no price score is ever divided out."""

from math import lcm, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose, FailureReason, OutcomeKind
from tests.mobile_api.agency_supermarket.selection.selecting import (
    Draws,
    drawers,
    numbers,
    of,
    offer,
    prices,
    terms,
    texts,
    walked,
)

Bid = tuple[int, tuple[int, ...]]
panels = st.integers(3, 8)


@st.composite
def proposals(draw: st.DrawFn) -> list[Bid]:
    """Price and scores of each; few different ones, so that totals are often equal."""
    experts = draw(panels)
    score = st.one_of(st.sampled_from([8000, 9000]), st.integers(0, 10_000))
    scores = st.lists(score, min_size=experts, max_size=experts).map(tuple)
    return draw(st.lists(st.tuples(prices, scores), min_size=2, max_size=8))


def leading(bids: list[Bid], weight: int) -> set[int]:
    """Numbers of the bids between which only a draw can decide."""
    lowest = min(price for price, _ in bids)
    common = lcm(*(price for price, _ in bids))
    sums = []
    for price, scores in bids:
        counted = list(scores)
        if len(scores) >= 5:
            counted.remove(max(scores))
            counted.remove(min(scores))
        proposal = sum(counted) * (100 - weight) * common
        sums.append(proposal + 10_000 * lowest * weight * len(counted) * (common // price))
    best = [number for number, one in enumerate(sums, 1) if one == max(sums)]
    cheapest = min(bids[number - 1][0] for number in best)
    return {number for number in best if bids[number - 1][0] == cheapest}


@given(proposals(), st.integers(0, 60), drawers())
def test_whoever_the_model_says_wins(bids: list[Bid], weight: int, draw: Draws) -> None:
    published = terms(Method.proposal, price_percent=weight)
    given_bids = [offer(n, price, scores=scores) for n, (price, scores) in enumerate(bids, 1)]
    outcome, drawn = walked(published, given_bids, draw)
    best = leading(bids, weight)
    assert outcome.winner is not None
    assert outcome.winner.int in best
    assert (DrawPurpose.tie in drawn) is (len(best) > 1)
    if drawn:
        assert of(drawn[DrawPurpose.tie])[0] == outcome.winner.int


@pytest.mark.parametrize(
    ("scores", "winner"),
    [
        # Four experts: 0 counts, and bid 2 is ahead. Five: 0 and 10000 do not, and bid 1 is.
        (((9000, 9000, 9000, 0), (7000, 7000, 7000, 7000)), 2),
        (((9000, 9000, 9000, 0, 9000), (7000, 7000, 7000, 10_000, 7000)), 1),
    ],
)
def test_one_friend_and_one_foe_do_not_count_in_a_panel_of_five(
    scores: tuple[tuple[int, ...], ...], winner: int
) -> None:
    bids = [offer(number, 100, scores=given_to) for number, given_to in enumerate(scores, 1)]
    outcome = decide(terms(Method.proposal), bids)
    assert outcome.winner is not None
    assert outcome.winner.int == winner


@pytest.mark.parametrize(
    "scores",
    [
        ((), ()),
        ((9000, 9000), (8000, 8000)),
        ((9000, 9000, 9000), ()),
        ((9000, 9000, 9000), (8000, 8000, 8000, 8000)),
    ],
)
def test_a_panel_that_is_not_whole_is_waited_for(scores: tuple[tuple[int, ...], ...]) -> None:
    bids = [offer(number, 100, scores=given_to) for number, given_to in enumerate(scores, 1)]
    outcome = decide(terms(Method.proposal), bids)
    assert (outcome.kind, numbers(outcome.bids)) == (OutcomeKind.scores_needed, [1, 2])
    assert texts(outcome)[-1] == "等待专家为2份方案评分,每份至少3名专家。"


@pytest.mark.parametrize("source", FundSource)
def test_one_proposal_is_too_few_whoever_pays(source: FundSource) -> None:
    bids = [offer(1, scores=(1, 2, 3))]
    assert decide(terms(Method.proposal, source), bids).failure is FailureReason.too_few


def test_without_a_weight_no_price_is_asked_for() -> None:
    bids = [offer(n, None, scores=(n, n, n)) for n in (1, 2)]
    free, weighed = (terms(Method.proposal, price_percent=weight) for weight in (0, 30))
    assert decide(free, bids).winner == bids[1].bid_id
    assert decide(weighed, bids).failure is FailureReason.none_valid


def test_a_loser_reads_the_own_score_and_place() -> None:
    bids = [offer(1, 300, scores=(9000,) * 3), offer(2, 400, scores=(8000,) * 3)]
    outcome = decide(terms(Method.proposal), bids)
    assert [step.text for step in outcome.steps if step.bid_id == bids[1].bid_id] == [
        "第2测绘院的方案由3名专家评分,平均80分。",
        "第2测绘院方案80分,价格75分(占30%),总分78.5分,列第2名。",
    ]


def test_the_model_knows_a_hard_case() -> None:
    """Totals that differ by less than a float can tell."""
    price = prod((2**31, 2**31))
    bids: list[Bid] = [(price, (5000,) * 3), (price + 1, (5000,) * 3)]
    assert leading(bids, 30) == {1}
