"""竞价, 均价, 最优价: the price alone decides. Averages are fractions, so nothing is rounded."""

from fractions import Fraction

from mobile_api.agency_supermarket.selection.pool import Pool
from mobile_api.agency_supermarket.selection.ranking import best_of
from mobile_api.agency_supermarket.selection.rules import (
    AveragePriceRules,
    BestPriceRules,
    CompetitivePriceRules,
    RankedRules,
)
from mobile_api.agency_supermarket.selection.schemas import (
    Candidate,
    DrawNeeded,
    DrawPurpose,
    Offer,
    Outcome,
    StepCode,
)


def price_of(offer: Offer) -> int:
    """In fen. A valid offer of a method with prices has one."""
    assert offer.price_fen is not None
    return offer.price_fen


def lowest_wins(pool: Pool, rules: CompetitivePriceRules) -> Outcome:
    measured = {offer.bid_id: Fraction(price_of(offer)) for offer in pool.offers}

    def say(offer: Offer, place: int) -> None:
        pool.record.add(StepCode.by_price, offer, price_fen=price_of(offer), place=place)

    return best_of(pool, rules, measured, say)


def closest_to_average_wins(pool: Pool, rules: AveragePriceRules) -> Outcome:
    prices = [price_of(offer) for offer in pool.offers]
    average = Fraction(sum(prices), len(prices))
    pool.record.add(StepCode.averaged, count=len(prices), average_fen=average)
    return _closest_wins(pool, rules, average)


def closest_to_benchmark_wins(pool: Pool, rules: BestPriceRules) -> Outcome:
    """A single bid needs no benchmark, and so no draw of a factor."""
    if len(pool.offers) == 1:
        return _closest_wins(pool, rules, Fraction(price_of(pool.offers[0])))
    average = _trimmed_average(pool, rules)
    draw = factor_draw(rules)
    names = pool.names_of(draw)
    if names is None:
        least, most = rules.factors.least, rules.factors.most
        count = len(draw.candidates)
        pool.record.add(StepCode.factor_awaited, least_bp=least, most_bp=most, count=count)
        return pool.draw_needed(draw)
    factor = int(names[0])
    pool.record.add(StepCode.factor_drawn, factor_bp=factor)
    benchmark = average * Fraction(factor, 10_000)
    pool.record.add(StepCode.benchmark, benchmark_fen=benchmark)
    return _closest_wins(pool, rules, benchmark)


def factor_draw(rules: BestPriceRules) -> DrawNeeded:
    candidates = sorted((Candidate(id=str(one), tickets=1) for one in rules.factors.all()), key=_id)
    return DrawNeeded(purpose=DrawPurpose.factor, candidates=tuple(candidates), picks=1)


def _id(candidate: Candidate) -> str:
    return candidate.id


def _trimmed_average(pool: Pool, rules: BestPriceRules) -> Fraction:
    """Of several equal extremes one is left out; which of them makes no difference to the sum."""
    counted = sorted(pool.offers, key=lambda offer: (price_of(offer), offer.bid_id))
    if len(counted) > rules.trimmed_above:
        for offer in (counted[-1], counted[0]):
            limit, price = rules.trimmed_above, price_of(offer)
            pool.record.add(StepCode.left_out, offer, limit=limit, price_fen=price)
        counted = counted[1:-1]
    average = Fraction(sum(map(price_of, counted)), len(counted))
    pool.record.add(StepCode.averaged, count=len(counted), average_fen=average)
    return average


def _closest_wins(pool: Pool, rules: RankedRules, benchmark: Fraction) -> Outcome:
    measured = {offer.bid_id: abs(price_of(offer) - benchmark) for offer in pool.offers}

    def say(offer: Offer, place: int) -> None:
        price, gap = price_of(offer), measured[offer.bid_id]
        pool.record.add(StepCode.by_gap, offer, price_fen=price, gap_fen=gap, place=place)

    return best_of(pool, rules, measured, say)
