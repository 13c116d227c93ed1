"""Shapes an opening for everybody: what was opened, why it was decided so, and who won."""

import base64
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.service import bids_of
from mobile_api.agency_supermarket.errors import NotOpenedYet
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import status_name
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.openings.schemas import (
    AwardView,
    ExclusionsView,
    ExclusionView,
    OpenedBid,
    OpeningView,
)
from mobile_api.agency_supermarket.selection.schemas import in_public
from mobile_api.agency_supermarket.selection.words import WORDS


async def opening(need: Need) -> OpeningView:
    """Raises NotOpenedYet."""
    if need.opened_at is None or need.opened_with is None:
        raise NotOpenedYet()
    bids = await bids_of(need.id)
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    names = {one.agency_id: one.name for one in standings.values()}
    is_awarded = need.status is NeedStatus.awarded
    award = await Award.get_or_none(need_id=need.id) if is_awarded else None
    owner, platform = need.opened_with
    return OpeningView(
        number=need.number or "",
        status=need.status,
        status_name=status_name(need),
        opened_at=need.opened_at,
        owner_identity=owner,
        platform_identity=platform,
        bids=[_bid(bid, names[bid.agency_id]) for bid in bids if not bid.is_withdrawn],
        outcome=need.outcome.kind if need.outcome else None,
        steps=list(need.outcome.steps) if need.outcome else [],
        choices=list(need.outcome.bids) if need.outcome else [],
        award=_award(award, names) if award else None,
    )


async def exclusions(need: Need) -> ExclusionsView:
    """Exactly, as nobody but the desk reads them of all. Raises NotOpenedYet."""
    if need.opened_at is None:
        raise NotOpenedYet()
    bids = await bids_of(need.id)
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    found = [(bid, bid.excluded or bid.excluded_since) for bid in bids]
    return ExclusionsView(
        exclusions=[
            ExclusionView(
                bid_id=bid.id,
                agency_id=bid.agency_id,
                agency_name=standings[bid.agency_id].name,
                excluded=reason,
                excluded_text=WORDS.reasons[reason],
            )
            for bid, reason in found
            if reason
        ]
    )


def _bid(bid: Bid, name: str) -> OpenedBid:
    offers = bid.offers
    return OpenedBid(
        bid_id=bid.id,
        agency_id=bid.agency_id,
        agency_name=name,
        price_fen=offers.price_fen if offers else None,
        days=offers.days if offers else None,
        note=offers.note if offers else "",
        excluded=in_public(bid.excluded) if bid.excluded else None,
        fault=bid.fault,
        sealed_here=bid.sealed_here,
        sealed=base64.b64encode(bytes(bid.ciphertext)).decode(),
    )


def _award(award: Award, names: dict[UUID, str]) -> AwardView:
    return AwardView(
        bid_id=award.bid_id,
        agency_id=award.agency_id,
        agency_name=names[award.agency_id],
        price_fen=award.price_fen,
        awarded_at=award.awarded_at,
        shown_until=award.shown_until,
    )
