"""Methods in which a figure decides: the lowest wins, equals by the rules of their method."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from mobile_api.agency_supermarket.selection.pool import Pool, one_ticket_each
from mobile_api.agency_supermarket.selection.rules import DrawnRules, RankedRules, TieRule
from mobile_api.agency_supermarket.selection.schemas import (
    DrawNeeded,
    DrawPurpose,
    FailureReason,
    Offer,
    Outcome,
    StepCode,
)

# Says on the record at which place an offer stands.
Say = Callable[[Offer, int], None]
Measured = Mapping[UUID, Fraction]


def best_of(pool: Pool, rules: RankedRules, measured: Measured, say: Say) -> Outcome:
    """Award to the lowest figure. Whoever may no longer win makes room for the next one."""
    ordered = sorted(pool.offers, key=lambda offer: (measured[offer.bid_id], offer.bid_id))
    figures = [measured[offer.bid_id] for offer in ordered]
    places: dict[Fraction, int] = {}
    for place, offer in enumerate(ordered, 1):
        say(offer, places.setdefault(measured[offer.bid_id], place))
    groups = _groups(ordered, rules, measured)
    if rules.ties[0] is TieRule.lower_price:
        _say_lower_price(pool, groups[0], figures.count(figures[0]))
    for group in groups:
        if len(group) > 1:
            pool.record.add(StepCode.tied, count=len(group))
            return by_draw(pool, DrawPurpose.tie, rules, group)
        if able := pool.still_may_win(group):
            return pool.award(able[0])
    return pool.failed(FailureReason.winner_excluded)


def by_draw(
    pool: Pool, purpose: DrawPurpose, rules: DrawnRules, offers: Sequence[Offer]
) -> Outcome:
    """Award to the first named by a draw over these, two at least, who may still win."""
    draw = DrawNeeded(
        purpose=purpose, candidates=one_ticket_each(offers), picks=rules.named_by_draw
    )
    named = pool.named_by(draw)
    if named is None:
        return pool.draw_needed(draw)
    able = pool.still_may_win(named)
    return pool.award(able[0]) if able else pool.failed(FailureReason.winner_excluded)


def _groups(ordered: Sequence[Offer], rules: RankedRules, measured: Measured) -> list[list[Offer]]:
    """Those whom only a draw can part stand together, the best first."""

    def standing(offer: Offer) -> tuple[Fraction, bool, int]:
        if rules.ties[0] is not TieRule.lower_price:
            return measured[offer.bid_id], False, 0
        return measured[offer.bid_id], offer.price_fen is None, offer.price_fen or 0

    return [list(group) for _, group in groupby(sorted(ordered, key=standing), standing)]


def _say_lower_price(pool: Pool, first: Sequence[Offer], equals: int) -> None:
    price = first[0].price_fen
    if len(first) < equals and price is not None:
        pool.record.add(StepCode.lower_price, count=equals, price_fen=price)
