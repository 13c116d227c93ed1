"""The history of a complaint: what kind of log it is, and what is written there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mobile_api.agency_supermarket.trading.complaints.models import (
    BiddingComplaint,
    ComplaintEvent,
)
from mobile_api.agency_supermarket.trading.complaints.states import (
    ComplaintMove,
    ComplaintStatus,
)
from mobile_api.agency_supermarket.trading.errors import ComplaintMoveNotAllowed
from mobile_api.shared.history import writing
from mobile_api.shared.history.logs import Log
from mobile_api.shared.history.moves import Actor
from mobile_api.shared.json_columns import read_each

COMPLAINT_LOG = Log(
    name="complaint",
    rows=BiddingComplaint,
    events=ComplaintEvent,
    subject="complaint_id",
    label="number",
    begins_as=ComplaintStatus.received,
    kept="TRUE",
    refusal=ComplaintMoveNotAllowed,
)


async def move(
    complaint: BiddingComplaint, made: ComplaintMove, actor: Actor, text: str, **changes: Any
) -> None:
    """Move a locked complaint and write its event. Raises ComplaintMoveNotAllowed."""
    await writing.make_move(COMPLAINT_LOG, complaint, made, actor, public_text=text, **changes)


async def note(
    complaint: BiddingComplaint, actor: Actor, kind: str, text: str, **changes: Any
) -> None:
    """An event of a locked complaint that moves nothing."""
    await writing.append(COMPLAINT_LOG, complaint, kind, actor, public_text=text, **changes)


async def events_of(complaint_id: UUID) -> Sequence[ComplaintEvent]:
    return await read_each(ComplaintEvent.filter(complaint_id=complaint_id).order_by("sequence"))
