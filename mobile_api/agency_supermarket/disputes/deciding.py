"""The desk decides a complaint: dismissed, or upheld with what follows for the need."""

from uuid import UUID

from mobile_api.agency_supermarket.disputes import telling
from mobile_api.agency_supermarket.disputes.errors import DisputeMoveNotAllowed, RemedyNotPossible
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.objecting import end
from mobile_api.agency_supermarket.disputes.schemas import DisputeDecision
from mobile_api.agency_supermarket.disputes.scope import as_desk
from mobile_api.agency_supermarket.disputes.states import (
    ABOUT_NAMES,
    OPEN,
    DisputeAbout,
    DisputeRemedy,
    DisputeStatus,
)
from mobile_api.agency_supermarket.needs.history import note
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.states import FAIL_NEED, NeedStatus
from mobile_api.agency_supermarket.openings.voiding import fail_for, settle_anew, void_award
from mobile_api.shared.callers import Staff
from mobile_api.shared.history.moves import actor_of


async def decide(caller: Staff, dispute_id: UUID, given: DisputeDecision) -> Dispute:
    """Decide it, with the reason that everybody reads.

    Raises NotAtTheDesk, DisputeNotFound, DisputeMoveNotAllowed, RemedyNotPossible.
    """
    need, dispute = await as_desk(caller, dispute_id)
    if dispute.status is not DisputeStatus.complained:
        raise DisputeMoveNotAllowed()
    if given.upheld:
        _check_remedy(need, dispute, given.remedy)
    dispute.decision, dispute.decided_by = given.decision, caller.staff_id
    if given.remedy is not None:
        dispute.remedy = given.remedy
    how = DisputeStatus.upheld if given.upheld else DisputeStatus.dismissed
    await end(dispute, how)
    outcome = "成立" if given.upheld else "不成立"
    text = f"一项对{ABOUT_NAMES[dispute.about]}的投诉{outcome}。{given.decision}"
    await note(need, actor_of(caller), "decide_dispute", text)
    await telling.tell_decided(need, dispute)
    if given.remedy is not None:
        await _remedy(caller, need, given.remedy, given.decision)
    return dispute


def _check_remedy(need: Need, dispute: Dispute, remedy: DisputeRemedy | None) -> None:
    """Terms that were wrong are not mended by another winner; what is over is left alone."""
    is_awarded = need.status is NeedStatus.awarded
    if remedy is DisputeRemedy.anew:
        possible = dispute.about is DisputeAbout.result and is_awarded
    else:
        possible = is_awarded or need.status in FAIL_NEED.sources
    if not possible:
        raise RemedyNotPossible()


async def _remedy(caller: Staff, need: Need, remedy: DisputeRemedy, reason: str) -> None:
    if need.status is NeedStatus.awarded:
        await void_award(need, actor_of(caller), reason)
        await _end_others(need)
    if remedy is DisputeRemedy.anew:
        await settle_anew(need)
    else:
        await fail_for(need, reason)


async def _end_others(need: Need) -> None:
    """What was said against a result that is void needs no decision any more."""
    others = Dispute.filter(need_id=need.id, status__in=OPEN, about=DisputeAbout.result)
    for other in await others:
        await end(other, DisputeStatus.moot)
        await telling.tell_moot(need, other)
