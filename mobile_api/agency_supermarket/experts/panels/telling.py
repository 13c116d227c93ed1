"""What experts with an account are told; the desk calls the others."""

from collections.abc import Mapping, Sequence

from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.scope import each
from notifications.service import notify
from notifications.words.service import phrases


async def tell_seated(panel: ExpertPanel, seats: Sequence[PanelCandidate]) -> None:
    # Whoever is drawn by rule is told by whatever the panel judges, with their days.
    if panel.asked_by is not None:
        await _tell(panel, "expert_drawn", seats)


async def tell_to_score(panel: ExpertPanel, seats: Sequence[PanelCandidate], score_by: str) -> None:
    """Each once; `score_by`: the last day in words."""
    await _tell(panel, "expert_to_score", seats, {"score_by": score_by})


async def tell_released(panel: ExpertPanel, leaving: Sequence[PanelCandidate]) -> None:
    await _tell(panel, "expert_released", leaving)


async def _tell(
    panel: ExpertPanel,
    event: str,
    seats: Sequence[PanelCandidate],
    more: Mapping[str, str] | None = None,
) -> None:
    people = {one.id: one.person_id for one in await each({one.expert_id for one in seats})}
    told = {"panel_title": panel.subject_title, "panel_number": panel.number}
    for one in seats:
        person_id = people.get(one.expert_id)
        if person_id is None:
            continue
        await notify(
            person_id,
            event,
            phrases(told | dict(more or {})),
            subject=f"expert_panel:{panel.id}",
            dedupe_key=f"{one.id}:{event}",
            page="pages/market/expert",
        )
