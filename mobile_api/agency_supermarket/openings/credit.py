"""The points of the bidders as they were at the opening: what comes later moves no selection."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.credit.queries import scores_of
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import OpenedCredit
from mobile_api.agency_supermarket.rules import RULES
from mobile_api.shared import clock


async def keep_credit(need: Need, bids: Sequence[Bid]) -> None:
    """Write down what each bidder has today."""
    scores = await scores_of([bid.agency_id for bid in bids], clock.today())
    await OpenedCredit.bulk_create(
        OpenedCredit(need_id=need.id, bid_id=bid.id, points=scores[bid.agency_id]) for bid in bids
    )


async def kept_credit(need: Need, bids: Sequence[Bid]) -> dict[UUID, int]:
    """By bid. One opened by a release without credit has what everybody had then."""
    usual = RULES.here().base_credit.on(clock.today()).amount
    kept = {one.bid_id: one.points for one in await OpenedCredit.filter(need_id=need.id)}
    return {bid.id: kept.get(bid.id, usual) for bid in bids}
