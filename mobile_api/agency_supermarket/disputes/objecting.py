"""异议: an agency objects, the owner answers; 投诉: whoever is not content goes to the desk."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.agencies.models import Agency
from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.agencies.scope import own_agency
from mobile_api.agency_supermarket.bids.queries import bidders_of
from mobile_api.agency_supermarket.disputes import telling
from mobile_api.agency_supermarket.disputes.errors import (
    DisputedAlready,
    DisputeMoveNotAllowed,
    DisputeNotFound,
    DisputeTooLate,
    NotABidder,
    OwnersOwnDispute,
)
from mobile_api.agency_supermarket.disputes.models import Dispute
from mobile_api.agency_supermarket.disputes.rules import RULES
from mobile_api.agency_supermarket.disputes.schemas import DisputeAnswer, DisputeRequest
from mobile_api.agency_supermarket.disputes.scope import as_complainant, as_owner
from mobile_api.agency_supermarket.disputes.states import (
    ABOUT_NAMES,
    MAY_COMPLAIN,
    WITHDRAW,
    DisputeAbout,
    DisputeStatus,
)
from mobile_api.agency_supermarket.needs.history import note
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.needs.telling import owner_to_tell
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.agency_supermarket.openings.voiding import times_voided
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of
from mobile_api.shared.callers import Citizen
from mobile_api.shared.clock import end_of
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.history.moves import actor_of


async def object_to(
    caller: Citizen, need_id: UUID, given: DisputeRequest, received_at: datetime
) -> Dispute:
    """An agency objects to the terms or the result; the owner is told, and till when to answer.

    `received_at`: when the call had arrived. Raises NotForMarket, AgencyNotFound, NeedNotFound,
    NotABidder, OwnersOwnDispute, DisputeTooLate, DisputedAlready.
    """
    agency = await own_agency(caller)
    need = await locked_need(public_needs(), need_id)
    await _check_party(need, agency, given.about)
    await _check_time(need, given.about, received_at)
    round_ = await times_voided(need)
    same: dict[str, Any] = {
        "need_id": need.id,
        "agency_id": agency.id,
        "about": given.about,
        "round": round_,
    }
    if await Dispute.exists(**same):
        raise DisputedAlready()
    today = clock.today()
    answer_by = await last_day_of(RULES.here().answer.on(today).limit)
    dispute = await Dispute.create(
        **same,
        status=DisputeStatus.objected,
        grounds=given.grounds,
        made_at=received_at,
        answer_by=answer_by,
        due_at=end_of(answer_by),
    )
    await wake(Dispute._meta.db_table)
    about = ABOUT_NAMES[given.about]
    text = f"收到一项对{about}的异议,采购人须在{answer_by}前答复。"
    await note(need, actor_of(caller), "dispute", text)
    await telling.tell_objected(need, dispute)
    return dispute


async def _check_party(need: Need, agency: Agency, about: DisputeAbout) -> None:
    standing = await standing_of(agency.id, need.service_type)
    is_owner = standing.enterprise_id == need.enterprise_id
    if is_owner or standing.representative_id == await owner_to_tell(need):
        raise OwnersOwnDispute()
    if agency.id in await bidders_of(need.id):
        return
    if about is DisputeAbout.result or not standing.may_serve:
        raise NotABidder()


async def _check_time(need: Need, about: DisputeAbout, at: datetime) -> None:
    """Terms until bidding ends, a result for the days after it was shown. Raises DisputeTooLate."""
    if about is DisputeAbout.terms:
        in_time = need.status is NeedStatus.published and at < need.bids_close_at
    else:
        in_time = need.status is NeedStatus.awarded and at < await _objections_end(need)
    if not in_time:
        raise DisputeTooLate()


async def _objections_end(need: Need) -> datetime:
    """Never before the day till which the result is shown."""
    award = await Award.get(need_id=need.id)
    shown_on = clock.beijing_date(award.awarded_at)
    last = await last_day_of(RULES.here().objection.on(shown_on).limit, shown_on)
    return end_of(max(last, award.shown_until))


async def complain_as_owner(
    caller: Citizen, need_id: UUID, complaint: str, received_at: datetime
) -> Dispute:
    """投诉 of the owner about the result of its own need, straight to the desk; one at a time.

    Raises NotForMarket, NeedNotFound, DisputeTooLate, DisputedAlready.
    """
    need = await locked_need(own_needs(caller), need_id)
    await _check_time(need, DisputeAbout.result, received_at)
    if await Dispute.exists(need_id=need.id, agency_id=None, round=await times_voided(need)):
        raise DisputedAlready()
    dispute = Dispute(
        need_id=need.id,
        about=DisputeAbout.result,
        round=await times_voided(need),
        status=DisputeStatus.complained,
        grounds=complaint,
        made_at=received_at,
    )
    await _to_the_desk(dispute, complaint)
    await dispute.save(force_create=True)
    await note(need, actor_of(caller), "complain", "采购人对选取结果提出投诉。")
    await telling.tell_complained(need, dispute)
    return dispute


async def answer(caller: Citizen, need_id: UUID, dispute_id: UUID, given: DisputeAnswer) -> Dispute:
    """The owner answers, also after its days; where it agrees, the desk has to decide.

    Raises NotForMarket, NeedNotFound, DisputeNotFound, DisputeMoveNotAllowed.
    """
    need, dispute = await as_owner(caller, need_id, dispute_id)
    if dispute.status not in {DisputeStatus.objected, DisputeStatus.overdue}:
        raise DisputeMoveNotAllowed()
    dispute.answer, dispute.answered_at = given.answer, clock.now()
    if given.agrees:
        text = "采购人认为异议成立,转管理部门处理。"
        await _to_the_desk(dispute, "采购人认为异议成立。")
    else:
        dispute.status = DisputeStatus.answered
        await let_complain(dispute)
        text = f"采购人答复了异议;不服的,可以在{dispute.complain_by}前投诉。"
    await dispute.save()
    await note(need, actor_of(caller), "answer_dispute", text)
    await telling.tell_answered(need, dispute)
    return dispute


async def let_complain(dispute: Dispute) -> None:
    """From today on the complainant's days run; one that was told is never shortened."""
    today = clock.today()
    last = await last_day_of(RULES.here().complaint.on(today).limit)
    dispute.complain_by = max(last, dispute.complain_by or last)
    dispute.due_at = end_of(dispute.complain_by)
    await wake(Dispute._meta.db_table)


