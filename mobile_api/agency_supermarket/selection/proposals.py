"""方案择优: the mean of a panel's scores and a score for the price, weighed against each other."""

from fractions import Fraction
from uuid import UUID

from mobile_api.agency_supermarket.selection.pool import Pool
from mobile_api.agency_supermarket.selection.prices import price_of
from mobile_api.agency_supermarket.selection.ranking import best_of
from mobile_api.agency_supermarket.selection.rules import ProposalRules
from mobile_api.agency_supermarket.selection.schemas import (
    FULL_SCORE,
    Offer,
    Outcome,
    OutcomeKind,
    StepCode,
)


def highest_score_wins(pool: Pool, rules: ProposalRules) -> Outcome:
    """Waits until as many experts as needed have scored every valid bid, all of them each."""
    panels = {len(offer.scores) for offer in pool.offers}
    if len(panels) > 1 or panels.pop() < rules.least_experts:
        count, least = len(pool.offers), rules.least_experts
        pool.record.add(StepCode.scores_awaited, count=count, least=least)
        bids = tuple(offer.bid_id for offer in pool.offers)
        return Outcome(kind=OutcomeKind.scores_needed, bids=bids, steps=pool.record.steps)
    weight = pool.terms.price_percent or 0
    means = {offer.bid_id: _mean(pool, rules, offer) for offer in pool.offers}
    prices = _price_scores(pool, weight)
    totals = {bid: (means[bid] * (100 - weight) + prices[bid] * weight) / 100 for bid in means}

    def say(offer: Offer, place: int) -> None:
        bid = offer.bid_id
        pool.record.add(
            StepCode.by_score,
            offer,
            mean_points=means[bid],
            price_points=prices[bid],
            weight=weight,
            total_points=totals[bid],
            place=place,
        )

    return best_of(pool, rules, {bid: -total for bid, total in totals.items()}, say)


def _mean(pool: Pool, rules: ProposalRules, offer: Offer) -> Fraction:
    _say_criteria(pool, offer)
    scores, code = sorted(offer.scores), StepCode.scored
    if len(scores) >= rules.trimmed_from:
        scores, code = scores[1:-1], StepCode.scored_trimmed
    mean = Fraction(sum(scores), len(scores))
    pool.record.add(code, offer, count=len(offer.scores), mean_points=mean)
    return mean


def _say_criteria(pool: Pool, offer: Offer) -> None:
    """What each criterion came to among all experts; the sum alone decides."""
    criteria = pool.terms.judging.criteria if pool.terms.judging else ()
    for criterion, scores in zip(criteria, offer.criteria_scores, strict=False):
        pool.record.add(
            StepCode.criterion_scored,
            offer,
            criterion=criterion.name,
            full_points=criterion.points * 100,
            mean_points=Fraction(sum(scores), len(scores)),
        )


def _price_scores(pool: Pool, weight: int) -> dict[UUID, Fraction]:
    """The lowest price has full marks, twice its price half of them (财政部令第87号第五十五条)."""
    if not weight:
        return {offer.bid_id: Fraction(0) for offer in pool.offers}
    lowest = min(map(price_of, pool.offers))
    return {offer.bid_id: Fraction(FULL_SCORE * lowest, price_of(offer)) for offer in pool.offers}
