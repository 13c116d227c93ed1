"""中选结果撤销: an award counts no longer; the need is settled without the winner, or fails."""

from uuid import UUID

from mobile_api.agency_supermarket.bids.queries import bids_of
from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs import telling
from mobile_api.agency_supermarket.needs.history import move
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import FAIL_NEED, VOID_AWARD, NeedStatus
from mobile_api.agency_supermarket.openings.deciding import fail, note_barred_since, settle
from mobile_api.agency_supermarket.openings.models import Award, VoidAward
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.shared import clock
from mobile_api.shared.history.moves import Actor


async def void_award(need: Need, actor: Actor, reason: str) -> None:
    """Of a locked, awarded need: the award is kept among the void ones, and its winner is out.

    `reason` is public. Raises NeedMoveNotAllowed.
    """
    if need.status is not NeedStatus.awarded:
        raise NeedMoveNotAllowed()
    award = await Award.get(need_id=need.id)
    await VoidAward.create(
        need_id=need.id,
        bid_id=award.bid_id,
        agency_id=award.agency_id,
        price_fen=award.price_fen,
        awarded_at=award.awarded_at,
        shown_until=award.shown_until,
        voided_at=clock.now(),
        reason=reason,
    )
    for bid in await bids_of(need.id):
        if bid.id == award.bid_id:
            bid.excluded_since_by = ExclusionReason.award_voided
            await bid.save(update_fields=["excluded_since_by"])
    await move(need, VOID_AWARD, actor, f"撤销选取结果。{reason}")
    data = {"reason": reason}
    await telling.tell_owner(need, "award_voided", data)
    await telling.tell_bidders(need, "award_voided", data, [award.agency_id])


async def settle_anew(need: Need) -> None:
    """From the same bids and draws, without the one whose award is void."""
    await note_barred_since(need)
    await settle(need)


async def fail_for(need: Need, reason: str) -> None:
    """流标 of a locked need that is not over yet. Raises NeedMoveNotAllowed."""
    if need.status not in FAIL_NEED.sources:
        raise NeedMoveNotAllowed()
    await fail(need, f"采购终止。{reason}")


async def voided(bid_id: UUID) -> VoidAward | None:
    """The award of a bid that does not count any more; None while it counts, or never won."""
    return await VoidAward.get_or_none(bid_id=bid_id)


async def times_voided(need: Need) -> int:
    """How many awards of a need do not count any more."""
    return await VoidAward.filter(need_id=need.id).count()
