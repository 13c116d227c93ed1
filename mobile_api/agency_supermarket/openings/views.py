"""Shapes an opening for everybody: what was opened, why it was decided so, and who won."""

import base64
from uuid import UUID

from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.queries import bids_of, sealed_bids_of
from mobile_api.agency_supermarket.errors import NotOpenedYet
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.views import status_name
from mobile_api.agency_supermarket.openings.models import Award, JudgedBid
from mobile_api.agency_supermarket.openings.schemas import (
    AwardView,
    ExclusionsView,
    ExclusionView,
    JudgedCriterionView,
    JudgedView,
    OpenedBid,
    OpeningView,
)
from mobile_api.agency_supermarket.openings.scores import judgements
from mobile_api.agency_supermarket.selection.schemas import Outcome, SelectionStep, in_public
from mobile_api.agency_supermarket.selection.words import WORDS


async def opening(need: Need) -> OpeningView:
    """While experts score, how many there are and no more. Raises NotOpenedYet."""
    if need.opened_at is None:
        raise NotOpenedYet()
    is_secret = need.status is NeedStatus.scoring
    judged = await judgements(need.id)
    # Where proposals are judged nobody reads what was sealed.
    bids = await (bids_of if need.terms.judging else sealed_bids_of)(need.id)
    standings = await standings_of([bid.agency_id for bid in bids], need.service_type)
    names = {one.agency_id: one.name for one in standings.values()}
    is_awarded = need.status is NeedStatus.awarded
    award = await Award.get_or_none(need_id=need.id) if is_awarded else None
    owner, platform = need.opened_with or ("", "")
    return OpeningView(
        number=need.number or "",
        status=need.status,
        status_name=status_name(need),
        opened_at=need.opened_at,
        owner_identity=owner,
        platform_identity=platform,
        bids=[
            _bid(need, bid, names[bid.agency_id], judged.get(bid.id))
            for bid in bids
            if not bid.is_withdrawn and not is_secret
        ],
        outcome=need.outcome.kind if need.outcome else None,
        steps=_steps(need.outcome, is_secret) if need.outcome else [],
        choices=list(need.outcome.bids) if need.outcome and not is_secret else [],
        award=_award(award, names) if award else None,
    )


async def exclusions(need: Need) -> ExclusionsView:
    """Exactly, as nobody but the desk reads them of all; not even it while experts score.

    Raises NotOpenedYet.
    """
    if need.opened_at is None or need.status is NeedStatus.scoring:
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


def _steps(outcome: Outcome, is_secret: bool) -> list[SelectionStep]:
    return [one for one in outcome.steps if one.bid_id is None or not is_secret]


def _bid(need: Need, bid: Bid, name: str, judged: JudgedBid | None) -> OpenedBid:
    offers = bid.offers
    sealed = b"" if need.terms.judging else bytes(bid.ciphertext)
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
        sealed=base64.b64encode(sealed).decode(),
        judged=_judged(need, judged) if judged else None,
    )


def _judged(need: Need, found: JudgedBid) -> JudgedView | None:
    judging, judgement = need.terms.judging, found.judgement
    if judging is None or judgement is None:
        return None
    return JudgedView(
        label=found.label or 0,
        scores=list(judgement.scores),
        criteria=[
            JudgedCriterionView(
                name=criterion.name,
                points=criterion.points,
                scores=list(one.scores),
                reasons=list(one.reasons),
            )
            for criterion, one in zip(judging.criteria, judgement.criteria, strict=True)
        ],
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
