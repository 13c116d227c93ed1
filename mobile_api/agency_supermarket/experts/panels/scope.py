"""Whose panels a caller may see and change: the one place that says so."""

from collections.abc import Collection, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import PanelNotFound, SeatNotFound
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import (
    ExpertPanel,
    PanelCandidate,
    PanelDraw,
)
from mobile_api.agency_supermarket.experts.panels.states import CandidateState
from mobile_api.agency_supermarket.experts.scope import own_entry
from mobile_api.agency_supermarket.service_types.scope import check_desk
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.json_columns import read_each

# Of one subject: whoever asks again and again wants other experts.
MOST_PANELS = 10


async def panels_of(subject_number: str) -> Sequence[ExpertPanel]:
    """Every panel that was ever asked for it, public from the first day."""
    found = ExpertPanel.filter(subject_number=subject_number).order_by("asked_at", "id")
    return await read_each(found.limit(MOST_PANELS))


async def panel_at_the_desk(caller: Staff, panel_id: UUID) -> ExpertPanel:
    """Raises NotAtTheDesk, PanelNotFound."""
    check_desk(caller)
    found = await ExpertPanel.get_or_none(id=panel_id)
    if found is None:
        raise PanelNotFound()
    return found


async def panel_by_itself(panel_id: UUID) -> ExpertPanel:
    """One of which something became true, whoever asks."""
    return await ExpertPanel.get(id=panel_id)


async def locked_panel(panel_id: UUID) -> ExpertPanel:
    """The panel, its row locked until the transaction ends. Raises PanelNotFound."""
    transaction_needed()
    found = await ExpertPanel.filter(id=panel_id).select_for_update().first()
    if found is None:
        raise PanelNotFound()
    return found


def is_avoided(panel: ExpertPanel, expert: Expert) -> bool:
    """By the list of the panel, by their employer, or because the expert said so of themselves."""
    return is_bound(expert, panel.avoided)


def is_bound(expert: Expert, avoided: Collection[str]) -> bool:
    """Whether an expert is, or belongs to, one of these, by number, code or name."""
    own = {expert.number, expert.employer_code, expert.employer_name, *expert.avoided} - {""}
    return bool(own & set(avoided))


async def draws_of(panel_id: UUID) -> Sequence[PanelDraw]:
    """One for each group, in their order."""
    return await PanelDraw.filter(panel_id=panel_id).order_by("group")


async def candidates_of(panel_id: UUID) -> Sequence[PanelCandidate]:
    """All of its lists, those who were drawn in their order."""
    found = PanelCandidate.filter(panel_id=panel_id, place__isnull=False)
    return await read_each(found.order_by("group", "place"))


async def seats_of(expert_id: UUID, most: int) -> Sequence[PanelCandidate]:
    """The last ones for which an expert was drawn."""
    found = PanelCandidate.filter(expert_id=expert_id, place__isnull=False)
    return await read_each(found.prefetch_related("panel").order_by("-id").limit(most))


async def own_seat(caller: Citizen, seat_id: UUID) -> PanelCandidate:
    """With its `panel` and `expert`; also one that was passed on. An alternate is not told.

    Raises NotAnExpert, SeatNotFound.
    """
    expert = await own_entry(caller)
    told = [CandidateState.seated, CandidateState.replaced]
    own = PanelCandidate.filter(id=seat_id, expert_id=expert.id, state__in=told)
    found = await own.prefetch_related("panel", "expert").first()
    if found is None:
        raise SeatNotFound()
    return found