async def complain(
    caller: Citizen, dispute_id: UUID, complaint: str, received_at: datetime
) -> Dispute:
    """投诉 after the answer, or after its absence, in time.

    Raises NotForMarket, AgencyNotFound, DisputeNotFound, DisputeMoveNotAllowed, DisputeTooLate.
    """
    need, dispute = await as_complainant(caller, dispute_id)
    if dispute.status not in MAY_COMPLAIN or dispute.complain_by is None:
        raise DisputeMoveNotAllowed()
    if received_at >= end_of(dispute.complain_by):
        raise DisputeTooLate()
    await _to_the_desk(dispute, complaint)
    await dispute.save()
    about = ABOUT_NAMES[dispute.about]
    text = f"一项对{about}的异议转为投诉,管理部门须在{dispute.decide_by}前决定。"
    await note(need, actor_of(caller), "complain", text)
    await telling.tell_complained(need, dispute)
    return dispute


async def _to_the_desk(dispute: Dispute, complaint: str) -> None:
    today = clock.today()
    dispute.status, dispute.complaint = DisputeStatus.complained, complaint
    dispute.complained_at = clock.now()
    dispute.decide_by = await last_day_of(RULES.here().decision.on(today).limit)
    dispute.due_at = end_of(dispute.decide_by)
    await wake(Dispute._meta.db_table)


async def withdraw(caller: Citizen, dispute_id: UUID) -> Dispute:
    """撤回, as long as nothing was decided; again, it changes nothing.

    Raises NotForMarket, AgencyNotFound, DisputeNotFound, DisputeMoveNotAllowed.
    """
    need, dispute = await as_complainant(caller, dispute_id)
    return await _withdraw(caller, need, dispute)


async def withdraw_as_owner(caller: Citizen, need_id: UUID, dispute_id: UUID) -> Dispute:
    """The same, of the owner's own complaint.

    Raises NotForMarket, NeedNotFound, DisputeNotFound, DisputeMoveNotAllowed.
    """
    need, dispute = await as_owner(caller, need_id, dispute_id)
    if dispute.agency_id is not None:
        raise DisputeNotFound()
    return await _withdraw(caller, need, dispute)


async def _withdraw(caller: Citizen, need: Need, dispute: Dispute) -> Dispute:
    if dispute.status is DisputeStatus.withdrawn:
        return dispute
    if dispute.status not in WITHDRAW.sources:
        raise DisputeMoveNotAllowed()
    what = "投诉" if dispute.complained_at is not None else "异议"
    await end(dispute, WITHDRAW.target)
    text = f"一项对{ABOUT_NAMES[dispute.about]}的{what}已撤回。"
    await note(need, actor_of(caller), "withdraw_dispute", text)
    award = await Award.get_or_none(need_id=need.id)
    await telling.tell_withdrawn(need, dispute, award.agency_id if award else None)
    return dispute


async def end(dispute: Dispute, how: DisputeStatus) -> None:
    """Nothing more comes of it."""
    dispute.status, dispute.ended_at, dispute.due_at = how, clock.now(), None
    await dispute.save()
