"""信用择优: the best by credit, of them a few by a weighted draw, of those one by the owner."""

from mobile_api.agency_supermarket.selection.pool import Pool
from mobile_api.agency_supermarket.selection.rules import CreditWeightedRules
from mobile_api.agency_supermarket.selection.schemas import (
    Candidate,
    DrawNeeded,
    DrawPurpose,
    ListSizes,
    Offer,
    Outcome,
    StepCode,
)


def owner_takes_of_small_list(pool: Pool, rules: CreditWeightedRules, sizes: ListSizes) -> Outcome:
    big = _big_list(pool, sizes.big)
    if len(big) <= sizes.small:
        pool.record.add(StepCode.all_on_small_list, count=len(big), size=sizes.small)
        return pool.owner_takes_one_of(big)
    tickets = {offer.bid_id: rules.tickets_for(offer.credit) for offer in big}
    for offer in big:
        held = tickets[offer.bid_id]
        pool.record.add(StepCode.tickets, offer, credit=offer.credit, tickets=held)
    candidates = [Candidate(id=str(bid), tickets=held) for bid, held in sorted(tickets.items())]
    draw = DrawNeeded(
        purpose=DrawPurpose.small_list, candidates=tuple(candidates), picks=sizes.small
    )
    named = pool.named_by(draw)
    return pool.draw_needed(draw) if named is None else pool.owner_takes_one_of(named)


def _big_list(pool: Pool, size: int) -> list[Offer]:
    """Who has as many points as the last one of the list stands on it too."""
    ordered = sorted(pool.offers, key=lambda offer: (-offer.credit, offer.bid_id))
    least = ordered[:size][-1].credit
    for offer in ordered:
        if offer.credit >= least:
            pool.record.add(StepCode.by_credit, offer, credit=offer.credit)
        else:
            figures = {"credit": offer.credit, "size": size, "least": least}
            pool.record.add(StepCode.eliminated, offer, **figures)
    return [offer for offer in ordered if offer.credit >= least]
