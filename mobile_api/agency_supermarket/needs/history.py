"""The history of a need: what kind of log it is, and its moves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs.models import Need, NeedEvent
from mobile_api.agency_supermarket.needs.states import NeedMove, NeedStatus
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

NEED_LOG = Log(
    name="need",
    rows=Need,
    events=NeedEvent,
    subject="need_id",
    label="number",
    begins_as=NeedStatus.draft,
    # A draft is its owner's own.
    kept="number IS NOT NULL",
    refusal=NeedMoveNotAllowed,
)


async def move(need: Need, made: NeedMove, actor: Actor, text: str, **changes: Any) -> None:
    """Move a locked need and write its event; `text` is public. Raises NeedMoveNotAllowed."""
    await writing.make_move(NEED_LOG, need, made, actor, public_text=text, **changes)


async def note(need: Need, actor: Actor, kind: str, text: str) -> None:
    """An event of a locked need that moves nothing; `text` is public."""
    await writing.append(NEED_LOG, need, kind, actor, public_text=text)


async def events_of(need_id: UUID) -> Sequence[NeedEvent]:
    return await read_each(NeedEvent.filter(need_id=need_id).order_by("sequence"))
