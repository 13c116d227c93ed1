"""Price methods against a model that knows no fractions: everything multiplied out, bid by bid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import (
    DrawPurpose,
    FailureReason,
    OutcomeKind,
)
from tests.mobile_api.agency_supermarket.selection.selecting import (
    PRICED,
    Draws,
    drawers,
    ids,
    of,
    offers,
    price_lists,
    terms,
    texts,
    walked,
)

FACTORS = [9500, 9550, 9600, 9650, 9700, 9750, 9800]
TIES: dict[Method, tuple[str, ...]] = {
    Method.competitive_price: ("draw",),
    Method.average_price: ("lower_price", "draw"),
    Method.best_price: ("lower_price", "draw"),
}


def leading(method: Method, prices: list[int], factor: int) -> set[int]:
    """Numbers of the bids between which only a draw can decide."""
    counted = list(prices)
    if method is Method.best_price and len(prices) > 5:
        counted.remove(max(counted))
        counted.remove(min(counted))
    target = sum(counted) * (factor if method is Method.best_price else 10_000)
    if method is Method.best_price and len(prices) == 1:
        target = prices[0] * 10_000

    def away(price: int) -> int:
        if method is Method.competitive_price:
            return price
        return abs(price * len(counted) * 10_000 - target)

    best = [price for price in prices if all(away(price) <= away(other) for other in prices)]
    if "lower_price" in TIES[method]:
        best = [min(best)]
    return {number for number, price in enumerate(prices, 1) if price in best}


@given(st.sampled_from(PRICED), price_lists, drawers())
def test_whoever_the_model_says_wins(method: Method, prices: list[int], draw: Draws) -> None:
    outcome, drawn = walked(terms(method), offers(*prices), draw)
    assert outcome.winner is not None
    factor = int(drawn[DrawPurpose.factor][0]) if DrawPurpose.factor in drawn else 0
    best = leading(method, prices, factor)
    assert outcome.winner.int in best
    assert (DrawPurpose.tie in drawn) is (len(best) > 1)
    if len(best) > 1:
        assert outcome.winner.int == of(drawn[DrawPurpose.tie])[0]
    assert (DrawPurpose.factor in drawn) is (method is Method.best_price and len(prices) > 1)


@pytest.mark.parametrize("method", PRICED)
def test_equal_prices_of_everybody_are_drawn_among_everybody(method: Method) -> None:
    outcome, drawn = walked(terms(method), offers(*[7] * 9))
    first = decide(terms(method), offers(*[7] * 9), {**drawn, DrawPurpose.tie: ids(4, 2)})
    assert (first.kind, first.winner and first.winner.int) == (OutcomeKind.award, 4)
    assert outcome.winner is not None
    assert sum(code == "tied" for code in (step.code for step in outcome.steps)) == 1


@pytest.mark.parametrize("method", PRICED)
@pytest.mark.parametrize("price", [1, 10**18])
def test_one_bid_wins_social_money_at_any_price_and_nothing_is_drawn(
    method: Method, price: int
) -> None:
    outcome = decide(terms(method), offers(price))
    assert outcome.winner is not None
    assert outcome.winner.int == 1


@pytest.mark.parametrize("method", PRICED)
def test_two_bids_are_too_few_for_money_of_the_state(method: Method) -> None:
    state = terms(method, FundSource.state)
    assert decide(state, offers(1, 2)).failure is FailureReason.too_few
    assert decide(state, offers(1, 2, 3)).failure is None
    assert texts(decide(state, offers(1, 2)))[-2:] == [
        "有效报名2份,按规定至少需要3份。",
        "有效报名少于规定的家数,本次选取流标。",
    ]


def winner_at(factor: int, *prices: int) -> int:
    """Number of the bid that wins by the best price with that factor."""
    outcome = decide(terms(Method.best_price), offers(*prices), {DrawPurpose.factor: [str(factor)]})
    assert outcome.winner is not None
    return outcome.winner.int


@pytest.mark.parametrize(
    ("prices", "winner"),
    [
        # Five: all count, 2000 x 0.95 = 1900. Six: without 1 and 10000, 1000 x 0.95 = 950.
        ((1899, 1000, 1000, 1000, 5101), 1),
        ((1000, 1000, 1001, 999, 10_000, 1), 4),
    ],
)
def test_extremes_are_left_out_of_more_than_five(prices: tuple[int, ...], winner: int) -> None:
    assert winner_at(9500, *prices) == winner


def test_a_price_left_out_of_the_average_may_still_win() -> None:
    """Of 960 to 1000 the average is 992, and 0.95 of it lies below the lowest."""
    assert winner_at(9500, 960, 1000, 1000, 1000, 1000, 1000) == 1


def test_all_factors_are_equally_likely() -> None:
    asked = decide(terms(Method.best_price), offers(100, 200)).draw
    assert asked is not None
    assert [(int(one.id), one.tickets) for one in asked.candidates] == [(f, 1) for f in FACTORS]
    assert asked.picks == 1


def test_of_two_at_the_same_distance_the_cheaper_one_wins() -> None:
    """100 and 300 are both 100 away from their average."""
    outcome = decide(terms(Method.average_price), offers(300, 100))
    assert outcome.winner is not None
    assert outcome.winner.int == 2
    assert "有2家并列第一,其中报价最低的是1元,先取报价最低的。" in texts(outcome)


def test_an_average_is_exact_beyond_what_a_float_can_hold() -> None:
    """The three differ by one 分 in 19 digits; as floats they would all be equal."""
    top = 2**63
    outcome = decide(terms(Method.average_price), offers(top - 1, top, top + 1))
    assert outcome.winner is not None
    assert outcome.winner.int == 2


def test_the_average_is_told_exactly_and_in_words() -> None:
    outcome = decide(terms(Method.average_price), offers(100, 100, 101))
    [step] = [step for step in outcome.steps if step.code == "averaged"]
    assert step.figures == {"count": 3, "average_fen": "301/3"}
    assert step.text == "3份报价的平均价为约1.0033元。"
