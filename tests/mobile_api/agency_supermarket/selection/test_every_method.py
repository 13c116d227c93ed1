"""What holds for every method, whatever the bids are."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.agency_supermarket.selection.engine import decide, draws_ahead
from mobile_api.agency_supermarket.selection.pool import UnsoundSelection
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.agency_supermarket.selection.schemas import (
    DrawPurpose,
    ExclusionReason,
    FailureReason,
    Offer,
    OutcomeKind,
    Terms,
    in_public,
)
from tests.mobile_api.agency_supermarket.selection.selecting import (
    WITH_LEAST_OF_THREE,
    Draws,
    drawers,
    ids,
    many_offers,
    numbers,
    offer,
    offers,
    terms,
    texts,
    walked,
)

BUDGET = 1_000_000
methods = st.sampled_from(Method)
sources = st.sampled_from(FundSource)


def takes_part(method: Method, bid: Offer) -> bool:
    needs_price = method not in {Method.direct, Method.credit_weighted, Method.random_draw}
    if bid.price_fen is None:
        return bid.excluded is None and not needs_price
    return bid.excluded is None and 0 < bid.price_fen <= BUDGET


def least(method: Method, source: FundSource) -> int:
    if method in WITH_LEAST_OF_THREE:
        return {FundSource.state: 3, FundSource.social: 1}[source]
    return 1 if method is Method.direct else 2


@given(methods, sources, many_offers(), drawers(), st.integers(0, 11))
def test_a_selection_ends_with_one_valid_winner_or_fails_for_its_reason(
    method: Method, source: FundSource, bids: list[Offer], draw: Draws, owner: int
) -> None:
    outcome, drawn = walked(terms(method, source, budget_fen=BUDGET), bids, draw, owner)
    valid = {bid.bid_id: bid for bid in bids if takes_part(method, bid)}
    if outcome.winner is not None:
        assert valid[outcome.winner].excluded_since is None
        assert len(valid) >= least(method, source)
    elif not bids:
        assert outcome.failure is FailureReason.no_bids
    elif not valid:
        assert outcome.failure is FailureReason.none_valid
    elif len(valid) < least(method, source):
        assert outcome.failure is FailureReason.too_few
    else:
        assert outcome.failure is FailureReason.winner_excluded
        assert any(bid.excluded_since for bid in valid.values())
    ahead = draws_ahead(terms(method, source, budget_fen=BUDGET))
    assert {purpose: len(names) for purpose, names in drawn.items()}.items() <= ahead.items()


@given(methods, sources, many_offers(), drawers(), st.randoms(use_true_random=False))
def test_the_order_in_which_bids_came_is_no_matter(
    method: Method, source: FundSource, bids: list[Offer], draw: Draws, shuffler: random.Random
) -> None:
    published = terms(method, source, budget_fen=BUDGET)
    _, drawn = walked(published, bids, draw)
    mixed = list(bids)
    shuffler.shuffle(mixed)
    assert decide(published, mixed) == decide(published, bids)
    assert decide(published, mixed, drawn) == decide(published, bids, drawn)


@given(methods, sources, many_offers())
def test_every_bid_stands_in_the_record_with_its_place_or_its_reason(
    method: Method, source: FundSource, bids: list[Offer]
) -> None:
    outcome, _ = walked(terms(method, source, budget_fen=BUDGET), bids)
    out = {step.bid_id for step in outcome.steps if step.code == "excluded"}
    assert out == {bid.bid_id for bid in bids if not takes_part(method, bid)}
    if outcome.winner and method not in {Method.direct, Method.random_draw}:
        assert {step.bid_id for step in outcome.steps} >= {bid.bid_id for bid in bids}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("reason", ExclusionReason)
def test_when_all_are_out_it_fails_and_says_why(method: Method, reason: ExclusionReason) -> None:
    outcome = decide(terms(method), offers(100, 200, 300, excluded=reason))
    assert outcome.failure is FailureReason.none_valid
    public = in_public(reason)
    assert [step.figures["reason"] for step in outcome.steps if step.bid_id] == [public.value] * 3


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        (None, "price_missing"),
        (0, "price_zero"),
        (-1, "price_zero"),
        (BUDGET + 1, "price_over_budget"),
        (BUDGET, None),
        (1, None),
    ],
)
def test_prices_are_judged_whatever_was_checked_before(
    price: int | None, reason: str | None
) -> None:
    published = terms(Method.competitive_price, budget_fen=BUDGET)
    outcome = decide(published, [offer(1, price)])
    found = [step.figures["reason"] for step in outcome.steps if step.code == "excluded"]
    assert found == ([reason] if reason else [])


def test_a_random_draw_gives_each_valid_bid_one_ticket() -> None:
    bids = [*offers(300, 100, 200), offer(4, excluded=ExclusionReason.suspended)]
    first = decide(terms(Method.random_draw, FundSource.state), bids)
    assert first.draw is not None
    asked = first.draw
    assert [(one.id, one.tickets) for one in asked.candidates] == [(one, 1) for one in ids(1, 2, 3)]
    assert (asked.purpose, asked.picks) == (DrawPurpose.winner, 2)


def test_the_second_takes_the_place_of_a_winner_blacklisted_before_the_draw() -> None:
    def drawn_with(*out: int) -> tuple[OutcomeKind, list[str]]:
        bids = [
            offer(n, excluded_since=ExclusionReason.blacklisted if n in out else None)
            for n in (1, 2, 3)
        ]
        outcome = decide(terms(Method.random_draw), bids, {DrawPurpose.winner: ids(3, 1)})
        return outcome.kind, texts(outcome)[-2:]

    assert drawn_with()[1] == ["摇号第2位:第1测绘院。", "第3测绘院中选。"]
    assert drawn_with(2)[1][-1] == "第3测绘院中选。"
    replaced = ["第3测绘院在名单确定后不能再中选:已被列入黑名单。", "第1测绘院中选。"]
    assert drawn_with(3) == (OutcomeKind.award, replaced)
    assert drawn_with(1, 3)[0] is OutcomeKind.failed


def test_the_next_price_wins_when_the_best_may_no_longer() -> None:
    bids = [offer(1, 100, excluded_since=ExclusionReason.blacklisted), offer(2, 200)]
    assert decide(terms(Method.competitive_price), bids).winner == bids[1].bid_id


def test_a_directly_chosen_one_is_chosen_by_the_owner() -> None:
    bids = [offer(1), offer(2, None), offer(3, excluded=ExclusionReason.avoided)]
    outcome = decide(terms(Method.direct, FundSource.state), bids)
    assert (outcome.kind, numbers(outcome.bids)) == (OutcomeKind.owner_chooses, [1, 2])
    chosen = decide(terms(Method.direct, FundSource.state), bids, chosen=bids[1].bid_id)
    assert chosen.winner == bids[1].bid_id


WRONG_DRAWS: list[tuple[Terms, Sequence[Offer], dict[DrawPurpose, list[str]]]] = [
    (terms(Method.random_draw), offers(1, 2, 3), {DrawPurpose.winner: ids(1)}),
    (terms(Method.random_draw), offers(1, 2, 3), {DrawPurpose.winner: ids(1, 1)}),
    (terms(Method.random_draw), offers(1, 2, 3), {DrawPurpose.winner: ids(1, 1, 2)}),
    (terms(Method.random_draw), offers(1, 2, 3), {DrawPurpose.winner: ids(1, 4)}),
    (terms(Method.random_draw), offers(1, 2, 3), {DrawPurpose.tie: ids(1, 2)}),
    (terms(Method.random_draw), offers(1), {DrawPurpose.winner: ids(1)}),
    (terms(Method.best_price), offers(1, 2), {DrawPurpose.factor: ["9501"]}),
    (terms(Method.competitive_price), offers(1, 2), {DrawPurpose.tie: ids(1, 2)}),
]


@pytest.mark.parametrize(("published", "bids", "drawn"), WRONG_DRAWS)
def test_a_draw_over_others_or_for_nothing_is_refused(
    published: Terms, bids: Sequence[Offer], drawn: dict[DrawPurpose, list[str]]
) -> None:
    with pytest.raises(UnsoundSelection):
        decide(published, bids, drawn)


def test_a_choice_where_the_owner_has_none_is_refused() -> None:
    for published, bids in (
        (terms(Method.competitive_price), offers(1, 2)),
        (terms(Method.credit_weighted), offers(*range(1, 8))),
        (terms(Method.direct), [offer(2)]),
    ):
        with pytest.raises(UnsoundSelection):
            decide(published, bids, chosen=offer(1).bid_id)


def test_two_bids_of_one_agency_are_refused() -> None:
    twice = [offer(1), offer(1)]
    second = offer(2).model_copy(update={"agency_id": offer(1).agency_id})
    same_bid = offer(2).model_copy(update={"bid_id": offer(1).bid_id})
    for bids in (twice, [offer(1), second], [offer(1), same_bid]):
        with pytest.raises(UnsoundSelection):
            decide(terms(Method.direct), bids)


def test_a_single_bid_wins_social_money_without_a_draw() -> None:
    assert decide(terms(Method.random_draw), offers(1)).winner == offer(1).bid_id
