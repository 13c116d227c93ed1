"""The history of a project: what kind of log it is, and its moves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.trading.errors import ProjectMoveNotAllowed
from mobile_api.agency_supermarket.trading.models import TradingEvent, TradingProject
from mobile_api.agency_supermarket.trading.states import ProjectMove, ProjectStatus
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

TRADING_LOG = Log(
    name="trading",
    rows=TradingProject,
    events=TradingEvent,
    subject="project_id",
    label="number",
    begins_as=ProjectStatus.draft,
    # A draft was never public.
    kept="number IS NOT NULL",
    refusal=ProjectMoveNotAllowed,
)


async def move(
    project: TradingProject,
    made: ProjectMove,
    actor: Actor,
    text: str,
    said: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move a locked project and write its event; `text` is public. Raises ProjectMoveNotAllowed."""
    await writing.make_move(
        TRADING_LOG, project, made, actor, public_text=text, payload=said, **changes
    )


async def events_of(project_id: UUID) -> Sequence[TradingEvent]:
    return await read_each(TradingEvent.filter(project_id=project_id).order_by("sequence"))
