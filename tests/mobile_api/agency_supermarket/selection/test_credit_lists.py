"""信用择优: big list, weighted draw, small list, owner's choice."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.agency_supermarket.selection.engine import decide
from mobile_api.agency_supermarket.selection.pool import UnsoundSelection
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import (
    DrawPurpose,
    ExclusionReason,
    FailureReason,
    ListSizes,
    Offer,
    OutcomeKind,
)
from tests.mobile_api.agency_supermarket.selection.selecting import (
    Draws,
    drawers,
    ids,
    numbers,
    of,
    offer,
    terms,
    texts,
    walked,
)


def with_credit(*credit: int) -> list[Offer]:
    return [offer(number, None, credit=points) for number, points in enumerate(credit, 1)]


def tickets_of(points: int) -> int:
    return 4 if points >= 95 else 3 if points >= 90 else 2 if points >= 80 else 1


@given(
    st.lists(st.integers(60, 110) | st.integers(-30, 30), min_size=2, max_size=15),
    st.integers(2, 8),
    st.integers(1, 8),
    drawers(),
    st.integers(0, 20),
)
def test_lists_are_those_of_the_model(
    credit: list[int], big: int, small: int, draw: Draws, owner: int
) -> None:
    """On the big list stands whoever fewer than `big` others are ahead of."""
    small = min(small, big)
    expected = {
        number: tickets_of(points)
        for number, points in enumerate(credit, 1)
        if sum(other > points for other in credit) < big
    }
    published = terms(Method.credit_weighted, sizes=ListSizes(big=big, small=small))
    first = decide(published, with_credit(*credit))
    if first.draw is None:
        assert first.kind is OutcomeKind.owner_chooses
        assert len(expected) <= small
        assert set(numbers(first.bids)) == set(expected)
    else:
        asked = first.draw
        assert {of([one.id])[0]: one.tickets for one in asked.candidates} == expected
        assert asked.picks == small < len(expected)
    outcome, drawn = walked(published, with_credit(*credit), draw, owner)
    assert outcome.winner is not None
    possible = of(drawn[DrawPurpose.small_list]) if drawn else expected
    assert outcome.winner.int in possible


def small_list(drawn: Sequence[int], **since: ExclusionReason) -> list[Offer]:
    """Five with equal credit; those named by `_number` may no longer win."""
    assert len(drawn) == 3
    found = [since.get(f"_{number}") for number in range(1, 7)]
    return [offer(n, None, excluded_since=reason) for n, reason in enumerate(found, 1)]


def test_the_owner_chooses_in_the_order_of_the_draw() -> None:
    published, drawn = terms(Method.credit_weighted), [5, 2, 6]
    given_draw = {DrawPurpose.small_list: ids(*drawn)}
    outcome = decide(published, small_list(drawn), given_draw)
    assert numbers(outcome.bids) == drawn
    chosen = decide(published, small_list(drawn), given_draw, offer(2).bid_id)
    assert (chosen.kind, chosen.winner) == (OutcomeKind.award, offer(2).bid_id)
    assert texts(chosen)[-2:] == ["采购人选择了第2测绘院。", "第2测绘院中选。"]


def test_who_is_blacklisted_after_the_draw_cannot_be_chosen() -> None:
    published, drawn = terms(Method.credit_weighted), [5, 2, 6]
    given_draw = {DrawPurpose.small_list: ids(*drawn)}
    bids = small_list(drawn, _2=ExclusionReason.blacklisted)
    assert numbers(decide(published, bids, given_draw).bids) == [5, 6]
    with pytest.raises(UnsoundSelection):
        decide(published, bids, given_draw, offer(2).bid_id)
    out = {f"_{number}": ExclusionReason.suspended for number in drawn}
    outcome = decide(published, small_list(drawn, **out), given_draw)
    assert outcome.failure is FailureReason.winner_excluded


def test_the_last_are_told_why_they_are_not_on_the_list() -> None:
    published = terms(Method.credit_weighted, sizes=ListSizes(big=2, small=1))
    told = texts(decide(published, with_credit(99, 90, 90, 85)))
    assert "第4测绘院信用分85,大名单取2家,低于第2名的90,未列入。" in told
    assert "第3测绘院信用分90,在摇号中有3个号。" in told


@pytest.mark.parametrize("source", FundSource)
def test_one_bidder_is_too_few_whoever_pays(source: FundSource) -> None:
    outcome = decide(terms(Method.credit_weighted, source), with_credit(100))
    assert outcome.failure is FailureReason.too_few


@pytest.mark.parametrize(("big", "small"), [(1, 1), (51, 3), (5, 0), (20, 11), (3, 4)])
def test_sizes_that_the_rules_do_not_allow(big: int, small: int) -> None:
    with pytest.raises(ValueError, match=r"lists? "):
        terms(Method.credit_weighted, sizes=ListSizes(big=big, small=small))
