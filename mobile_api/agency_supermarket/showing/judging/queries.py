"""What an expert reads on their pages."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import NotAnExpert
from mobile_api.agency_supermarket.experts.panels.schemas import OwnExpert
from mobile_api.agency_supermarket.experts.panels.views import own
from mobile_api.agency_supermarket.experts.scope import own as own_entries
from mobile_api.agency_supermarket.experts.scope import own_entry
from mobile_api.agency_supermarket.openings.scoring import views
from mobile_api.agency_supermarket.openings.scoring.errors import ScoringOver
from mobile_api.agency_supermarket.openings.scoring.schemas import JudgingTask
from mobile_api.agency_supermarket.openings.scoring.service import to_judge
from mobile_api.shared.callers import Citizen


@dataclass(frozen=True, slots=True)
class ExpertShown:
    """Their entry, and the seats from which something can be scored now."""

    entry: OwnExpert
    judging: Collection[UUID]


async def is_expert(caller: Citizen) -> bool:
    return await own_entries(caller).exists()


async def own_expert(caller: Citizen) -> ExpertShown | None:
    """None for who is no expert."""
    try:
        entry = await own(await own_entry(caller))
    except NotAnExpert:
        return None
    judging = set()
    for seat in entry.seats:
        if seat.may_decline:
            with suppress(ScoringOver):
                await to_judge(caller, seat.seat_id)
                judging.add(seat.seat_id)
    return ExpertShown(entry, judging)


async def judging_task(caller: Citizen, seat_id: UUID) -> JudgingTask | None:
    """None where nothing can be scored now. Raises SeatNotFound."""
    try:
        return await views.task(*await to_judge(caller, seat_id))
    except (NotAnExpert, ScoringOver):
        return None
