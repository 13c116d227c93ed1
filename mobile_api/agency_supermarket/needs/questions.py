"""Questions about a need: public and dated, before the deadline; nobody reads who asked."""

from collections.abc import Sequence
from uuid import UUID

from mobile_api.agency_supermarket.agencies.scope import own_agency
from mobile_api.agency_supermarket.errors import (
    BiddingOver,
    QuestionNotFound,
)
from mobile_api.agency_supermarket.needs import telling
from mobile_api.agency_supermarket.needs.models import Need, NeedQuestion
from mobile_api.agency_supermarket.needs.scope import locked_need, own_needs, public_needs
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen

# Of one agency about one need: whoever has more to ask asks it together.
MOST_QUESTIONS = 10


async def ask(caller: Citizen, need_id: UUID, text: str) -> Need:
    """Raises NotForMarket, AgencyNotFound, NeedNotFound, BiddingOver."""
    agency = await own_agency(caller)
    need = await locked_need(public_needs(), need_id)
    asked = await NeedQuestion.filter(need_id=need.id, agency_id=agency.id).count()
    if not _is_open(need) or asked >= MOST_QUESTIONS:
        raise BiddingOver()
    question = await NeedQuestion.create(
        need_id=need.id, agency_id=agency.id, question=text, asked_at=clock.now()
    )
    told = {"count": str(asked + 1)}
    await telling.tell_owner(need, "need_asked", told, once_per=question.id)
    return need


async def answer(caller: Citizen, need_id: UUID, question_id: UUID, text: str) -> Need:
    """Once; everybody reads it. Raises NeedNotFound, QuestionNotFound, BiddingOver."""
    need = await locked_need(own_needs(caller), need_id)
    question = await NeedQuestion.get_or_none(id=question_id, need_id=need.id, answered_at=None)
    if question is None:
        raise QuestionNotFound()
    if not _is_open(need):
        raise BiddingOver()
    question.answer, question.answered_at = text, clock.now()
    await question.save(update_fields=["answer", "answered_at"])
    return need


async def unanswered(need_id: UUID) -> Sequence[NeedQuestion]:
    """What was asked about a need and waits for its owner, the longest first."""
    return await NeedQuestion.filter(need_id=need_id, answered_at=None).order_by("asked_at", "id")


def _is_open(need: Need) -> bool:
    return need.status is NeedStatus.published and not need.is_closed
