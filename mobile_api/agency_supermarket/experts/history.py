"""The history of an expert: what kind of log it is, and what is written there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import ExpertMoveNotAllowed
from mobile_api.agency_supermarket.experts.models import Expert, ExpertEvent
from mobile_api.agency_supermarket.experts.states import ExpertMove, ExpertStatus
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.history.room import check_room
from mobile_api.shared.json_columns import read_each

EXPERT_LOG = Log(
    name="expert",
    rows=Expert,
    events=ExpertEvent,
    subject="expert_id",
    label="number",
    begins_as=ExpertStatus.active,
    # Who was drawn from it is public: nobody leaves the register without a trace.
    kept="TRUE",
    refusal=ExpertMoveNotAllowed,
)


async def move(expert: Expert, made: ExpertMove, actor: Actor, text: str, **changes: Any) -> None:
    """Move a locked expert and write its event. Raises ExpertMoveNotAllowed."""
    await writing.make_move(EXPERT_LOG, expert, made, actor, public_text=text, **changes)


async def note(expert: Expert, actor: Actor, kind: str, text: str) -> None:
    """An event of a locked expert that moves nothing. Raises TooManyRequests."""
    await check_room(EXPERT_LOG, expert.id, actor)
    await writing.append(EXPERT_LOG, expert, kind, actor, public_text=text)


async def events_of(expert_id: UUID) -> Sequence[ExpertEvent]:
    return await read_each(ExpertEvent.filter(expert_id=expert_id).order_by("sequence"))
