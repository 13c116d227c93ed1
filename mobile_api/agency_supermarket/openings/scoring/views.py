"""Shapes what an expert has to judge: proposals by number, without names and prices."""

import asyncio

from mobile_api.agency_supermarket.agencies.queries import standings_of
from mobile_api.agency_supermarket.bids.queries import bids_of
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.scores import judged_bids
from mobile_api.agency_supermarket.openings.scoring.blotting import blotted
from mobile_api.agency_supermarket.openings.scoring.schemas import JudgingTask, ProposalView


async def task(need: Need, seat: PanelCandidate) -> JudgingTask:
    """`seat` sits, and the need waits for scores, or has them since."""
    judged = [one for one in await judged_bids(need.id) if one.label is not None]
    bids = await bids_of(need.id)
    standings = await standings_of([one.agency_id for one in bids], need.service_type)
    names = {one.name for one in standings.values()}
    codes = {one.social_credit_code for one in standings.values()}
    valid = {one.bid_id for one in judged}
    bidders = {standings[one.agency_id].name for one in bids if one.id in valid}
    judging = need.terms.judging
    # Megabytes of text among so many bids: beside the other requests.
    texts = await asyncio.to_thread(blotted, [one.proposal for one in judged], names | codes)
    return JudgingTask(
        seat_id=seat.id,
        need_number=need.number or "",
        need_title=need.title,
        description=need.description,
        criteria=list(judging.criteria) if judging else [],
        bidders=sorted(bidders),
        proposals=[
            ProposalView(label=one.label or 0, text=text)
            for one, text in zip(judged, texts, strict=True)
        ],
        score_by=need.due_at,
        scored_at=seat.scored_at,
    )
