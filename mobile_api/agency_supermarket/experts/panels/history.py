"""The history of a panel: what kind of log it is, and its moves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.experts.errors import PanelMoveNotAllowed
from mobile_api.agency_supermarket.experts.panels.models import ExpertPanel, PanelEvent
from mobile_api.agency_supermarket.experts.panels.states import SEATING, PanelMove, PanelStatus
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

PANEL_LOG = Log(
    name="panel",
    rows=ExpertPanel,
    events=PanelEvent,
    subject="panel_id",
    label="number",
    begins_as=PanelStatus.asked,
    # Its commitments are public from the first day.
    kept="TRUE",
    refusal=PanelMoveNotAllowed,
)


async def move(
    panel: ExpertPanel, made: PanelMove, actor: Actor, text: str, **changes: Any
) -> None:
    """Move a locked panel and write its event; `text` is public. Raises PanelMoveNotAllowed."""
    await writing.make_move(PANEL_LOG, panel, made, actor, public_text=text, **changes)


async def events_of(panel_id: UUID) -> Sequence[PanelEvent]:
    return await read_each(PanelEvent.filter(panel_id=panel_id).order_by("sequence"))


async def last_seated_at(panel: ExpertPanel) -> datetime:
    """When somebody took a seat last."""
    found = PanelEvent.filter(panel_id=panel.id, kind__in=SEATING)
    last = await found.order_by("-sequence").first()
    return last.at if last else panel.asked_at
