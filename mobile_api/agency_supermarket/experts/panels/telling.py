"""What experts with an account are told; the desk calls the others."""

from collections.abc import Sequence

from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelCandidate
from mobile_api.agency_supermarket.experts.scope import each
from notifications.service import notify
from notifications.words.service import phrases


async def tell_seated(panel: ExpertPanel, seats: Sequence[PanelCandidate]) -> None:
    await _tell(panel, "expert_drawn", seats)


async def tell_released(panel: ExpertPanel, leaving: Sequence[PanelCandidate]) -> None:
    await _tell(panel, "expert_released", leaving)


async def _tell(panel: ExpertPanel, event: str, seats: Sequence[PanelCandidate]) -> None:
    people = {one.id: one.person_id for one in await each({one.expert_id for one in seats})}
    for one in seats:
        person_id = people.get(one.expert_id)
        if person_id is None:
            continue
        await notify(
            person_id,
            event,
            phrases({"panel_title": panel.subject_title, "panel_number": panel.number}),
            subject=f"expert_panel:{panel.id}",
            dedupe_key=f"{one.id}:{event}",
            page="pages/market/expert",
        )
