"""Decides a selection from its terms and its opened bids: a pure function, the same for everybody.

Neither the order of the bids nor the clock matters; sums and averages are exact.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.selection.credit_lists import owner_takes_of_small_list
from mobile_api.agency_supermarket.selection.pool import Pool, UnsoundSelection
from mobile_api.agency_supermarket.selection.prices import (
    closest_to_average_wins,
    closest_to_benchmark_wins,
    factor_draw,
    lowest_wins,
)
from mobile_api.agency_supermarket.selection.proposals import highest_score_wins
from mobile_api.agency_supermarket.selection.ranking import by_draw
from mobile_api.agency_supermarket.selection.record import Record
from mobile_api.agency_supermarket.selection.rules import (
    AveragePriceRules,
    BestPriceRules,
    CompetitivePriceRules,
    CreditWeightedRules,
    DirectRules,
    ProposalRules,
    RandomDrawRules,
    RankedRules,
)
from mobile_api.agency_supermarket.selection.schemas import (
    DrawPurpose,
    ExclusionReason,
    FailureReason,
    Offer,
    Outcome,
    OutcomeKind,
    StepCode,
    Terms,
)


def decide(
    terms: Terms,
    offers: Sequence[Offer],
    drawn: Mapping[DrawPurpose, Sequence[str]] | None = None,
    chosen: UUID | None = None,
) -> Outcome:
    """Whose turn it is, or who has won, with the reasoned record as far as it goes.

    After `draw_needed` ask again with what that draw named, in its order, beside what was drawn
    before; after `owner_chooses` with the bid that the owner chose; after `scores_needed` with the
    scores. Raises UnsoundSelection where a bid or an agency stands twice, and where `drawn` or
    `chosen` are not what was asked for.
    """
    record = Record()
    ordered = _each_once(offers)
    record.add(StepCode.received, count=len(ordered))
    valid = [offer for offer in ordered if _takes_part(terms, offer, record)]
    pool = Pool(terms, valid, drawn or {}, chosen, record)
    outcome = _decided(pool, len(ordered))
    if not pool.asked.issuperset(pool.drawn):
        raise UnsoundSelection("a draw that nothing asked for")
    chose = {OutcomeKind.failed, OutcomeKind.award}
    if chosen is not None and (outcome.kind not in chose or _has_no_owner(terms)):
        raise UnsoundSelection("a choice that nothing asked for")
    return outcome


def draws_ahead(terms: Terms) -> dict[DrawPurpose, int]:
    """The draws that this may come to, with how many each names: to be committed at publication.

    Each of them, if it is asked for, has at least so many candidates.
    """
    ahead: dict[DrawPurpose, int] = {}
    rules = terms.rules
    if isinstance(rules, BestPriceRules):
        ahead[DrawPurpose.factor] = factor_draw(rules).picks
    if isinstance(rules, RankedRules):
        ahead[DrawPurpose.tie] = rules.named_by_draw
    if isinstance(rules, RandomDrawRules):
        ahead[DrawPurpose.winner] = rules.named_by_draw
    if terms.sizes is not None:
        ahead[DrawPurpose.small_list] = terms.sizes.small
    return ahead


def _each_once(offers: Sequence[Offer]) -> list[Offer]:
    bids = {offer.bid_id for offer in offers}
    agencies = {offer.agency_id for offer in offers}
    if not len(bids) == len(agencies) == len(offers):
        raise UnsoundSelection("a bid or an agency stands twice")
    return sorted(offers, key=lambda offer: offer.bid_id)


def _has_no_owner(terms: Terms) -> bool:
    return isinstance(terms.rules, RankedRules | RandomDrawRules)


def _takes_part(terms: Terms, offer: Offer, record: Record) -> bool:
    reason = offer.excluded or price_fault(offer.price_fen, terms)
    if reason is not None:
        record.add_reason(StepCode.excluded, offer, reason)
    return reason is None


def price_fault(price_fen: int | None, terms: Terms) -> ExclusionReason | None:
    """What is wrong with a price under these terms, whatever was checked when it came in."""
    if price_fen is None:
        return ExclusionReason.price_missing if _needs_price(terms) else None
    if price_fen <= 0:
        return ExclusionReason.price_zero
    if terms.budget_fen is not None and price_fen > terms.budget_fen:
        return ExclusionReason.price_over_budget
    return None


def _needs_price(terms: Terms) -> bool:
    if isinstance(terms.rules, ProposalRules):
        return bool(terms.price_percent)
    return isinstance(terms.rules, RankedRules)


def _decided(pool: Pool, received: int) -> Outcome:
    if not received:
        return pool.failed(FailureReason.no_bids)
    least = pool.terms.rules.least_bidders.of(pool.terms.fund_source)
    pool.record.add(StepCode.valid, count=len(pool.offers), least=least)
    if not pool.offers:
        return pool.failed(FailureReason.none_valid)
    if len(pool.offers) < least:
        return pool.failed(FailureReason.too_few)
    return _by_method(pool)


def _by_method(pool: Pool) -> Outcome:
    rules, sizes = pool.terms.rules, pool.terms.sizes
    match rules:
        case CompetitivePriceRules():
            return lowest_wins(pool, rules)
        case AveragePriceRules():
            return closest_to_average_wins(pool, rules)
        case BestPriceRules():
            return closest_to_benchmark_wins(pool, rules)
        case ProposalRules():
            return highest_score_wins(pool, rules)
        case CreditWeightedRules():
            assert sizes is not None  # the terms see to it
            return owner_takes_of_small_list(pool, rules, sizes)
        case RandomDrawRules():
            return _random(pool, rules)
        case DirectRules():
            return pool.owner_takes_one_of(pool.offers)


def _random(pool: Pool, rules: RandomDrawRules) -> Outcome:
    if len(pool.offers) > 1:
        pool.record.add(StepCode.all_in_draw, count=len(pool.offers))
        return by_draw(pool, DrawPurpose.winner, rules, pool.offers)
    able = pool.still_may_win(pool.offers)
    return pool.award(able[0]) if able else pool.failed(FailureReason.winner_excluded)
