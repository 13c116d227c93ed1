"""What the experts gave: sheets that nobody reads, and once all are in, what they come to by bid.

Nobody learns who gave what: points and reasons of a bid are sorted, each criterion for itself.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from tortoise.queryset import QuerySet

from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.openings.models import (
    JudgedBid,
    JudgedCriterion,
    Judgement,
    ScoreSheet,
    Sheet,
)
from mobile_api.shared import clock


async def keep_proposals(bids: Sequence[Bid], proposals: Mapping[UUID, str]) -> None:
    """What was opened of proposals, sealed here: nobody but the panel reads them."""
    await JudgedBid.bulk_create(
        JudgedBid(need_id=bid.need_id, bid_id=bid.id, proposal=proposals[bid.id])
        for bid in bids
        if proposals.get(bid.id)
    )


async def number_proposals(need_id: UUID, bid_ids: Collection[UUID]) -> None:
    """Give those of the bids numbers from 1 that say nothing of who bid, or when."""
    found = await _without_proposals(need_id).filter(bid_id__in=list(bid_ids))
    for label, one in enumerate(secrets.SystemRandom().sample(found, len(found)), 1):
        one.label = label
    await _keep(found, "label")


async def judged_bids(need_id: UUID) -> Sequence[JudgedBid]:
    """Everything that is a proposal for a need, in the order of its numbers."""
    return await JudgedBid.filter(need_id=need_id).order_by("label", "id")


async def judgements(need_id: UUID) -> dict[UUID, JudgedBid]:
    """By bid, without its proposal; what the panel gave is there once all have scored."""
    return {one.bid_id: one for one in await _without_proposals(need_id)}


async def labels_of(need_id: UUID) -> list[int]:
    """The numbers of the proposals that are judged."""
    numbered = _without_proposals(need_id).filter(label__isnull=False)
    return [one.label for one in await numbered.order_by("label") if one.label is not None]


def _without_proposals(need_id: UUID) -> QuerySet[JudgedBid]:
    """They are pages, sealed: for those who ask of the numbers and points only."""
    return JudgedBid.filter(need_id=need_id).only("id", "bid_id", "label", "judgement")


async def _keep(judged: Sequence[JudgedBid], column: str) -> None:
    if judged:
        await JudgedBid.bulk_update(judged, [column])


async def keep_sheet(need_id: UUID, seat_id: UUID, sheet: Sheet) -> None:
    """Of one seat, once."""
    await ScoreSheet.create(need_id=need_id, seat_id=seat_id, sheet=sheet, scored_at=clock.now())


async def sheet_of(seat_id: UUID) -> Sheet | None:
    """What was given from a seat."""
    found = await ScoreSheet.get_or_none(seat_id=seat_id)
    return found.sheet if found else None


async def count_up(need_id: UUID, seat_ids: Collection[UUID]) -> None:
    """Write down what those who sit gave; whoever left has no part in it."""
    sheets = await ScoreSheet.filter(need_id=need_id, seat_id__in=list(seat_ids)).order_by("id")
    judged = await _without_proposals(need_id).filter(label__isnull=False)
    for one in judged:
        assert one.label is not None
        one.judgement = judgement_of([found.sheet for found in sheets], one.label)
    await _keep(judged, "judgement")


def judgement_of(sheets: Sequence[Sheet], label: int) -> Judgement:
    """What these sheets come to for the proposal of that number."""
    given = [one.marks for sheet in sheets for one in sheet.bids if one.label == label]
    return Judgement(
        scores=tuple(sorted(sum(mark.hundredths for mark in marks) for marks in given)),
        criteria=tuple(
            JudgedCriterion(
                scores=tuple(sorted(mark.hundredths for mark in marks)),
                reasons=tuple(sorted(mark.reason for mark in marks)),
            )
            for marks in zip(*given, strict=True)
        ),
    )
